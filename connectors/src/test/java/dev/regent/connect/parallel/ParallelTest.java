package dev.regent.connect.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class ParallelTest {

    private static final List<Integer> THINGS = IntStream.range(0, 100).boxed().toList();

    @Test
    void doesEachThingOnce() throws InterruptedException {
        Queue<Integer> done = new ConcurrentLinkedQueue<>();

        Parallel.waiting(THINGS, 7, done::add);

        assertThat(done).containsExactlyInAnyOrderElementsOf(THINGS);
    }

    @Test
    void neverDoesMoreAtOnceThanAllowed() throws InterruptedException {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch met = new CountDownLatch(4);

        Parallel.working(THINGS, 3, _ -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            met.countDown();
            met.await(100, TimeUnit.MILLISECONDS);
            now.decrementAndGet();
        });

        assertThat(most.get()).isBetween(2, 3);
    }

    @Test
    void throwsWhatAnActionThrows() {
        assertThatThrownBy(() -> Parallel.waiting(THINGS, 4, thing -> {
                    if (thing == 50) {
                        throw new IllegalStateException("thing 50");
                    }
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("thing 50");
    }

    @Test
    void endsEveryThreadBeforeItReturnsToACallerThatGaveUp() throws Exception {
        CountDownLatch started = new CountDownLatch(4);
        CountDownLatch never = new CountDownLatch(1);
        AtomicInteger ended = new AtomicInteger();
        CompletableFuture<String> end = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().daemon().start(() -> {
            try {
                Parallel.waiting(THINGS, 4, _ -> {
                    started.countDown();
                    try {
                        never.await();
                    } finally {
                        ended.incrementAndGet();
                    }
                });
                end.complete("done");
            } catch (InterruptedException e) {
                end.complete("gave up when " + ended.get() + " had ended");
            }
        });
        assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();

        assertThat(end.get(5, TimeUnit.SECONDS)).isEqualTo("gave up when 4 had ended");
        assertThat(caller.join(Duration.ofSeconds(5))).isTrue();
    }
}
