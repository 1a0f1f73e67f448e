package dev.regent.store.estate;

import dev.regent.observe.Leftovers.OrphanBlob;
import dev.regent.observe.Leftovers.Upload;
import dev.regent.observe.Volume;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.util.Comparator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What lies on the volume behind a registry and belongs to nothing.
final class LeftoverRows {

    private static final int UPLOADS_KEPT = 1_000;

    private LeftoverRows() {}

    /// @param volume empty over `/v2/`, which shows nothing of it
    static void replace(Handle handle, long registry, Look look, Optional<Volume> volume) {
        handle.createUpdate("delete from leftovers where registry = :registry")
                .bind("registry", registry)
                .execute();
        volume.ifPresent(seen -> write(handle, registry, look, seen));
    }

    private static void write(Handle handle, long registry, Look look, Volume volume) {
        handle.createUpdate("""
                        insert into leftovers (registry, seen_at, blobs, blob_bytes, uploads, upload_bytes)
                        values (:registry, :at, :blobs, :blobBytes, :uploads, :uploadBytes)
                        """)
                .bind("registry", registry)
                .bind("at", look.endedAt())
                .bind("blobs", volume.leftovers().blobs())
                .bind("blobBytes", volume.orphanBytes())
                .bind("uploads", volume.leftovers().uploads().size())
                .bind(
                        "uploadBytes",
                        volume.leftovers().uploads().stream()
                                .mapToLong(Upload::bytes)
                                .sum())
                .execute();
        Batch rows = new Batch(
                "registry bigint", "kind text", "repository text", "name text", "bytes bigint", "since timestamptz");
        for (OrphanBlob blob : volume.leftovers().largest()) {
            rows.add(registry, "blob", "", blob.digest(), blob.bytes(), Rows.keepable(blob.writtenAt()));
        }
        volume.leftovers().uploads().stream()
                .filter(upload -> Storable.isName(upload.repository()) && Storable.isName(upload.id()))
                .sorted(Comparator.comparingLong(Upload::bytes).reversed())
                .limit(UPLOADS_KEPT)
                .forEach(upload -> rows.add(
                        registry,
                        "upload",
                        upload.repository(),
                        upload.id(),
                        upload.bytes(),
                        Rows.keepable(upload.startedAt())));
        rows.run(handle, """
                insert into leftover_items (registry, kind, repository, name, bytes, since)
                select registry, kind, repository, name, bytes, since from {given}
                on conflict do nothing
                """);
    }
}
