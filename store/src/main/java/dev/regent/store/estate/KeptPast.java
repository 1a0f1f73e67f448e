package dev.regent.store.estate;

import dev.regent.analyse.Past;
import dev.regent.analyse.Truth;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Rows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What was kept of one registry and of all environments, read once.
final class KeptPast implements Past {

    /// What ran between two looks further apart may have been missed.
    static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Map<String, Map<Digest, Kept>> manifests;
    private final Map<Digest, Instant> lastUses;
    private final Optional<Instant> coveredFrom;

    /// @param arrived null if it is known to be gone: seen now, it is new
    private record Kept(@Nullable Instant arrived, @Nullable Instant untaggedSince, boolean deletedOnce) {}

    private KeptPast(
            Map<String, Map<Digest, Kept>> manifests, Map<Digest, Instant> lastUses, Optional<Instant> coveredFrom) {
        this.manifests = manifests;
        this.lastUses = lastUses;
        this.coveredFrom = coveredFrom;
    }

    static KeptPast load(Handle handle, String registry, Instant now) {
        return new KeptPast(manifests(handle, registry), lastUses(handle, registry), coveredFrom(handle, now));
    }

    private static Map<String, Map<Digest, Kept>> manifests(Handle handle, String registry) {
        String sql = """
                select repositories.name, manifests.digest, kept.untagged_since,
                    case when kept.gone_at is null then kept.arrived_at end as arrived_at,
                    kept.deleted_at is not null as deleted_once
                from registries
                join repositories on repositories.registry = registries.id
                join repository_manifests kept on kept.repository = repositories.id
                join manifests on manifests.id = kept.manifest
                where registries.name = :registry
                """;
        Map<String, Map<Digest, Kept>> manifests = new HashMap<>();
        handle.createQuery(sql)
                .bind("registry", registry)
                .setFetchSize(5_000)
                .map((row, _) -> manifests
                        .computeIfAbsent(row.getString("name"), _ -> new HashMap<>())
                        .put(
                                new Digest(row.getString("digest")),
                                new Kept(
                                        Rows.instant(row, "arrived_at"),
                                        Rows.instant(row, "untagged_since"),
                                        row.getBoolean("deleted_once"))))
                .forEach(_ -> {});
        return manifests;
    }

    /// By digest, and by tag: what a workload named by a tag alone is whatever that tag pointed at
    /// since then. `Instant.MAX` is a use that goes on.
    private static Map<Digest, Instant> lastUses(Handle handle, String registry) {
        String sql = """
                with used as (
                    select unnest(array_append(digests, named)) as digest, to_at from uses
                    union all
                    select manifests.digest, uses.to_at
                    from uses
                    join registries on registries.name = :registry
                    join repositories on repositories.registry = registries.id
                        and repositories.name = uses.repository
                    join tags on tags.repository = repositories.id and tags.name = uses.tag
                    left join tag_moves on tag_moves.repository = tags.repository and tag_moves.tag = tags.name
                        and tag_moves.at >= uses.from_at
                    join manifests on manifests.id in (tags.manifest, tag_moves.from_manifest, tag_moves.to_manifest)
                    where uses.tag is not null and uses.named is null
                )
                select digest, max(to_at) as last, bool_or(to_at is null) as open
                from used where digest is not null group by digest
                """;
        Map<Digest, Instant> uses = new HashMap<>();
        handle.createQuery(sql)
                .bind("registry", registry)
                .map((row, _) -> uses.put(
                        new Digest(row.getString("digest")),
                        row.getBoolean("open") ? Instant.MAX : Rows.certain(row, "last")))
                .forEach(_ -> {});
        return uses;
    }

    /// Since when every environment was watched without a pause, up to now. Empty if one is not, if
    /// one was taken out of the configuration and not retired, or if there is none.
    private static Optional<Instant> coveredFrom(Handle handle, Instant now) {
        String sql = """
                select case when bool_and(state <> 'removed' and covered_from is not null and heard_at >= :lately)
                    then max(covered_from) end as covered_from
                from environments
                where state <> 'retired'
                """;
        return handle.createQuery(sql)
                .bind("lately", now.minus(LONGEST_PAUSE))
                .map((row, _) -> Rows.time(row, "covered_from"))
                .one();
    }

    private Optional<Kept> kept(String repository, Digest manifest) {
        return Optional.ofNullable(manifests.getOrDefault(repository, Map.of()).get(manifest));
    }

    @Override
    public Optional<Instant> newSince(String repository, Digest manifest) {
        return kept(repository, manifest).map(Kept::arrived);
    }

    @Override
    public Optional<Instant> untaggedSince(String repository, Digest manifest) {
        return kept(repository, manifest).map(Kept::untaggedSince);
    }

    @Override
    public boolean reappeared(String repository, Digest manifest) {
        return kept(repository, manifest).map(Kept::deletedOnce).orElse(false);
    }

    @Override
    public Truth usedSince(Digest digest, Instant since) {
        Instant last = lastUses.get(digest);
        if (last != null && last.isAfter(since)) {
            return Truth.TRUE;
        }
        boolean watched = coveredFrom.isPresent() && !coveredFrom.get().isAfter(since);
        return watched ? Truth.FALSE : Truth.UNKNOWN;
    }
}
