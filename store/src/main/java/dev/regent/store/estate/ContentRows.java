package dev.regent.store.estate;

import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What the manifests of one registry say. It is written once, since a digest names content for
/// ever; later looks add only build times.
final class ContentRows {

    private final Handle handle;
    private final long registry;
    private final Look look;
    private final Map<Digest, Known> known = new HashMap<>();

    private record Known(
            long id,
            boolean read,
            boolean based,
            String createdState,
            @Nullable String createdAt) {}

    ContentRows(Handle handle, long registry, Look look) {
        this.handle = handle;
        this.registry = registry;
        this.look = look;
    }

    /// The number of each manifest that was ever seen in this registry, once [#write] is done.
    Map<Digest, Long> numbers() {
        Map<Digest, Long> numbers = HashMap.newHashMap(known.size());
        known.forEach((digest, row) -> numbers.put(digest, row.id()));
        return numbers;
    }

    void write(Collection<ManifestContent> contents) {
        load(contents.stream().map(ManifestContent::digest).toList());
        List<ManifestContent> unknown =
                contents.stream().filter(content -> !isRead(content.digest())).toList();
        writeBuildTimes(contents);
        if (!unknown.isEmpty()) {
            writeManifests(unknown);
            load(unknown.stream().map(ManifestContent::digest).toList());
            writeBlobs(unknown);
            writeEdges(unknown);
        }
        BaseRows.write(
                handle,
                contents.stream().filter(content -> !isBased(content.digest())).toList(),
                this::number);
    }

    /// Adds those of `digests` that were seen in this registry before to the numbers.
    void load(Collection<Digest> digests) {
        String sql = """
                select manifests.id, manifests.digest, manifests.media_type is not null as read,
                    manifests.layers is not null as based, manifests.created_state, manifests.created_at
                from unnest(cast(:digests as text[])) wanted (digest)
                join manifests on manifests.registry = :registry and manifests.digest = wanted.digest
                """;
        handle.createQuery(sql)
                .bind("registry", registry)
                .bind("digests", Batch.array(digests))
                .map((row, _) -> Map.entry(
                        new Digest(row.getString("digest")),
                        new Known(
                                row.getLong("id"),
                                row.getBoolean("read"),
                                row.getBoolean("based"),
                                row.getString("created_state"),
                                Rows.text(Rows.instant(row, "created_at")))))
                .forEach(entry -> known.put(entry.getKey(), entry.getValue()));
    }

    private boolean isRead(Digest digest) {
        Known row = known.get(digest);
        return row != null && row.read();
    }

    private boolean isBased(Digest digest) {
        Known row = known.get(digest);
        return row != null && row.based();
    }

    private long number(Digest digest) {
        return Objects.requireNonNull(known.get(digest), digest::value).id();
    }

    private void writeManifests(Collection<ManifestContent> contents) {
        Batch rows = new Batch(
                "digest text",
                "kind text",
                "media_type text",
                "size bigint",
                "artifact_type text",
                "subject text",
                "config text",
                "created_state text",
                "created_at timestamptz",
                "registry bigint",
                "first_seen timestamptz");
        for (ManifestContent content : contents) {
            Manifest manifest = content.manifest();
            rows.add(
                    content.digest(),
                    kind(manifest),
                    mediaType(manifest),
                    content.size(),
                    manifest.artifactType().orElse(null),
                    manifest.subject().orElse(null),
                    manifest instanceof Manifest.Single single ? single.config().digest() : null,
                    state(content.created()),
                    time(content.created()),
                    registry,
                    look.endedAt());
        }
        rows.run(handle, """
                insert into manifests (registry, digest, kind, media_type, size, artifact_type, subject, config,
                    created_state, created_at, first_seen)
                select registry, digest, kind, media_type, size, artifact_type, subject, config,
                    created_state, created_at, first_seen
                from {given}
                on conflict (registry, digest) do update set kind = excluded.kind, media_type = excluded.media_type,
                    size = excluded.size, artifact_type = excluded.artifact_type, subject = excluded.subject,
                    config = excluded.config, created_state = excluded.created_state,
                    created_at = excluded.created_at
                where manifests.media_type is null
                """);
    }

