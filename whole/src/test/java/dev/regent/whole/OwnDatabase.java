package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.store.Connections;
import dev.regent.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The database that a server brought along, seen past the server.
///
/// @param data the server's folder
record OwnDatabase(Path data) {

    /// Work with a connection.
    @FunctionalInterface
    interface Work {
        void in(Statement statement) throws SQLException;
    }

    /// @param name of the database, for example `regent`
    void use(String name, Work work) throws IOException, SQLException {
        List<String> postmaster = Files.readAllLines(data.resolve("postgres/data/postmaster.pid"));
        String password = Files.readString(data.resolve("postgres/password")).strip();
        DatabaseAddress address = new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + postmaster.get(3).strip() + "/" + name + "?sslmode=disable",
                "regent",
                password);
        try (Connection connection = new Connections(() -> address).getConnection();
                Statement statement = connection.createStatement()) {
            work.in(statement);
        }
    }

    void execute(String sql) throws IOException, SQLException {
        use("regent", statement -> statement.execute(sql));
    }

    /// Makes a copy of the database, as it is between two transactions, beside it.
    void backUp() throws IOException, SQLException {
        use("postgres", statement -> {
            close(statement);
            statement.execute("create database backup template regent");
            statement.execute("alter database regent allow_connections true");
        });
    }

    /// Puts the copy back, under whoever is connected.
    void restore() throws IOException, SQLException {
        use("postgres", statement -> {
            close(statement);
            statement.execute("drop database regent");
            statement.execute("alter database backup rename to regent");
        });
    }

    private static void close(Statement statement) throws SQLException {
        statement.execute("alter database regent allow_connections false");
        statement.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = 'regent'");
    }

    /// Everything that stands in it, a row a line.
    String dump() throws IOException, SQLException {
        StringBuilder all = new StringBuilder();
        use("regent", statement -> {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("""
                    select quote_ident(table_name) from information_schema.tables where table_schema = 'public'
                    """)) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            assertThat(tables).contains("executions");
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select to_jsonb(each)::text from " + table + " each")) {
                    while (rows.next()) {
                        all.append(rows.getString(1)).append('\n');
                    }
                }
            }
        });
        return all.toString();
    }
}
