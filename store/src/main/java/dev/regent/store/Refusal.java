package dev.regent.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// What a database's refusal means to people.
final class Refusal {

    private Refusal() {}

    /// Why no connection came about, and what to do.
    static DatabaseException of(String place, Throwable failure) {
        SQLException answer = answer(failure);
        String state = answer == null || answer.getSQLState() == null ? "" : answer.getSQLState();
        String said = answer == null ? String.valueOf(failure.getMessage()) : String.valueOf(answer.getMessage());
        String remedy = switch (state) {
            case "28P01", "28000" -> "check user and password, and the server's pg_hba.conf";
            case "3D000" -> "create the database, or name one that exists";
            case "53300" -> "the server has no connection left: raise its max_connections";
            case "57P03" -> "the server is starting or stopping: try again soon";
            case "42501" -> "the user lacks this right: make it the owner of the database";
            default ->
                state.startsWith("08")
                        ? "check that the server runs and can be reached from here, and TLS (sslmode)"
                        : "the server's own log may say more";
        };
        return new DatabaseException(
                "connect to the database " + place + ": "
                        + said.lines().findFirst().orElse("") + (state.isEmpty() ? "" : " (" + state + ")") + "; "
                        + remedy,
                failure);
    }

    private static @Nullable SQLException answer(Throwable failure) {
        SQLException last = null;
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 16; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException found && (last == null || found.getSQLState() != null)) {
                last = found;
            }
        }
        return last;
    }
}
