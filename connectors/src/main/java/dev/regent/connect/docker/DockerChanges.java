package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.HttpSettings;
import dev.regent.observe.ChangeFeed;
import dev.regent.oci.Text;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells of an engine's events. While nobody waits nothing is asked: the engine keeps what happens
/// meanwhile. Where the engine is away it is tried again, less and less often, and when it is back
/// that is a change.
final class DockerChanges implements ChangeFeed {

    private static final Duration SPAN = Duration.ofSeconds(2);
    private static final Duration MOST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final int SHOWN = 3;
    private static final Change CLOSED = new Change.Deaf("closed");

    private final EngineAddress address;
    private final HttpSettings settings;
    private final String sshProgram;
    private final Duration span;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicReference<@Nullable Listeners> open = new AtomicReference<>();
    private final Queue<Change> pending = new ArrayDeque<>();
    private int failures;
    private long tryAgainAt;
    private String why = "";

    private DockerChanges(EngineAddress address, HttpSettings settings, String sshProgram) {
        this.address = address;
        this.settings =
                settings.timeout().compareTo(MOST_PATIENCE) > 0 ? settings.withTimeout(MOST_PATIENCE) : settings;
        this.sshProgram = sshProgram;
        Duration half = this.settings.timeout().dividedBy(2);
        this.span = half.compareTo(SPAN) < 0 ? half : SPAN;
    }

    /// Listens from now on if the engine can be heard, else from when it can.
    static DockerChanges of(EngineAddress address, HttpSettings settings, String sshProgram)
            throws InterruptedException {
        DockerChanges changes = new DockerChanges(address, settings, sshProgram);
        try {
            changes.connect();
        } catch (ConnectorException e) {
            changes.lost(Sentences.failed(Call.EVENTS, address.toString(), e.fault()));
        } catch (IllegalArgumentException e) {
            changes.lost(unreadable(address, e));
        }
        return changes;
    }

    @Override
    public synchronized Change await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!closed()) {
            if (!pending.isEmpty()) {
                return pending.remove();
            }
            if (failures > 0 && !pausedUntil(Math.min(tryAgainAt, deadline), tryAgainAt)) {
                return closed() ? CLOSED : new Change.Deaf(why);
            }
            Change change = once(deadline);
            if (!(change instanceof Change.None) || System.nanoTime() >= deadline) {
                return change;
            }
        }
        return CLOSED;
    }

    private Change once(long deadline) throws InterruptedException {
        try {
            Listeners listeners = open.get();
            if (listeners == null) {
                // Only an answer to what failed tells that it works again.
                connect().hear(Duration.ZERO);
                failures = 0;
                return new Change.Look(address + " can be heard again, what happened meanwhile is not known");
            }
            long left = Math.clamp(deadline - System.nanoTime(), 0, span.toNanos());
            return heard(listeners, Duration.ofNanos(left));
        } catch (ConnectorException e) {
            return lost(Sentences.failed(Call.EVENTS, address.toString(), e.fault()));
        } catch (IllegalArgumentException e) {
            return lost(unreadable(address, e));
        } catch (IllegalStateException e) {
            // What a connection says that is closed while it is used.
            if (closed()) {
                return CLOSED;
            }
            throw e;
        }
    }

    private Change heard(Listeners listeners, Duration atMost) throws ConnectorException, InterruptedException {
        long began = System.nanoTime();
        Listeners.Round round = listeners.hear(atMost);
        if (!round.deaf().isEmpty()) {
            pending.add(new Change.Deaf(words(round.deaf())));
        }
        if (!round.changes().isEmpty()) {
            return new Change.Look(words(round.changes()));
        }
        if (!pending.isEmpty()) {
            return pending.remove();
        }
        // What answers before the time is over must not be asked without end.
        long rest = atMost.toNanos() / 2 - (System.nanoTime() - began);
        if (rest > 0) {
            closing.await(rest, TimeUnit.NANOSECONDS);
        }
        return new Change.None();
    }

    private static String words(List<String> all) {
        String shown = String.join(", ", all.subList(0, Math.min(SHOWN, all.size())));
        return shown + (all.size() > SHOWN ? ", and " + (all.size() - SHOWN) + " more" : "");
    }

    private Listeners connect() throws ConnectorException, InterruptedException {
        Listeners listeners = Listeners.open(address, settings, sshProgram);
        open.set(listeners);
        if (closed()) {
            disconnect();
        }
        return listeners;
    }

    private Change lost(String sentence) {
        disconnect();
        why = sentence;
        tryAgainAt = System.nanoTime()
                + FIRST_PAUSE
                        .multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS))
                        .toNanos();
        failures++;
        return closed() ? CLOSED : new Change.Deaf(sentence);
    }

    /// @return whether `wanted` has come
    private boolean pausedUntil(long until, long wanted) throws InterruptedException {
        boolean ended = closing.await(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        return !ended && System.nanoTime() - wanted >= 0;
    }

    private static String unreadable(EngineAddress address, IllegalArgumentException e) {
        // Files for TLS that could be read when this was made, and can't any more.
        return Call.EVENTS.action() + " " + address + ": " + Text.plain(String.valueOf(e.getMessage()));
    }

    private boolean closed() {
        return closing.getCount() == 0;
    }

    private void disconnect() {
        Listeners listeners = open.getAndSet(null);
        if (listeners != null) {
            listeners.close();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        disconnect();
    }
}
