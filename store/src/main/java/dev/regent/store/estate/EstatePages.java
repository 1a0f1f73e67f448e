package dev.regent.store.estate;

import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.plan.HeldBack;
import dev.regent.store.Database;
import dev.regent.store.sql.Cursor;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is kept, as pages and lists show it.
public final class EstatePages {

    private final Database database;

    public EstatePages(Database database) {
        this.database = database;
    }

    /// One registry by its last look at which anything was heard.
    ///
    /// @param manifests distinct digests
    /// @param reclaimBytes the bytes of all verdicts that are `remove`, summed
    /// @param observed when that look ended
    public record RegistryNumbers(
            String name,
            String kind,
            Instant firstSeen,
            long repositories,
            long tags,
            long manifests,
            long untagged,
            long uniqueBytes,
            long reclaimBytes,
            HeldBack heldBack,
            Optional<Instant> observed,
            Optional<Heard> heard) {}

    /// One repository.
    ///
    /// @param tags tags that are there
    /// @param manifests manifests that are not known to be gone
    /// @param bytes what it needs by itself: its manifests, configs and layers, each once
    /// @param lastPushed when something in it was new the last time
    /// @param inUse images that a use keeps
    public record RepositoryNumbers(
            String name,
            long tags,
            long manifests,
            long bytes,
            long removeBytes,
            long removeImages,
            long keepImages,
            long undecidedImages,
            Optional<Instant> lastPushed,
            long inUse,
            Instant lastSeen,
            Optional<Instant> absentSince,
            Optional<Instant> gone) {}

    /// One judged manifest.
    ///
    /// @param config empty if it has none
    /// @param newSince the last moment at which it was new: from then its grace runs
    public record ImageItem(
            String registry,
            String repository,
            Digest digest,
            Role role,
            List<String> tags,
            String verdict,
            String rule,
            String reason,
            long bytes,
            Optional<Instant> built,
            Optional<Digest> config,
            Optional<Instant> firstSeen,
            Optional<Instant> lastSeen,
            Optional<Instant> newSince) {
        public ImageItem {
            tags = List.copyOf(tags);
        }
    }

    /// Which images; all conditions must hold.
    ///
    /// @param text part of the repository, of a tag or of the digest, in any case
    /// @param verdict `keep`, `remove` or `undecided`
    public record ImageFilter(
            Optional<String> registry,
            Optional<String> repository,
            Optional<String> text,
            Optional<String> verdict,
            Optional<Digest> digest) {
        public static final ImageFilter ALL = new ImageFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// One use over time.
    ///
    /// @param to empty while it protects
    /// @param why why it is remembered though the environment doesn't show it; empty if it does
    public record UseItem(Use use, Instant from, Optional<Instant> to, Optional<String> why) {

        public boolean protects() {
            return to.isEmpty();
        }
    }

    /// Which uses; all conditions must hold, but of digests and reference one.
    ///
    /// @param digests empty if none is asked for
    /// @param reference whose tag counts only if it has no digest
    /// @param current only those that protect
    public record UseFilter(
            Optional<String> environment, Set<Digest> digests, Optional<ImageReference> reference, boolean current) {
        public UseFilter {
            digests = Set.copyOf(digests);
        }
    }

    /// The last look at one source.
    ///
    /// @param source `registry` or `environment`
    /// @param startedAt of an environment, the same as `observed`
    public record SourceItem(
            String source,
            String name,
            String kind,
            Heard heard,
            String detail,
            Instant startedAt,
            Instant observed,
            long requests,
            long gaps) {}

    /// Every registry that was ever recorded, by name.
    public List<RegistryNumbers> registries() {
        return database.inTransaction(RegistryQueries::registries);
    }

    /// The repositories of a registry, by name; those that are gone too.
    public List<RepositoryNumbers> repositories(String registry) {
        return database.inTransaction(handle -> RegistryQueries.repositories(handle, registry));
    }

    /// Judged manifests, by registry, repository and digest.
    ///
    /// @param cursor empty for the start
    public Page<ImageItem> images(ImageFilter filter, String cursor, int limit) {
        List<String> after = Cursor.parse(cursor, 3);
        return database.inTransaction(handle -> ImageQueries.images(handle, filter, after, Page.limit(limit)));
    }

    /// Uses, those that were first seen last first.
    ///
    /// @param cursor empty for the start
    public Page<UseItem> uses(UseFilter filter, String cursor, int limit) {
        List<String> after = Cursor.parse(cursor, 1);
        return database.inTransaction(handle -> UseQueries.uses(handle, filter, after.getFirst(), Page.limit(limit)));
    }

    /// Uses that protect now and name one of `digests`.
    public List<UseItem> usesOf(Collection<Digest> digests) {
        return database.inTransaction(handle -> UseQueries.usesOf(handle, digests));
    }

    /// The last look at each source, by kind of source and name. Environments that are removed or retired are none.
    public List<SourceItem> sources() {
        String sql = """
                select 'environment' as source, name, kind, heard, detail, looked_at as started_at,
                    looked_at as ended_at, requests, 0 as gaps
                from environments where heard is not null and state not in ('removed', 'retired')
                union all
                select source, name, kind, heard, detail, started_at, ended_at, requests, gaps from (
                    select distinct on (name) * from observations where source = 'registry' and whole
                    order by name, ended_at desc, id desc
                ) last
                order by source, name
                """;
        return database.inTransaction(
                handle -> handle.createQuery(sql).map((row, _) -> source(row)).list());
    }

    private static SourceItem source(ResultSet row) throws SQLException {
        return new SourceItem(
                row.getString("source"),
                row.getString("name"),
                row.getString("kind"),
                Storable.constant(Heard.class, row.getString("heard")),
                row.getString("detail"),
                Rows.certain(row, "started_at"),
                Rows.certain(row, "ended_at"),
                row.getLong("requests"),
                row.getLong("gaps"));
    }

    /// What is known over time of one manifest; empty if no look ever saw it there.
    public Optional<ManifestHistory> history(String registry, String repository, Digest manifest) {
        return database.inTransaction(handle -> HistoryQuery.history(handle, registry, repository, manifest));
    }
}
