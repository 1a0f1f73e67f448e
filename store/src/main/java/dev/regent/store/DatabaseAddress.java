package dev.regent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a database is, and as whom to speak to it.
///
/// @param url `jdbc:postgresql://host[:port][,…]/name[?parameters]`, without user and password
/// @param password empty where the server asks for none
public record DatabaseAddress(String url, String user, String password) {

    /// Names the database: `postgresql://user:password@host:port/name`, or its `jdbc:` form.
    public static final String URL = "REGENT_DATABASE_URL";

    /// Names a file whose first line is the password, for a URL without one.
    public static final String PASSWORD_FILE = "REGENT_DATABASE_PASSWORD_FILE";

    private static final String SCHEME = "jdbc:postgresql://";

    public DatabaseAddress {
        if (!url.startsWith(SCHEME)) {
            throw new IllegalArgumentException("the database's address must begin with " + SCHEME);
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("the database's address names no user: " + DatabaseUrl.FORM);
        }
    }

    /// What a URL says, in PostgreSQL's own form or in JDBC's.
    ///
    /// @throws IllegalArgumentException if it is neither; the message never quotes it
    public static DatabaseAddress parse(String url) {
        return DatabaseUrl.parse(url);
    }

    /// What the environment names; empty if it names no database.
    ///
    /// @throws IllegalArgumentException if what it names can't be read
    public static Optional<DatabaseAddress> fromEnvironment(Map<String, String> environment) {
        String url = environment.getOrDefault(URL, "");
        if (url.isBlank()) {
            return Optional.empty();
        }
        DatabaseAddress address = parse(url.strip());
        String file = environment.getOrDefault(PASSWORD_FILE, "");
        if (file.isBlank()) {
            return Optional.of(address);
        }
        if (!address.password().isEmpty()) {
            throw new IllegalArgumentException(
                    "a password stands in " + URL + " and another in " + PASSWORD_FILE + ": take one of them away");
        }
        return Optional.of(new DatabaseAddress(address.url(), address.user(), firstLine(Path.of(file))));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the password's file " + file + " (" + PASSWORD_FILE + ") can't be read: "
                            + e.getClass().getSimpleName() + "; give a readable file",
                    e);
        }
    }

    /// Host, port and name for a message, as in `db.example:5432/regent`.
    public String place() {
        int end = url.indexOf('?');
        return url.substring(SCHEME.length(), end < 0 ? url.length() : end);
    }

    @Override
    public String toString() {
        return "DatabaseAddress[" + place() + ", user=" + user + ", password=***]";
    }
}
