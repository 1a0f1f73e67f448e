package dev.regent.store.estate;

import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryHint.Change;
import dev.regent.observe.RegistryHint.Pull;
import dev.regent.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Keeps what registries tell of by themselves. What comes while something is written is written together in the
/// next transaction: a registry that tells of each event alone waits for the disk once for many of them.
public final class Inbox {

    /// What goes into one transaction, unless a single envelope has more.
    private static final int EVENTS_AT_ONCE = 5_000;

    /// A full disk is no fault of one envelope.
    private static final int GIVEN_UP_AFTER = 3;

    private final Database database;
    private final PendingChanges pending;
    private final PullCounts pulls;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    public Inbox(Database database) {
        this(database, new PendingChanges(database), new PullCounts());
    }

    Inbox(Database database, PendingChanges pending, PullCounts pulls) {
        this.database = database;
        this.pending = pending;
        this.pulls = pulls;
    }

    /// Those that wait to be written, of one registry. Only who has the lock writes, and writes for others too.
    private record Line(Lock lock, Queue<Waiting> waiting) {
        Line() {
            this(new ReentrantLock(), new ConcurrentLinkedQueue<>());
        }
    }

    /// Touched by whoever has the lock of its line.
    private static final class Waiting {
        private final RegistryHint hint;
        private boolean done;
        private boolean kept;
        private @Nullable RuntimeException failure;

        Waiting(RegistryHint hint) {
            this.hint = hint;
        }

        int events() {
            return hint.changes().size() + hint.pulls().size();
        }
    }

    /// Keeps what a registry told of. Once this returns it isn't lost. A pull that is told of again counts once, unless
    /// this process ended in between, another server took it, or many others were told of meanwhile.
    ///
    /// @throws RuntimeException if it couldn't be written, or nobody knows whether it was
    public void keep(String registry, RegistryHint hint) {
        if (hint.changes().isEmpty() && hint.pulls().isEmpty() && !hint.whole() && !pulls.isNews(registry, hint)) {
            return;
        }
        Line line = lines.computeIfAbsent(registry, _ -> new Line());
        Waiting own = new Waiting(hint);
        line.waiting().add(own);
        line.lock().lock();
        try {
            while (!own.done) {
                write(registry, next(line.waiting()));
            }
            if (!own.kept) {
                throw own.failure != null
                        ? own.failure
                        : new IllegalStateException("what " + registry + " told of was not written: tell it again");
            }
        } finally {
            line.lock().unlock();
        }
    }

    private static List<Waiting> next(Queue<Waiting> waiting) {
        List<Waiting> group = new ArrayList<>();
        int events = 0;
        while (events < EVENTS_AT_ONCE) {
            Waiting one = waiting.poll();
            if (one == null) {
                break;
            }
            group.add(one);
            events += one.events();
        }
        return group;
    }

    private void write(String registry, List<Waiting> group) {
        try {
            keepTogether(registry, group);
            group.forEach(one -> one.kept = true);
        } catch (RuntimeException e) {
            if (group.size() == 1 || Database.isAway(e)) {
                group.forEach(one -> one.failure = e);
            } else {
                oneByOne(registry, group);
            }
        } finally {
            group.forEach(one -> one.done = true);
        }
    }

    /// What can't be written must not keep others from being written; where several in a row can't, none can.
    private void oneByOne(String registry, List<Waiting> group) {
        int inARow = 0;
        RuntimeException last = null;
        for (Waiting one : group) {
            if (last != null && (inARow == GIVEN_UP_AFTER || Database.isAway(last))) {
                one.failure = last;
                continue;
            }
            write(registry, List.of(one));
            last = one.failure;
            inARow = last == null ? 0 : inARow + 1;
        }
    }

    private void keepTogether(String registry, List<Waiting> group) {
        List<Change> changes = new ArrayList<>();
        List<Pull> read = new ArrayList<>();
        boolean tells = false;
        boolean whole = false;
        for (Waiting one : group) {
            changes.addAll(one.hint.changes());
            read.addAll(one.hint.pulls());
            tells |= one.hint.tellsOfPulls();
            whole |= one.hint.whole();
        }
        RegistryHint all = new RegistryHint(changes, read, tells, whole, 0);
        PullCounts.Counted counted = database.inTransaction(handle -> {
            pending.add(handle, registry, all.changes(), all.whole());
            return pulls.add(handle, registry, all);
        });
        pulls.kept(registry, counted);
    }
}
