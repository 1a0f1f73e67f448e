package dev.regent.server.estate;

import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// An environment that a test has in hand.
final class FakeEnvironment implements EnvironmentSource {

    private final String name;
    private final boolean tells;
    final BlockingQueue<ChangeFeed.Change> changes = new LinkedBlockingQueue<>();
    final AtomicInteger looks = new AtomicInteger();
    final AtomicInteger feeds = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    volatile List<Use> uses = List.of();
    volatile Heard heard = Heard.YES;
    volatile String deaf = "";
    volatile boolean throwing;
    volatile boolean stuck;
    final CountDownLatch interrupted = new CountDownLatch(1);

    /// @param tells whether it has changes to tell
    FakeEnvironment(String name, boolean tells) {
        this.name = name;
        this.tells = tells;
    }

    static Digest digest(int number) {
        return new Digest("sha256:" + String.format("%064x", number));
    }

    Use running(String workload, int image) {
        return new Use(name, workload, Use.Kind.RUNNING, Optional.empty(), Set.of(digest(image)));
    }

    @Override
    public EnvironmentObservation observe(Progress progress) throws InterruptedException {
        looks.incrementAndGet();
        if (throwing) {
            throw new IllegalStateException("broken");
        }
        if (stuck) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
        return new EnvironmentObservation(
                name,
                "fake",
                heard,
                heard == Heard.YES ? "" : "it is away",
                heard == Heard.YES ? uses : List.of(),
                1,
                Optional.empty(),
                EnvironmentFacts.NONE);
    }

    @Override
    public Optional<ChangeFeed> changes() {
        if (!tells) {
            return Optional.empty();
        }
        feeds.incrementAndGet();
        open.incrementAndGet();
        return Optional.of(new ChangeFeed() {
            @Override
            public Change await(Duration atMost) throws InterruptedException {
                if (!deaf.isEmpty()) {
                    return new Change.Deaf(deaf);
                }
                Change change = changes.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
                return change == null ? new Change.None() : change;
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        });
    }
}
