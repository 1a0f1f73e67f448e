package dev.regent.store.acts;

import dev.regent.store.Database;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Answers to requests that carry a key, so that a request that was sent again gets the same answer
/// and does nothing again.
public final class IdempotencyStore {

    /// How long an answer is kept.
    public static final Duration KEPT_FOR = Duration.ofHours(24);

    /// After this time whoever began an answer is held to be dead.
    static final Duration ABANDONED_AFTER = Duration.ofMinutes(2);

    private final Database database;

    public IdempotencyStore(Database database) {
        this.database = database;
    }

    /// A request that carries a key.
    ///
    /// @param key as the caller chose it
    /// @param body the request's own; what isn't the same isn't the same request
    public record Request(String key, String actor, String method, String path, String body) {

        private String bodyHash() {
            return HexFormat.of().formatHex(PlanRows.sha256().digest(body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// What is to be done with a request.
    public sealed interface Admission {

        /// Answer it, then call {@link #finish} or {@link #forget}.
        record Fresh() implements Admission {}

        /// Answer so again.
        record Again(int status, String body) implements Admission {}

        /// The first one isn't answered yet: refuse this one, to be sent again later.
        record InProgress() implements Admission {}

        /// The key was used for another request: refuse it.
        record Conflict() implements Admission {}
    }

    /// Lets a request in.
    public Admission begin(Request request) {
        return database.inTransaction((Handle in) -> {
            in.createUpdate("""
                            delete from answers where name = :key and actor = :actor and method = :method
                                and path = :path
                                and (begun_at <= clock_timestamp() - :keptFor * interval '1 microsecond'
                                    or status is null
                                        and begun_at <= clock_timestamp() - :abandoned * interval '1 microsecond')
                            """)
                    .bindMap(names(request))
                    .bind("keptFor", PlanStore.micros(KEPT_FOR))
                    .bind("abandoned", PlanStore.micros(ABANDONED_AFTER))
                    .execute();
            int fresh = in.createUpdate("""
                            insert into answers (name, actor, method, path, body_sha256)
                            values (:key, :actor, :method, :path, :hash) on conflict do nothing
                            """)
                    .bindMap(names(request))
                    .bind("hash", request.bodyHash())
                    .execute();
            if (fresh > 0) {
                return new Admission.Fresh();
            }
            return in.createQuery("""
                            select * from answers where name = :key and actor = :actor and method = :method
                                and path = :path
                            """)
                    .bindMap(names(request))
                    .map((row, _) -> admission(row, request.bodyHash()))
                    .findOne()
                    .orElseGet(Admission.InProgress::new);
        });
    }

    private static Admission admission(ResultSet row, String bodyHash) throws SQLException {
        if (!row.getString("body_sha256").equals(bodyHash)) {
            return new Admission.Conflict();
        }
        Optional<String> body = Columns.maybeText(row, "body");
        return body.isEmpty() ? new Admission.InProgress() : new Admission.Again(row.getInt("status"), body.get());
    }

    /// Keeps the answer to a request. One that holds a secret must not be kept: {@link #forget} it.
    public void finish(Request request, int status, String body) {
        database.useTransaction((Handle in) -> in.createUpdate("""
                        update answers set status = :status, body = :body
                        where name = :key and actor = :actor and method = :method and path = :path
                        """)
                .bindMap(names(request))
                .bind("status", status)
                .bind("body", Columns.text(body))
                .execute());
    }

    /// Lets the same request in again, since nothing came of it.
    public void forget(Request request) {
        database.useTransaction((Handle in) -> in.createUpdate("""
                        delete from answers where name = :key and actor = :actor and method = :method and path = :path
                        """)
                .bindMap(names(request))
                .execute());
    }

    /// Drops answers that are out of time.
    ///
    /// @return how many
    public int expire() {
        return database.inTransaction((Handle in) -> in.createUpdate("""
                        delete from answers where begun_at <= clock_timestamp() - :keptFor * interval '1 microsecond'
                        """)
                .bind("keptFor", PlanStore.micros(KEPT_FOR))
                .execute());
    }

    private static Map<String, String> names(Request request) {
        return Map.of(
                "key", Columns.text(request.key()),
                "actor", Columns.text(request.actor()),
                "method", request.method(),
                "path", Columns.text(request.path()));
    }
}
