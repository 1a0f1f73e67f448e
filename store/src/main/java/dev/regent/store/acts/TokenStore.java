package dev.regent.store.acts;

import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Tokens of the API. Only their hashes are kept, and they are found by these: how long that takes
/// tells nothing about any token.
public final class TokenStore {

    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    /// Actors that are nobody's token.
    private static final Set<String> RESERVED = Set.of("regent", "configuration", "database", "server", "system");

    private final Database database;

    public TokenStore(Database database) {
        this.database = database;
    }

    /// A token that is to be made.
    ///
    /// @param registries globs of the registries that it is good for; `**` for all
    /// @param validity empty for ever
    public record NewToken(
            String name, Role role, List<String> registries, Optional<Duration> validity, String createdBy) {
        public NewToken {
            registries = List.copyOf(registries);
            name = name.strip();
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a token has a name, for people to know it by");
            }
            if (registries.isEmpty()) {
                throw new IllegalArgumentException("a token is good for some registry: name globs, ** for all");
            }
            if (validity.isPresent() && !validity.get().isPositive()) {
                throw new IllegalArgumentException("a token holds for some time, got " + validity.get());
            }
        }
    }

    /// What came of having a token made.
    public sealed interface Creation {

        /// A token that was made; its secret can't be had again.
        record Made(ApiToken token, TokenSecret secret) implements Creation {}

        /// Its name stands for somebody else.
        ///
        /// @param why in a sentence, with what to do
        record Taken(String why) implements Creation {}
    }

    /// Makes a token. In approvals and in the record people go by their tokens' names: two tokens that
    /// hold have two, whatever the case of their letters.
    public Creation create(Handle in, NewToken token) {
        in.execute("lock table tokens in share row exclusive mode");
        Optional<String> against = against(in, token.name());
        return against.isPresent() ? new Creation.Taken(against.get()) : insert(in, token);
    }

    private static Optional<String> against(Handle in, String name) {
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            return Optional.of(
                    "the name " + name + " stands for what happens by itself: take another, for example a person's");
        }
        return in.createQuery("""
                        select id from tokens where lower(name) = lower(:name) and revoked_at is null
                            and (expires_at is null or expires_at > clock_timestamp())
                        limit 1
                        """)
                .bind("name", Columns.text(name))
                .mapTo(String.class)
                .findOne()
                .map(id -> "a token that is called " + name + " holds already (" + id + "), and people go by their"
                        + " tokens' names: take another name, or revoke that one");
    }

    private static Creation insert(Handle in, NewToken token) {
        TokenSecret secret = TokenSecret.make();
        ApiToken made = in.createQuery("""
                        insert into tokens (id, sha256, name, role, registries, created_by, expires_at)
                        values (:id, :sha256, :name, :role, :registries, :createdBy,
                            clock_timestamp() + cast(:validity as bigint) * interval '1 microsecond')
                        returning *
                        """)
                .bind("id", FreshName.make())
                .bind("sha256", secret.sha256())
                .bind("name", Columns.text(token.name()))
                .bind("role", token.role().toString())
                .bind("registries", Columns.texts(token.registries()))
                .bind("createdBy", Columns.text(token.createdBy()))
                .bind("validity", token.validity().map(PlanStore::micros))
                .map((row, _) -> token(row))
                .one();
        return new Creation.Made(made, secret);
    }

    /// Whom a token speaks for; empty if nobody made it, it was revoked, or its time is over.
    ///
    /// @param now by the database's clock
    public Optional<ApiToken> authenticate(TokenSecret secret, Instant now) {
        if (!secret.wellFormed()) {
            return Optional.empty();
        }
        Optional<ApiToken> found =
                database.inTransaction((Handle in) -> in.createQuery("select * from tokens where sha256 = :sha256")
                        .bind("sha256", secret.sha256())
                        .map((row, _) -> token(row))
                        .findOne()
                        .filter(token -> token.holdsAt(now)));
        found.filter(token -> token.lastUsed()
                        .map(used -> !used.plus(USE_NOTED_EVERY).isAfter(now))
                        .orElse(true))
                .ifPresent(token -> noteUse(token, now));
        return found;
    }

    private void noteUse(ApiToken token, Instant now) {
        database.useTransaction((Handle in) -> in.createUpdate("""
                        update tokens set last_used_at = :now
                        where id = :id and (last_used_at is null or last_used_at <= :before)
                        """)
                .bind("id", token.id())
                .bind("now", now)
                .bind("before", now.minus(USE_NOTED_EVERY))
                .execute());
    }

    /// All tokens, the newest first, revoked ones too.
    public Page<ApiToken> list(Page.Request page) {
        List<ApiToken> found = database.inTransaction((Handle in) -> in.createQuery("""
                        select * from tokens where number < :before order by number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("limit", page.fetched())
                .map((row, _) -> token(row))
                .list());
        return page.page(found, ApiToken::number);
    }

    /// One token, a revoked one too.
    public Optional<ApiToken> find(String id) {
        return database.inTransaction((Handle in) -> in.createQuery("select * from tokens where id = :id")
                .bind("id", Columns.text(id))
                .map((row, _) -> token(row))
                .findOne());
    }

    /// Takes a token back, at once and for ever.
    ///
    /// @return whether there was one that wasn't revoked before
    public boolean revoke(Handle in, String id, String by) {
        return in.createUpdate("""
                        update tokens set revoked_by = :by, revoked_at = clock_timestamp()
                        where id = :id and revoked_at is null
                        """)
                        .bind("id", Columns.text(id))
                        .bind("by", Columns.text(by))
                        .execute()
                > 0;
    }

    private static ApiToken token(ResultSet row) throws SQLException {
        return new ApiToken(
                row.getLong("number"),
                row.getString("id"),
                row.getString("name"),
                Columns.named(Role.class, row.getString("role")),
                Columns.texts(row, "registries"),
                row.getString("created_by"),
                Columns.time(row, "created_at"),
                Columns.maybeTime(row, "expires_at"),
                Columns.maybeTime(row, "revoked_at"),
                Columns.maybeTime(row, "last_used_at"));
    }
}
