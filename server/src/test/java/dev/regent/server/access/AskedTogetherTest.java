package dev.regent.server.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/// Many are answered by one question, and nobody by one that was put before they came.
class AskedTogetherTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksAgainForWhoComesLater() {
        AskedTogether<String, Integer> together = new AskedTogether<>(_ -> asked.incrementAndGet());

        assertThat(List.of(together.ask("a"), together.ask("a"), together.ask("b")))
                .containsExactly(1, 2, 3);
    }

    @Test
    void asksOnceMoreForAllWhoCameWhileItWasAsked() throws Exception {
        List<Future<Integer>> all = firstAndEight(number -> number);

        assertThat(all.removeFirst().get()).isEqualTo(1);
        for (Future<Integer> other : all) {
            assertThat(other.get()).isEqualTo(2);
        }
    }

    @Test
    void failsOnceForAllWhoCameWhileItWasAsked() throws Exception {
        List<Future<Integer>> all = firstAndEight(number -> {
            throw new IllegalStateException("away " + number);
        });

        assertThatThrownBy(all.removeFirst()::get).hasRootCauseMessage("away 1");
        for (Future<Integer> other : all) {
            assertThatThrownBy(other::get).hasRootCauseMessage("away 2");
        }
        assertThat(asked).hasValue(2);
    }

    /// What one who asks and eight who come meanwhile are told.
    private List<Future<Integer>> firstAndEight(IntUnaryOperator answer) throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AskedTogether<String, Integer> together = new AskedTogether<>(_ -> {
            int number = asked.incrementAndGet();
            begun.countDown();
            await(go);
            return answer.applyAsInt(number);
        });
        try (ExecutorService threads = Executors.newFixedThreadPool(9)) {
            List<Future<Integer>> all = new ArrayList<>();
            all.add(threads.submit(() -> together.ask("a")));
            begun.await();
            all.addAll(eightWait(threads, together));
            go.countDown();
            return all;
        }
    }

    /// Eight who came while the first was answered.
    private static List<Future<Integer>> eightWait(ExecutorService threads, AskedTogether<String, Integer> together) {
        List<Thread> waiting = new ArrayList<>();
        List<Future<Integer>> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            others.add(threads.submit(() -> {
                synchronized (waiting) {
                    waiting.add(Thread.currentThread());
                }
                return together.ask("a");
            }));
        }
        while (!allWait(waiting)) {
            Thread.onSpinWait();
        }
        return others;
    }

    private static boolean allWait(List<Thread> threads) {
        synchronized (threads) {
            return threads.size() == 8
                    && threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void failsForWhoAskedAndAsksAgainForTheNext() {
        AskedTogether<String, Integer> together = new AskedTogether<>(_ -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("away");
            }
            return asked.get();
        });

        assertThatThrownBy(() -> together.ask("a")).hasMessage("away");
        assertThat(together.ask("a")).isEqualTo(2);
    }
}