    private static String kind(Manifest manifest) {
        return switch (manifest) {
            case Manifest.Single _ -> "single";
            case Manifest.Index _ -> "index";
            case Manifest.Schema1 _ -> "schema1";
            case Manifest.Unknown _ -> "unknown";
        };
    }

    private static String mediaType(Manifest manifest) {
        return switch (manifest) {
            case Manifest.Single single -> single.mediaType();
            case Manifest.Index index -> index.mediaType();
            case Manifest.Schema1 _ -> "application/vnd.docker.distribution.manifest.v1+prettyjws";
            case Manifest.Unknown(String mediaType) -> mediaType;
        };
    }

    static String state(Created created) {
        return switch (created) {
            case Created.At _ -> "at";
            case Created.Absent _ -> "absent";
            case Created.Unusable _ -> "unusable";
            case Created.Unread _ -> "unread";
        };
    }

    /// A far side's year can lie beyond what the database can keep; such a time is no use to
    /// anyone.
    static @Nullable String time(Created created) {
        return created instanceof Created.At(var time) ? Rows.keepable(time) : null;
    }

    private void writeBuildTimes(Collection<ManifestContent> contents) {
        Batch rows = new Batch("id bigint", "created_state text", "created_at timestamptz");
        for (ManifestContent content : contents) {
            Known row = known.get(content.digest());
            if (row == null || !row.read() || content.created() instanceof Created.Unread) {
                continue;
            }
            String time = time(content.created());
            if (!row.createdState().equals(state(content.created())) || !Objects.equals(row.createdAt(), time)) {
                rows.add(row.id(), state(content.created()), time);
            }
        }
        rows.run(handle, """
                update manifests set created_state = given.created_state, created_at = given.created_at
                from {given}
                where manifests.id = given.id
                """);
    }

    private void writeBlobs(Collection<ManifestContent> contents) {
        Map<Digest, Descriptor> largest = new HashMap<>();
        Batch links = new Batch("manifest bigint", "digest text", "registry bigint");
        for (ManifestContent content : contents) {
            Set<Digest> listed = new HashSet<>();
            for (Descriptor blob : content.manifest().blobs()) {
                largest.merge(blob.digest(), blob, (one, other) -> one.size() >= other.size() ? one : other);
                if (listed.add(blob.digest())) {
                    links.add(number(content.digest()), blob.digest(), registry);
                }
            }
        }
        Batch blobs = new Batch("registry bigint", "digest text", "media_type text", "size bigint");
        largest.values().stream()
                .sorted((one, other) -> one.digest().compareTo(other.digest()))
                .forEach(blob -> blobs.add(registry, blob.digest(), blob.mediaType(), blob.size()));
        blobs.run(handle, """
                insert into blobs (registry, digest, media_type, size)
                select registry, digest, media_type, size from {given}
                on conflict (registry, digest) do update set size = excluded.size where blobs.size < excluded.size
                """);
        links.run(handle, """
                insert into manifest_blobs (manifest, blob)
                select given.manifest, blobs.id
                from {given} join blobs on blobs.registry = given.registry and blobs.digest = given.digest
                on conflict do nothing
                """);
    }

    private void writeEdges(Collection<ManifestContent> contents) {
        Batch edges = new Batch("manifest bigint", "kind text", "target text");
        for (ManifestContent content : contents) {
            long manifest = number(content.digest());
            content.manifest().children().stream()
                    .map(Descriptor::digest)
                    .distinct()
                    .forEach(child -> edges.add(manifest, "child", child));
            content.manifest().subject().ifPresent(subject -> edges.add(manifest, "subject", subject));
        }
        edges.run(handle, """
                insert into edges (manifest, kind, target)
                select manifest, kind, target from {given}
                on conflict do nothing
                """);
    }
}
