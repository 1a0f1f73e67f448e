package dev.regent.store.estate;

import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.sql.Cursor;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is kept of environments and of where their images are, as pages and lists show it.
public final class EnvironmentPages {

    private final Database database;

    public EnvironmentPages(Database database) {
        this.database = database;
    }

    /// What uses images in an environment, or did and is remembered.
    ///
    /// @param uses that protect now
    /// @param cursor of what follows it
    public record KeptWorkload(
            String environment,
            String name,
            Optional<String> space,
            List<Hint> hints,
            List<EstatePages.UseItem> uses,
            String cursor) {
        public KeptWorkload {
            hints = List.copyOf(hints);
            uses = List.copyOf(uses);
        }

        KeptWorkload using(List<EstatePages.UseItem> others) {
            return new KeptWorkload(environment, name, space, hints, others, cursor);
        }
    }

    /// Which workloads; all conditions must hold.
    ///
    /// @param text part of the workload, its space, a reference or a digest, in any case
    public record WorkloadFilter(Optional<String> environment, Optional<String> text) {
        public static final WorkloadFilter ALL = new WorkloadFilter(Optional.empty(), Optional.empty());
    }

    /// An image on a node.
    ///
    /// @param lastSeen empty while it is there
    /// @param lastUsed when a use of its environment had one of its digests the last time; empty
    ///     if none is known
    /// @param inUse whether one has now
    public record KeptNodeImage(
            String environment,
            String node,
            List<String> names,
            List<Digest> digests,
            long size,
            Instant firstSeen,
            Optional<Instant> lastSeen,
            Optional<Instant> lastUsed,
            boolean inUse) {
        public KeptNodeImage {
            names = List.copyOf(names);
            digests = List.copyOf(digests);
        }
    }

    /// A manifest's place in a registry.
    ///
    /// @param here whether it is known to be there; else it is known to be gone
    public record Place(String registry, String repository, boolean here) {}

    /// A tag in a registry.
    public record TagPlace(String registry, String repository, String tag) {}

    /// How a registry was heard when a look at it last changed what is known.
    public record Sight(Heard heard, Instant startedAt) {}

    /// What each environment said besides its uses, by name.
    public Map<String, KeptFacts> facts() {
        return database.inTransaction(EnvironmentQueries::facts);
    }

    /// Workloads with the uses that protect now, by environment and name.
    ///
    /// @param cursor empty for the start
    public Page<KeptWorkload> workloads(WorkloadFilter filter, String cursor, int limit) {
        List<String> after = Cursor.parse(cursor, 3);
        return database.inTransaction(handle -> WorkloadQueries.workloads(handle, filter, after, Page.limit(limit)));
    }

    /// Every workload that is there, without its uses.
    public List<KeptWorkload> attributable() {
        return database.inTransaction(WorkloadQueries::all);
    }

    /// What these workloads said of themselves, without their uses; those that said nothing are
    /// missing.
    public List<KeptWorkload> workloads(Collection<Use> uses) {
        return database.inTransaction(handle -> WorkloadQueries.of(handle, uses));
    }

    /// Images that are on nodes, by environment and node.
    ///
    /// @param cursor empty for the start
    public Page<KeptNodeImage> nodeImages(
            Optional<String> environment, Optional<String> node, String cursor, int limit) {
        List<String> after = Cursor.parse(cursor, 3);
        return database.inTransaction(
                handle -> EnvironmentQueries.images(handle, environment, node, after, Page.limit(limit)));
    }

    /// Where manifests are or were, by the digest of the manifest or of its config. What no look
    /// saw has no places.
    public Map<Digest, List<Place>> places(Collection<Digest> digests) {
        return database.inTransaction(handle -> PlaceQueries.places(handle, digests));
    }

    /// Those of some tags that are there.
    public Set<TagPlace> present(Collection<TagPlace> tags) {
        return database.inTransaction(handle -> PlaceQueries.present(handle, tags));
    }

    /// The last look at each registry that changed what is known, by name.
    public Map<String, Sight> sights() {
        return database.inTransaction(PlaceQueries::sights);
    }
}
