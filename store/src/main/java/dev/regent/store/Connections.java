package dev.regent.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Opens connections to wherever the database is at that moment: a server of our own can come back on
/// another port. Each is a new one: {@link Database} has a pool of them.
public final class Connections implements DataSource {

    private static final int SECONDS_TO_CONNECT = 5;

    /// A database that takes connections and says nothing more is given up then. No statement of ours takes as long.
    private static final int SECONDS_TO_ANSWER = 300;

    /// A server that froze within a transaction holds its locks: so long another waits for them at most. Then the
    /// database ends the session, and whatever the frozen one wakes up to write is refused.
    private static final String IDLE_IN_TRANSACTION = "set idle_in_transaction_session_timeout = '15s'";

    private final Supplier<DatabaseAddress> address;
    private final Driver driver = driver();

    /// @param address asked for each connection
    public Connections(Supplier<DatabaseAddress> address) {
        this.address = address;
    }

    /// By its service and not by its name: its classes carry annotations that aren't there to compile with.
    private static Driver driver() {
        return ServiceLoader.load(Driver.class, Connections.class.getClassLoader()).stream()
                .filter(provider -> provider.type().getName().equals("org.postgresql.Driver"))
                .findFirst()
                .map(ServiceLoader.Provider::get)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL's driver is not on the class path"));
    }

    @Override
    public Connection getConnection() throws SQLException {
        DatabaseAddress at = address.get();
        return connect(at, at.user(), at.password());
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return connect(address.get(), user, password);
    }

    private Connection connect(DatabaseAddress at, String user, String password) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("connectTimeout", String.valueOf(SECONDS_TO_CONNECT));
        properties.setProperty("loginTimeout", String.valueOf(2 * SECONDS_TO_CONNECT));
        properties.setProperty("socketTimeout", String.valueOf(SECONDS_TO_ANSWER));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "regent");
        properties.setProperty("reWriteBatchedInserts", "true");
        Connection connection = driver.connect(at.url(), properties);
        if (connection == null) {
            throw new SQLException("no PostgreSQL address: " + at.place(), "08001");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(IDLE_IN_TRANSACTION);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("connections write no log");
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // Hikari says its own timeout here; ours is shorter and stays.
    }

    @Override
    public int getLoginTimeout() {
        return 2 * SECONDS_TO_CONNECT;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("connections wrap nothing, least a " + type.getName());
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
