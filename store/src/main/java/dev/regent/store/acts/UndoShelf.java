package dev.regent.store.acts;

import dev.regent.act.KeptManifest;
import dev.regent.act.RawManifest;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Manifests that were deleted, for the time in which they can be put back. It is bounded: what
/// finds no room isn't deleted.
public final class UndoShelf {

    private static final String SELECT = """
            select kept_manifests.*, kept_contents.bytes, kept_contents.size
            from kept_manifests join kept_contents using (digest)
            """;

    /// Nothing of what still goes on, or is being taken back, expires.
    private static final String EXPIRED = """
            expires_at <= :now and not exists (select 1 from executions
                where state in ('waiting', 'running')
                    and (id = kept_manifests.execution or undoes = kept_manifests.execution))
            """;

    private final Database database;
    private final ShelfLimits limits;

    public UndoShelf(Database database, ShelfLimits limits) {
        this.database = database;
        this.limits = limits;
    }

    /// A step's manifest.
    ///
    /// @param number the step's place, from zero
    public record KeptStep(int number, KeptManifest manifest) {}

    /// How long an execution can be taken back.
    ///
    /// @param until the first of its manifests expires then
    /// @param bytes how much is kept of it
    public record Window(Instant until, long bytes) {}

    /// Keeps a manifest within its execution's transaction.
    ///
    /// @return why it can't be kept, in a sentence; empty if it is
    Optional<String> keep(Handle in, String execution, int step, KeptManifest manifest) {
        long used = lock(in);
        Optional<Digest> there = in.createQuery(
                        "select digest from kept_manifests where execution = :execution and step = :step")
                .bind("execution", execution)
                .bind("step", step)
                .map((row, _) -> new Digest(row.getString("digest")))
                .findOne();
        if (there.isPresent()) {
            return there.get().equals(manifest.digest())
                    ? Optional.empty()
                    : Optional.of("step " + step + " keeps " + there.get() + " already");
        }
        Optional<String> full = keepContent(in, manifest.manifest(), used);
        if (full.isEmpty()) {
            insert(in, execution, step, manifest);
        }
        return full;
    }

    /// How many bytes there are, which nobody else changes until the transaction's end.
    private static long lock(Handle in) {
        return in.createQuery("select bytes from shelf for update")
                .mapTo(Long.class)
                .one();
    }

