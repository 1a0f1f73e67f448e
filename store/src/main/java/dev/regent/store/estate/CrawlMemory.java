package dev.regent.store.estate;

import dev.regent.observe.Created;
import dev.regent.observe.Remembered;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// What looks at one registry brought, kept in the database while they go on.
public final class CrawlMemory implements Remembered {

    /// A look that was heard of so lately goes on where it was cut off; an older one begins anew.
    static final Duration CUT_OFF_LATELY = Duration.ofHours(1);

    /// So long tags are only asked whether they moved. A registry that lost a manifest and kept its tag says that it
    /// didn't.
    static final Duration ANEW = Duration.ofDays(1);

    private static final long BETWEEN_WRITES = Duration.ofMillis(250).toNanos();
    private static final int MOST_WAITING = 2_000;
    private static final int LARGEST = 256 * 1024;

    private final Database database;
    private final String registry;
    private final Begun begun;
    private final boolean writing;
    private final ReentrantLock lock = new ReentrantLock();
    private Pending pending = new Pending();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong total = new AtomicLong();
    private long written = System.nanoTime();
    private volatile boolean stopped;

    /// How a look begins.
    ///
    /// @param at when it began: earlier than now if it goes on where it was cut off
    /// @param anew whether each tag has to be read, whatever is known of it
    /// @param empty whether nothing is known
    /// @param run names it, so that whoever comes after can shut it out
    private record Begun(Instant at, boolean anew, boolean empty, String run) {}

    private record Read(String repository, String reference) {}

    private record Pending(
            Map<Read, Optional<Digest>> reads, SortedMap<Digest, byte[]> contents, SortedMap<Digest, Created> configs) {
        Pending() {
            this(new HashMap<>(), new TreeMap<>(), new TreeMap<>());
        }

        int size() {
            return reads.size() + contents.size() + configs.size();
        }
    }

    private CrawlMemory(Database database, String registry, Begun begun, boolean writing) {
        this.database = database;
        this.registry = registry;
        this.begun = begun;
        this.writing = writing;
    }

    /// Begins a look, or goes on with one that was cut off. There may be one of a registry at a time.
    static CrawlMemory begin(Database database, String registry, Instant now) {
        String run = UUID.randomUUID().toString();
        Begun begun = database.inTransaction(handle -> {
            Lock.registry(handle, registry);
            Optional<Instant> cutOff = handle.createQuery("""
                            update crawls set run = :run, went_on_at = clock_timestamp(), at = clock_timestamp(),
                                done = 0, stop = false
                            where registry = :registry and at >= :lately and began_at >= :today
                                and not exists (
                                    select from registries
                                    where registries.name = :registry and looked_at > crawls.began_at)
                            returning began_at
                            """)
                    .bind("registry", registry)
                    .bind("run", run)
                    .bind("lately", now.minus(CUT_OFF_LATELY))
                    .bind("today", now.minus(ANEW))
                    .map((row, _) -> Rows.certain(row, "began_at"))
                    .findOne();
            if (cutOff.isEmpty()) {
                forget(handle, registry);
                handle.createUpdate("""
                                insert into crawls (registry, run, began_at, went_on_at, at)
                                values (:registry, :run, :at, :at, :at)
                                """)
                        .bind("registry", registry)
                        .bind("run", run)
                        .bind("at", now)
                        .execute();
            }
            return begun(handle, registry, cutOff.orElse(now), run);
        });
        return new CrawlMemory(database, registry, begun, true);
    }

    /// For a look beside others: it uses what is known and leaves nothing to go on from.
    static CrawlMemory beside(Database database, String registry, Instant now) {
        Begun begun = database.inTransaction(handle -> begun(handle, registry, now, ""));
        return new CrawlMemory(database, registry, begun, false);
    }

    private static Begun begun(Handle handle, String registry, Instant at, String run) {
        Optional<Boolean> anew = handle.createQuery("""
                        select read_anew_at is null or read_anew_at < :before as anew from registries
                        where name = :registry
                        """)
                .bind("registry", registry)
                .bind("before", at.minus(ANEW))
                .mapTo(Boolean.class)
                .findOne();
        boolean reads = handle.createQuery("select exists (select from crawl_reads where registry = :registry)")
                .bind("registry", registry)
                .mapTo(Boolean.class)
                .one();
        return new Begun(at, anew.orElse(true), anew.isEmpty() && !reads, run);
    }

    /// The look is recorded: it leaves nothing to go on from.
    ///
    /// @param whole whether all that was asked for was heard, and kept
    void recorded(Handle handle, boolean whole) {
        if (writing && isMine(handle)) {
            forget(handle, registry);
        }
        if (begun.anew() && whole) {
            CrawlRows.prune(handle);
            handle.createUpdate("update registries set read_anew_at = :at where name = :registry")
                    .bind("registry", registry)
                    .bind("at", begun.at())
                    .execute();
        }
    }

