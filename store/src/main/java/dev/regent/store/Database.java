package dev.regent.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL database with Regent's schema, up to date, and connections to it. Sessions are in
/// UTC.
public final class Database implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private static final int OLDEST_SERVER = 15;
    private static final int MOST_CONNECTIONS = 10;
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(10);

    private static final int MOST_CAUSES = 16;

    /// Beginnings of the states of a connection that failed, and of a server that stops, crashes or
    /// starts.
    ///
    /// @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL 18</a>
    private static final List<String> AWAY = List.of("08", "57P");

    private final Supplier<DatabaseAddress> address;
    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(Supplier<DatabaseAddress> address, HikariDataSource pool) {
        this.address = address;
        this.pool = pool;
        jdbi = Jdbi.create(pool);
    }

    /// Opens a database and brings its schema up to date.
    ///
    /// @param url as in {@link DatabaseAddress}
    public static Database open(String url, String user, String password) {
        return open(new DatabaseAddress(url, user, password));
    }

    /// Opens a database and brings its schema up to date.
    public static Database open(DatabaseAddress address) {
        return open(() -> address);
    }

    /// Opens a database that can move, as a server of our own does if its port was taken while it
    /// was down. Each new connection asks anew where it is.
    ///
    /// @throws DatabaseException if it can't be reached or used
    public static Database open(Supplier<DatabaseAddress> address) {
        Connections connections = new Connections(address);
        String place = address.get().place();
        checkServer(connections, place);
        HikariDataSource pool = new HikariDataSource(pool(connections));
        try {
            Migrations.bringUpToDate(pool, place);
            log.atInfo().addKeyValue("database", place).log("database opened");
            return new Database(address, pool);
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    private static HikariConfig pool(DataSource connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("regent");
        config.setDataSource(connections);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set time zone 'UTC'");
        return config;
    }

    private static void checkServer(DataSource connections, String place) {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement();
                ResultSet server = statement.executeQuery("select current_setting('server_version_num')::int / 10000,"
                        + " current_setting('server_encoding'), pg_is_in_recovery()")) {
            server.next();
            if (server.getInt(1) < OLDEST_SERVER) {
                throw new DatabaseException("the database " + place + " is served by PostgreSQL " + server.getInt(1)
                        + ": Regent needs " + OLDEST_SERVER + " or later");
            }
            if (!"UTF8".equals(server.getString(2))) {
                throw new DatabaseException("the database " + place + " is encoded in " + server.getString(2)
                        + ": create one with encoding UTF8");
            }
            if (server.getBoolean(3)) {
                throw new DatabaseException("the database " + place + " is a standby that can't be written to:"
                        + " name the primary, or several hosts with targetServerType=primary");
            }
        } catch (SQLException e) {
            throw Refusal.of(place, e);
        }
    }

    /// Runs work that belongs together: all of it is kept, or none.
    ///
    /// @throws DatabaseException if the server can't be reached
    public <T, X extends Exception> T inTransaction(HandleCallback<T, X> work) throws X {
        try {
            return jdbi.inTransaction(work);
        } catch (ConnectionException e) {
            throw Refusal.of(address.get().place(), e);
        }
    }

    /// Runs work that belongs together and gives nothing back.
    ///
    /// @throws DatabaseException if the server can't be reached
    public <X extends Exception> void useTransaction(HandleConsumer<X> work) throws X {
        try {
            jdbi.useTransaction(work);
        } catch (ConnectionException e) {
            throw Refusal.of(address.get().place(), e);
        }
    }

    /// The database's clock, which all replicas share.
    ///
    /// @throws DatabaseException if the server can't be reached
    public Instant now() {
        try {
            return jdbi.withHandle(handle -> handle.createQuery("select clock_timestamp()")
                    .mapTo(Instant.class)
                    .one());
        } catch (ConnectionException e) {
            throw Refusal.of(address.get().place(), e);
        }
    }

    /// Whether something failed because the database wasn't there, or its caller was interrupted:
    /// nothing is wrong with what was asked, and later it can go well.
    public static boolean isAway(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            boolean away = cause instanceof SQLException refused
                    && AWAY.stream().anyMatch(String.valueOf(refused.getSQLState())::startsWith);
            if (away || cause instanceof SQLTransientConnectionException || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /// For SQL without a transaction of its own.
    public Jdbi jdbi() {
        return jdbi;
    }

    /// For libraries that bring SQL of their own.
    public DataSource dataSource() {
        return pool;
    }

    /// Lets go of all connections, after the server was started anew; those in use go when given
    /// back.
    public void renewConnections() {
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
