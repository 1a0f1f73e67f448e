package dev.regent.store.estate;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Created;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import dev.regent.store.Database;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Who holds whom in a repository, by the last look at it.
public final class KeptRepositories {

    private final Database database;

    public KeptRepositories(Database database) {
        this.database = database;
    }

    /// One repository.
    ///
    /// @param number the database's
    /// @param inventory without layers, and without build times
    /// @param manifests the database's numbers of its manifests
    public record KeptRepository(long number, RepositoryInventory inventory, Map<Digest, Long> manifests) {
        public KeptRepository {
            manifests = Map.copyOf(manifests);
        }
    }

    /// The repository of that name; empty if it isn't there.
    public Optional<KeptRepository> find(String registry, String repository) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select repositories.id
                        from repositories join registries on registries.id = repositories.registry
                        where registries.name = :registry and repositories.name = :repository and gone_at is null
                        """)
                .bind("registry", registry)
                .bind("repository", Storable.text(repository))
                .mapTo(Long.class)
                .findOne()
                .map(number -> load(handle, registry, repository, number)));
    }

    private static KeptRepository load(Handle handle, String registry, String repository, long number) {
        Map<Long, List<Descriptor>> children = children(handle, number);
        Map<Digest, Long> numbers = new HashMap<>();
        Map<Digest, ManifestContent> contents = new HashMap<>();
        handle.createQuery("""
                        select manifests.*
                        from repository_manifests kept join manifests on manifests.id = kept.manifest
                        where kept.repository = :repository and kept.gone_at is null
                            and manifests.media_type is not null
                        """)
                .bind("repository", number)
                .map((row, _) ->
                        Map.entry(row.getLong("id"), content(row, children.getOrDefault(row.getLong("id"), List.of()))))
                .forEach(entry -> {
                    numbers.put(entry.getValue().digest(), entry.getKey());
                    contents.put(entry.getValue().digest(), entry.getValue());
                });
        RepositoryObservation kept =
                new RepositoryObservation(repository, tags(handle, number), contents.keySet(), Set.of(), List.of());
        RegistryObservation whole = new RegistryObservation(
                new RegistryIdentity(registry, true, Set.of()),
                "kept",
                Heard.YES,
                "",
                List.of(kept),
                contents,
                Optional.empty(),
                Duration.ZERO,
                0);
        return new KeptRepository(
                number, RegistryInventory.of(whole).repositories().getFirst(), numbers);
    }

    private static Map<Long, List<Descriptor>> children(Handle handle, long repository) {
        Map<Long, List<Descriptor>> children = new HashMap<>();
        handle.createQuery("""
                        select edges.manifest, edges.target
                        from repository_manifests kept join edges on edges.manifest = kept.manifest
                        where kept.repository = :repository and kept.gone_at is null and edges.kind = 'child'
                        """)
                .bind("repository", repository)
                .map((row, _) -> Map.entry(row.getLong("manifest"), new Digest(row.getString("target"))))
                .forEach(entry -> children.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(new Descriptor(MediaTypes.OCI_MANIFEST, entry.getValue(), 0)));
        return children;
    }

    private static SortedMap<String, TagTarget> tags(Handle handle, long repository) {
        SortedMap<String, TagTarget> tags = new TreeMap<>();
        handle.createQuery("""
                        select tags.name, manifests.digest
                        from tags join manifests on manifests.id = tags.manifest
                        where tags.repository = :repository and tags.gone_at is null
                        """)
                .bind("repository", repository)
                .map((row, _) -> Map.entry(row.getString("name"), new Digest(row.getString("digest"))))
                .forEach(entry -> tags.put(entry.getKey(), new TagTarget.Points(entry.getValue())));
        return tags;
    }

    private static ManifestContent content(ResultSet row, List<Descriptor> children) throws SQLException {
        String mediaType = row.getString("media_type");
        Optional<Digest> subject = Rows.word(row, "subject").map(Digest::new);
        Optional<String> artifactType = Rows.word(row, "artifact_type");
        Manifest manifest = switch (row.getString("kind")) {
            case "single" ->
                new Manifest.Single(
                        mediaType,
                        new Descriptor(MediaTypes.OCI_CONFIG, new Digest(row.getString("config")), 0),
                        List.of(),
                        subject,
                        artifactType,
                        Map.of());
            case "index" -> new Manifest.Index(mediaType, children, subject, artifactType, Map.of());
            case "schema1" -> new Manifest.Schema1(List.of());
            default -> new Manifest.Unknown(mediaType);
        };
        return new ManifestContent(
                new Digest(row.getString("digest")), row.getLong("size"), manifest, new Created.Unread());
    }
}
