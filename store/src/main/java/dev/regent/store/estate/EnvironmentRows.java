package dev.regent.store.estate;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The rows of environments.
final class EnvironmentRows {

    private EnvironmentRows() {}

    private static final String LIST = """
            select environments.*, coalesce(counts.shown, 0) as shown, coalesce(counts.remembered, 0) as remembered,
                watches.until_at > clock_timestamp() as watched
            from environments
            left join (
                select environment, count(*) filter (where hold = 'shown') as shown,
                    count(*) filter (where hold <> 'shown') as remembered
                from uses where to_at is null and (:name = '' or environment = :name) group by environment
            ) counts on counts.environment = environments.name
            left join environment_watches watches
                on watches.environment = coalesce(environments.directory, environments.name)
            where :name = '' or environments.name = :name
            order by environments.name
            """;

    static Optional<KeptEnvironment> find(Handle handle, String name) {
        return handle.createQuery(LIST)
                .bind("name", name)
                .map((row, _) -> environment(row))
                .findOne();
    }

    static List<KeptEnvironment> list(Handle handle) {
        return handle.createQuery(LIST)
                .bind("name", "")
                .map((row, _) -> environment(row))
                .list();
    }

    private static KeptEnvironment environment(ResultSet row) throws SQLException {
        EnvironmentState state = Storable.constant(EnvironmentState.class, row.getString("state"));
        boolean removed = state == EnvironmentState.REMOVED;
        long shown = row.getLong("shown");
        long remembered = row.getLong("remembered");
        return new KeptEnvironment(
                row.getString("name"),
                row.getString("url"),
                row.getString("kind"),
                Rows.word(row, "identity"),
                state,
                row.getString("why"),
                Rows.word(row, "decided_by"),
                Rows.certain(row, "state_at"),
                Rows.word(row, "heard").map(word -> Storable.constant(Heard.class, word)),
                row.getString("detail"),
                row.getLong("requests"),
                Rows.time(row, "looked_at"),
                Rows.time(row, "heard_at"),
                Rows.time(row, "covered_from"),
                Rows.word(row, "directory"),
                Rows.time(row, "heard_since"),
                row.getBoolean("watched")
                        ? Storable.constant(Freshness.class, row.getString("freshness"))
                        : Freshness.NONE,
                row.getString("freshness_why"),
                removed ? 0 : shown,
                removed ? shown + remembered : remembered);
    }

    /// Makes a row for what has none.
    ///
    /// @param urls by name
    static void configured(Handle handle, Map<String, String> urls, Instant at) {
        Batch rows = new Batch("name text", "url text", "at timestamptz");
        urls.forEach((name, url) -> rows.add(name, url, at));
        rows.run(handle, """
                insert into environments (name, url, state, state_at)
                select name, url, 'watched', at from {given}
                on conflict (name) do update set url = excluded.url, directory = null
                    where environments.url <> excluded.url or environments.directory is not null
                """);
    }

    /// Makes a row for what has none and was looked at.
    static void known(Handle handle, String name, Instant at) {
        handle.createUpdate("""
                        insert into environments (name, state, state_at) values (:name, 'watched', :at)
                        on conflict (name) do nothing
                        """).bind("name", name).bind("at", at).execute();
    }

    /// What is neither configured nor led to by what is.

    static void removed(Handle handle, Set<String> configured, Instant at) {
        String sql = """
                update environments set state = 'removed', state_at = :at, decided_by = null,
                    why = 'it is configured no more; what it used stays protected until it is retired'
                where state not in ('removed', 'retired') and name <> all(cast(:configured as text[]))
                    and (directory is null or directory <> all(cast(:configured as text[])))
                """;
        handle.createUpdate(sql)
                .bind("at", at)
                .bind("configured", Batch.array(configured))
                .execute();
    }

    static void observed(Handle handle, EnvironmentObservation seen, Look look, UseLedger.Outcome outcome) {
        String sql = """
                update environments set kind = :kind, heard = :heard, detail = :detail, requests = :requests,
                    looked_at = :at, identity = :identity,
                    covered_from = case
                        when :heard = 'yes' and (:changed or heard_at is null or heard_at < :paused) then :at
                        else covered_from end,
                    heard_at = case when :heard = 'yes' then :at else heard_at end,
                    heard_since = case when heard is distinct from :heard or heard_since is null then :at
                        else heard_since end,
                    why = case when :why <> '' then :why when state = :state then why else '' end,
                    decided_by = case when state = :state then decided_by end,
                    state_at = case when state = :state and :why = '' then state_at else :at end,
                    state = :state
                where name = :name
                """;
        handle.createUpdate(sql)
                .bind("name", seen.name())
                .bind("kind", seen.kind())
                .bind("heard", Storable.word(seen.heard()))
                .bind("detail", Storable.text(seen.detail()))
                .bind("requests", seen.requests())
                .bind("at", look.endedAt())
                .bind("paused", look.endedAt().minus(KeptPast.LONGEST_PAUSE))
                .bind("identity", outcome.identity().orElse(null))
                .bind("changed", outcome.identityChanged())
                .bind("state", Storable.word(outcome.state()))
                .bind("why", outcome.why())
                .execute();
    }

    static void freshness(Handle handle, String name, Freshness freshness, String why) {
        String sql = """
                update environments set freshness = :freshness, freshness_why = :why
                where name = :name and (freshness, freshness_why) is distinct from (:freshness, :why)
                """;
        handle.createUpdate(sql)
                .bind("name", name)
                .bind("freshness", Storable.word(freshness))
                .bind("why", why)
                .execute();
    }

    /// A person's decision.
    static void decided(Handle handle, String name, EnvironmentState state, String by, String reason, Instant at) {
        String sql = """
                update environments set state = :state, why = :why, decided_by = :by, state_at = :at where name = :name
                """;
        handle.createUpdate(sql)
                .bind("name", name)
                .bind("state", Storable.word(state))
                .bind("why", Storable.text(reason))
                .bind("by", Storable.text(by))
                .bind("at", at)
                .execute();
    }
}
