package dev.regent.connect.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TurnsTest {

    private static final List<Integer> MANY = IntStream.range(0, 1000).boxed().toList();

    @Test
    void doesEverythingOnceAndNoMoreAtOnceThanItIsWide() throws InterruptedException {
        Set<Integer> done = ConcurrentHashMap.newKeySet();
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (Turns turns = new Turns(3)) {
            turns.each(MANY, thing -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                Thread.sleep(Duration.ofNanos(10_000));
                assertThat(done.add(thing)).isTrue();
                atOnce.decrementAndGet();
            });
        }

        assertThat(done).containsExactlyInAnyOrderElementsOf(MANY);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void takesFromOneCallerAfterTheOther() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch bothAreThere = new CountDownLatch(1);
        try (Turns turns = new Turns(1)) {
            FutureTask<Void> many = task(() -> turns.each(MANY, thing -> {
                begun.countDown();
                bothAreThere.await();
                order.add("many");
            }));
            begun.await();
            FutureTask<Void> few = task(() -> turns.each(List.of(1, 2, 3), _ -> order.add("few")));
            until(() -> turns.waiting() == 2);
            bothAreThere.countDown();
            few.get();

            assertThat(List.copyOf(order).subList(0, 6)).containsExactly("many", "many", "few", "many", "few", "many");
            many.get();
        }
    }

    @Test
    void tellsTheCallerWhatFailedAndSparesTheOthers() throws InterruptedException {
        try (Turns turns = new Turns(2)) {
            assertThatThrownBy(() -> turns.each(MANY, thing -> {
                        if (thing == 7) {
                            throw new IllegalStateException("seven");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("seven");

            AtomicInteger after = new AtomicInteger();
            turns.each(MANY, _ -> after.incrementAndGet());
            assertThat(after.get()).isEqualTo(MANY.size());
        }
    }

    @Test
    void endsWhatIsUnderWayWhenItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger interrupted = new AtomicInteger();
        Turns turns = new Turns(2);
        FutureTask<Void> caller = task(() -> turns.each(MANY, _ -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.incrementAndGet();
                throw e;
            }
        }));
        begun.await();

        turns.close();

        assertThat(interrupted.get()).isEqualTo(2);
        assertThatThrownBy(caller::get).hasCauseInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> turns.each(MANY, _ -> {})).isInstanceOf(InterruptedException.class);
    }

    @Test
    void letsGoOfACallerThatGivesUp() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger done = new AtomicInteger();
        try (Turns turns = new Turns(1)) {
            FutureTask<Void> caller = new FutureTask<>(() -> {
                turns.each(MANY, _ -> {
                    begun.countDown();
                    goOn.await();
                    done.incrementAndGet();
                });
                return null;
            });
            Thread thread = Thread.ofVirtual().start(caller);
            begun.await();
            thread.interrupt();
            assertThatThrownBy(caller::get).hasCauseInstanceOf(InterruptedException.class);
            goOn.countDown();

            AtomicInteger after = new AtomicInteger();
            turns.each(List.of(1), _ -> after.incrementAndGet());
            assertThat(after.get()).isEqualTo(1);
            assertThat(done.get()).isEqualTo(1);
        }
    }

    private interface Doing {
        void run() throws InterruptedException;
    }

    private static FutureTask<Void> task(Doing doing) {
        FutureTask<Void> task = new FutureTask<>(() -> {
            doing.run();
            return null;
        });
        Thread.ofVirtual().start(task);
        return task;
    }

    private interface Condition {
        boolean holds();
    }

    private static void until(Condition condition) throws InterruptedException {
        for (int i = 0; i < 2000 && !condition.holds(); i++) {
            Thread.sleep(5);
        }
        assertThat(condition.holds()).isTrue();
    }
}