    private boolean isMine(Handle handle) {
        return handle.createQuery("select exists (select from crawls where registry = :registry and run = :run)")
                .bind("registry", registry)
                .bind("run", begun.run())
                .mapTo(Boolean.class)
                .one();
    }

    private static void forget(Handle handle, String registry) {
        for (String table : new String[] {"crawl_reads", "crawls"}) {
            handle.createUpdate("delete from " + table + " where registry = :registry")
                    .bind("registry", registry)
                    .execute();
        }
    }

    /// When this look began: before now where it goes on with one that was cut off.
    public Instant beganAt() {
        return begun.at();
    }

    @Override
    public Map<String, Led> repository(String name, BiConsumer<Digest, byte[]> manifests) {
        if (begun.empty()) {
            return Map.of();
        }
        return locked(() -> database.inTransaction(handle -> {
            Map<String, Led> led = new HashMap<>();
            if (!begun.anew()) {
                CrawlRows.tags(handle, registry, name)
                        .forEach((tag, to) -> led.put(tag, new Led(Optional.of(to), false)));
            }
            if (writing) {
                CrawlRows.reads(handle, registry, name)
                        .forEach((reference, to) -> led.put(reference, new Led(to, true)));
            }
            CrawlRows.contents(handle, registry, name, manifests);
            return led;
        }));
    }

    @Override
    public Map<Digest, Created> created(Collection<Digest> configs) {
        return configs.isEmpty()
                ? Map.of()
                : locked(() -> database.inTransaction(handle -> CrawlRows.created(handle, configs)));
    }

    @Override
    public void led(String repository, String reference, Optional<Digest> to) {
        if (writing && Storable.isName(repository) && Storable.isName(reference)) {
            add(waiting -> waiting.reads().put(new Read(repository, reference), to));
        }
    }

    @Override
    public void content(Digest digest, byte[] manifest) {
        if (manifest.length <= LARGEST) {
            add(waiting -> waiting.contents().put(digest, manifest));
        }
    }

    @Override
    public void created(Digest config, Created created) {
        if (!(created instanceof Created.Unread)) {
            add(waiting -> waiting.configs().put(config, created));
        }
    }

    /// So many tags were read, of so many that are known so far.
    public void progress(long read, long known) {
        done.set(read);
        total.set(known);
    }

    /// Writes down what waits to be.
    public void flush() {
        locked(() -> {
            write();
            return true;
        });
    }

    private interface Adding {
        void to(Pending pending);
    }

    private interface Locked<T> {
        T run();
    }

    private void add(Adding adding) {
        locked(() -> {
            adding.to(pending);
            if (pending.size() >= MOST_WAITING || System.nanoTime() - written >= BETWEEN_WRITES) {
                write();
            }
            return true;
        });
        if (stopped) {
            throw new LookStoppedException(registry);
        }
    }

    /// One connection at a time: many threads read a registry, and the database has others to serve.
    private <T> T locked(Locked<T> work) {
        lock.lock();
        try {
            return work.run();
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        Pending now = pending;
        pending = new Pending();
        if (now.size() > 0) {
            database.useTransaction(handle -> write(handle, now));
        }
        written = System.nanoTime();
    }

    private void write(Handle handle, Pending now) {
        if (writing) {
            stopped = saidToStop(handle);
        }
        if (!now.contents().isEmpty()) {
            try (PreparedBatch batch = handle.prepareBatch("""
                    insert into manifest_bytes (digest, content) values (:digest, :content) on conflict do nothing
                    """)) {
                now.contents()
                        .forEach((digest, content) -> batch.bind("digest", digest.value())
                                .bind("content", content)
                                .add());
                batch.execute();
            }
        }
        CrawlRows.keepCreated(handle, now.configs());
        Batch reads = new Batch("registry text", "repository text", "reference text", "digest text");
        now.reads().forEach((read, to) -> reads.add(registry, read.repository(), read.reference(), to.orElse(null)));
        reads.run(handle, """
                insert into crawl_reads (registry, repository, reference, digest)
                select registry, repository, reference, digest from {given}
                on conflict (registry, repository, reference) do update set digest = excluded.digest
                """);
    }

    /// Says how far it is. Whoever was thought dead and replaced writes nothing.
    private boolean saidToStop(Handle handle) {
        return handle.createQuery("""
                        update crawls set at = clock_timestamp(), done = :done, total = :total
                        where registry = :registry and run = :run
                        returning stop
                        """)
                .bind("registry", registry)
                .bind("run", begun.run())
                .bind("done", done.get())
                .bind("total", total.get())
                .mapTo(Boolean.class)
                .findOne()
                .orElseThrow(() -> new LookStoppedException(registry));
    }
}
