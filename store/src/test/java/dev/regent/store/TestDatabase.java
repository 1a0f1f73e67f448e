package dev.regent.store;

import dev.regent.store.embedded.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A fresh database for one test, gone when closed. It lies on the server that
/// `REGENT_TEST_DATABASE_URL` names (its user must be allowed to create databases), or else on an
/// embedded one that all tests of this JVM share.
public final class TestDatabase implements AutoCloseable {

    private static final String URL = "REGENT_TEST_DATABASE_URL";

    /// Has the schema, which takes far longer to make than to copy.
    private static @Nullable TestDatabase template;

    private final DatabaseAddress server;
    private final DatabaseAddress address;
    private final String name;
    private @Nullable Database opened;

    private TestDatabase(DatabaseAddress server, String name) {
        this.server = server;
        this.name = name;
        address = named(server, name);
    }

    /// A database that has its schema and nothing else.
    public static TestDatabase create() {
        return create(" template " + template().name);
    }

    /// A database without any schema.
    static TestDatabase empty() {
        return create("");
    }

    private static TestDatabase create(String like) {
        DatabaseAddress server = server(System.getenv().getOrDefault(URL, ""), TestServer::shared);
        String name =
                "test_" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        execute(server, "create database " + name + like);
        return new TestDatabase(server, name);
    }

    private static synchronized TestDatabase template() {
        if (template == null) {
            TestDatabase made = empty();
            Database.open(made.address()).close();
            if (!System.getenv().getOrDefault(URL, "").isBlank()) {
                // The embedded server drops it when it starts for the next JVM.
                Runtime.getRuntime().addShutdownHook(new Thread(made::close));
            }
            template = made;
        }
        return template;
    }

    /// @param url what the environment says
    static DatabaseAddress server(String url, Supplier<DatabaseAddress> embedded) {
        return url.isBlank() ? embedded.get() : DatabaseAddress.parse(url.strip());
    }

    private static DatabaseAddress named(DatabaseAddress server, String name) {
        String url = server.url().replaceFirst("(jdbc:postgresql://[^/]+/)[^?]*", "$1" + name);
        return new DatabaseAddress(url, server.user(), server.password());
    }

    /// Where it is.
    public DatabaseAddress address() {
        return address;
    }

    /// Opens it, with its schema up to date; closed with this.
    public synchronized Database database() {
        if (opened == null) {
            opened = Database.open(address);
        }
        return opened;
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
        execute(server, "drop database if exists " + name + " with (force)");
    }

    private static void execute(DatabaseAddress server, String sql) {
        try (Connection connection = new Connections(() -> server).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + " on " + server.place(), e);
        }
    }
}