    private Optional<String> keepContent(Handle in, RawManifest manifest, long used) {
        boolean there = in.createQuery("select 1 from kept_contents where digest = :digest")
                .bind("digest", manifest.digest().value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (there) {
            return Optional.empty();
        }
        long room = limits.bytes() - used;
        if (manifest.size() > room) {
            Instant now = in.createQuery("select clock_timestamp()")
                    .mapTo(Instant.class)
                    .one();
            room += expire(in, now).bytes();
        }
        if (manifest.size() > room) {
            return Optional.of("the undo shelf is full: it may hold " + limits.bytes() + " bytes, has room for "
                    + Math.max(0, room) + ", and " + manifest.digest().brief() + " has " + manifest.size()
                    + "; raise its limit, or wait until something expires");
        }
        in.createUpdate("insert into kept_contents (digest, bytes, size) values (:digest, :bytes, :size)")
                .bind("digest", manifest.digest().value())
                .bind("bytes", manifest.bytes())
                .bind("size", manifest.size())
                .execute();
        in.createUpdate("update shelf set bytes = bytes + :size")
                .bind("size", manifest.size())
                .execute();
        return Optional.empty();
    }

    private void insert(Handle in, String execution, int step, KeptManifest kept) {
        in.createUpdate("""
                        insert into kept_manifests (execution, step, repository, digest, media_type, tags, blob_types,
                            blob_digests, blob_sizes, children, subject, closure, expires_at)
                        values (:execution, :step, :repository, :digest, :mediaType, :tags, :blobTypes, :blobDigests,
                            :blobSizes, :children, :subject, :closure,
                            clock_timestamp() + :keepFor * interval '1 microsecond')
                        """)
                .bind("execution", execution)
                .bind("step", step)
                .bind("repository", kept.repository())
                .bind("digest", kept.digest().value())
                .bind("mediaType", Columns.text(kept.manifest().mediaType()))
                .bind("tags", Columns.texts(kept.tags()))
                .bind(
                        "blobTypes",
                        Columns.texts(
                                kept.blobs().stream().map(Descriptor::mediaType).toList()))
                .bind(
                        "blobDigests",
                        Columns.digests(
                                kept.blobs().stream().map(Descriptor::digest).toList()))
                .bind(
                        "blobSizes",
                        Columns.numbers(
                                kept.blobs().stream().map(Descriptor::size).toList()))
                .bind("children", Columns.digests(kept.children()))
                .bind("subject", kept.subject().map(Digest::value))
                .bind("closure", kept.closure().value())
                .bind("keepFor", PlanStore.micros(limits.keepFor()))
                .execute();
    }

    /// What was kept of one step.
    ///
    /// @throws ChangedRowException if it isn't what was kept
    static Optional<KeptManifest> kept(Handle in, String execution, int step) {
        return in.createQuery(SELECT + "where execution = :execution and step = :step")
                .bind("execution", execution)
                .bind("step", step)
                .map((row, _) -> manifest(row))
                .findOne();
    }

    /// All that was kept of an execution and is still there, by its steps' places.
    ///
    /// @throws ChangedRowException if something isn't what was kept
    public List<KeptStep> keptOf(String execution) {
        return database.inTransaction((Handle in) -> in.createQuery(SELECT + """
                        where execution = :execution order by step
                        """)
                .bind("execution", Columns.text(execution))
                .map((row, _) -> new KeptStep(row.getInt("step"), manifest(row)))
                .list());
    }

    /// How long an execution can be taken back; empty if nothing of it is kept.
    public Optional<Window> window(String execution) {
        return database.inTransaction((Handle in) -> in.createQuery("""
                        select min(expires_at) as until_at, sum(size) as bytes
                        from kept_manifests join kept_contents using (digest)
                        where execution = :execution having count(*) > 0
                        """)
                .bind("execution", Columns.text(execution))
                .map((row, _) -> new Window(Columns.time(row, "until_at"), row.getLong("bytes")))
                .findOne());
    }

    /// What can be put back: manifests whose step changed something, for all that is known, the
    /// newest first.
    public Page<ShelfItem> list(Page.Request page) {
        List<ShelfItem> found = database.inTransaction((Handle in) -> in.createQuery("""
                        select kept.*, size, registry, coalesce(outcome, steps.state) as came_to
                        from kept_manifests kept
                            join kept_contents using (digest)
                            join executions on executions.id = kept.execution
                            join execution_steps steps
                                on steps.execution = kept.execution and steps.number = kept.step
                        where kept.number < :before and (outcome = 'done' or not known or steps.state = 'begun')
                        order by kept.number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("limit", page.fetched())
                .map((row, _) -> item(row))
                .list());
        return page.page(found, ShelfItem::number);
    }

    /// How many bytes are kept; a content that was kept several times counts once.
    public long bytes() {
        return database.inTransaction((Handle in) ->
                in.createQuery("select bytes from shelf").mapTo(Long.class).one());
    }

    public ShelfLimits limits() {
        return limits;
    }

    /// What was dropped.
    public record Dropped(int manifests, long bytes) {}

    /// Drops what is out of time.
    public Dropped expire(Instant now) {
        return database.inTransaction((Handle in) -> {
            lock(in);
            return expire(in, now);
        });
    }

    private static Dropped expire(Handle in, Instant now) {
        int manifests = in.createUpdate("delete from kept_manifests where " + EXPIRED)
                .bind("now", now)
                .execute();
        long bytes = in.createQuery("""
                        with dropped as (delete from kept_contents where not exists (
                            select 1 from kept_manifests where kept_manifests.digest = kept_contents.digest)
                            returning size)
                        select coalesce(sum(size), 0) from dropped
                        """).mapTo(Long.class).one();
        in.createUpdate("update shelf set bytes = bytes - :dropped")
                .bind("dropped", bytes)
                .execute();
        return new Dropped(manifests, bytes);
    }

    private static KeptManifest manifest(ResultSet row) throws SQLException {
        Digest digest = new Digest(row.getString("digest"));
        byte[] bytes = row.getBytes("bytes");
        if (!digest.names(bytes)) {
            throw new ChangedRowException("what was kept of " + digest + " was changed in the database: it can't be put"
                    + " back; find out who can write to the database");
        }
        List<String> types = Columns.texts(row, "blob_types");
        List<Digest> digests = Columns.digests(row, "blob_digests");
        List<Long> sizes = Columns.numbers(row, "blob_sizes");
        List<Descriptor> blobs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            blobs.add(new Descriptor(types.get(i), digests.get(i), sizes.get(i)));
        }
        return new KeptManifest(
                row.getString("repository"),
                new RawManifest(digest, row.getString("media_type"), bytes),
                Columns.texts(row, "tags"),
                blobs,
                Columns.digests(row, "children"),
                Columns.maybeDigest(row, "subject"),
                new Digest(row.getString("closure")));
    }

    private static ShelfItem item(ResultSet row) throws SQLException {
        return new ShelfItem(
                row.getLong("number"),
                row.getString("execution"),
                row.getInt("step"),
                row.getString("registry"),
                row.getString("repository"),
                new Digest(row.getString("digest")),
                Columns.texts(row, "tags"),
                row.getLong("size"),
                row.getString("came_to"),
                Columns.time(row, "kept_at"),
                Columns.time(row, "expires_at"));
    }
}
