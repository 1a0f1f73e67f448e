package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.Use;
import dev.regent.oci.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Tells of a cluster's changes by a watch for each kind that may be watched. What it remembers is bounded: where more
/// happens than is taken away, it asks for a look.
final class ClusterChanges implements ChangeFeed {

    private static final int MOST_WAITING = 1000;
    private static final int MOST_REMEMBERED = 5000;
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);

    private final String environment;
    private final String cluster;
    private final Opening opening;
    private final Kinds kinds;
    private final Duration patience;
    private final BlockingQueue<Change> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean missed = new AtomicBoolean();
    private final Set<Resource> deaf = new HashSet<>();
    private final Owners owners = new Owners(MOST_REMEMBERED);
    private final Map<String, Integer> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    private final List<Thread> threads = new ArrayList<>();
    private @Nullable Wire wire;
    private boolean closed;

    /// Makes what calls go through.
    interface Opening {
        Wire wire() throws IOException;
    }

    /// What is watched.
    ///
    /// @param others kinds besides those that are known
    /// @param labels which keys anybody wants
    record Kinds(List<ImagesAt> others, Predicate<String> labels) {
        Kinds {
            others = List.copyOf(others);
        }

        private Set<Resource> watched() {
            Set<Resource> watched = new LinkedHashSet<>(Resource.WATCHED);
            others.forEach(other -> watched.add(other.listed()));
            return watched;
        }

        private void read(Resource resource, JsonNode object, ClusterUses into) {
            if (Resource.WATCHED.contains(resource)) {
                into.read(resource, object);
            }
            others.stream().filter(other -> other.listed().equals(resource)).forEach(other -> into.read(other, object));
        }
    }

    private ClusterChanges(String environment, String cluster, Opening opening, Kinds kinds, Duration patience) {
        this.environment = environment;
        this.cluster = cluster;
        this.opening = opening;
        this.kinds = kinds;
        this.patience = patience;
    }

    /// Returns when it is known from where each watch goes on: what changes from then on is told.
    ///
    /// @param patience how long one call may take before the API server counts as silent
    static ClusterChanges open(String environment, String cluster, Opening opening, Kinds kinds, Duration patience)
            throws InterruptedException {
        ClusterChanges changes = new ClusterChanges(environment, cluster, opening, kinds, patience);
        try {
            List<KindWatch> watches = new ArrayList<>();
            kinds.watched().forEach(resource -> watches.add(new KindWatch(resource, changes)));
            Parallel.waiting(watches, watches.size(), KindWatch::begin);
            changes.start(watches);
            return changes;
        } catch (InterruptedException | RuntimeException e) {
            changes.close();
            throw e;
        }
    }

    private synchronized void start(List<KindWatch> watches) {
        for (KindWatch watch : watches) {
            threads.add(Thread.ofVirtual().start(watch));
        }
    }

    @Override
    public Change await(Duration atMost) throws InterruptedException {
        if (missed.compareAndSet(true, false)) {
            waiting.clear();
            return new Change.Look("more changed in " + cluster + " than could be kept");
        }
        Change change = waiting.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return change == null ? new Change.None() : change;
    }

    @Override
    public void close() {
        List<Thread> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(threads);
            discard(Optional.ofNullable(wire));
        }
        ending.forEach(Thread::interrupt);
        try {
            for (Thread thread : ending) {
                thread.join(LAST_CHANCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What calls go through now; made anew, with what files hold now, after it was discarded.
    synchronized Wire wire() throws ConnectorException {
        if (closed) {
            throw Wire.failure("", new Fault.Unreachable("closed"));
        }
        if (wire == null) {
            try {
                wire = opening.wire();
            } catch (IOException | IllegalArgumentException e) {
                throw Wire.failure("", new Fault.Distrusted(Text.plain(String.valueOf(e.getMessage()))));
            }
        }
        return wire;
    }

    /// Leaves a wire whose credentials count no more.
    synchronized void discard(Optional<Wire> old) {
        if (old.isPresent() && old.get() == wire) {
            wire = null;
            old.get().close();
        }
    }

    Duration patience() {
        return patience;
    }

    /// An object that was added or changed.
    void seen(Resource resource, JsonNode object) {
        ClusterUses uses = new ClusterUses(environment, cluster, owners, kinds.labels());
        kinds.read(resource, object, uses);
        List<Use> used = uses.uses();
        String uid = object.path("metadata").path("uid").asText();
        if (used.isEmpty() || !isNews(uid, 31 * used.hashCode() + (uses.certain() ? 1 : 0))) {
            return;
        }
        // Whose it is, a look finds out: under another name it would seem to be another workload.
        tell(
                uses.certain()
                        ? new Change.Seen(used)
                        : new Change.Look(used.getFirst().workload()));
    }

    private boolean isNews(String uid, int what) {
        synchronized (told) {
            Integer before = told.put(uid, what);
            return before == null || before != what;
        }
    }

    /// Some changes of a kind may have been missed.
    void skipped(Resource resource) {
        tell(new Change.Look("changes of " + resource + " in " + cluster + " may have been missed"));
    }

    /// A kind's changes can't be heard.
    void deafTo(Resource resource, Fault fault) {
        synchronized (deaf) {
            if (deaf.add(resource) && deaf.size() == 1) {
                tell(new Change.Deaf(Sentences.unreached(cluster, fault)));
            }
        }
    }

    /// A kind's changes are heard, again or still.
    void hears(Resource resource) {
        synchronized (deaf) {
            if (deaf.remove(resource)) {
                skipped(resource);
            }
        }
    }

    private void tell(Change change) {
        if (!waiting.offer(change)) {
            missed.set(true);
        }
    }
}
