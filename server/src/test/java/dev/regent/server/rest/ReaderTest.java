package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.server.rest.Reader.Patience;
import io.smallrye.mutiny.Multi;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReaderTest {

    private static final Patience SHORT = new Patience(Duration.ofMillis(5), 3, Duration.ofMillis(200));

    /// Takes so much and no more.
    private static final class Slow implements Flow.Subscriber<Integer> {
        private final List<Integer> taken = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();
        private final long takes;

        Slow(long takes) {
            this.takes = takes;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(takes);
        }

        @Override
        public void onNext(Integer item) {
            taken.add(item);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(true);
        }

        static Slow reading(long takes, Multi<Integer> events) throws Exception {
            Slow reader = new Slow(takes);
            events.subscribe().withSubscriber(reader);
            assertThat(reader.end.get(30, TimeUnit.SECONDS)).isTrue();
            return reader;
        }
    }

    @Test
    void makesNoMoreThanIsTakenAndLetsGoOfWhoTakesNothing() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Multi<Integer> events = Reader.of(
                out -> {
                    for (int i = 0; i < 1000; i++) {
                        out.send(made.incrementAndGet());
                    }
                    return true;
                },
                () -> -1,
                SHORT);

        Slow reader = Slow.reading(3, events);

        assertThat(reader.taken).containsExactly(1, 2, 3);
        assertThat(made.get()).isEqualTo(4);
    }

    @Test
    void givesEverythingInOrderToWhoTakesIt() throws Exception {
        Multi<Integer> events = Reader.of(
                out -> {
                    for (int i = 0; i < 5000; i++) {
                        out.send(i);
                    }
                    return false;
                },
                () -> -1,
                SHORT);

        assertThat(Slow.reading(Long.MAX_VALUE, events).taken).hasSize(5000).isSorted();
    }

    @Test
    void givesSignsOfLifeAndEndsWhenTheRoundsEnd() throws Exception {
        AtomicInteger rounds = new AtomicInteger();
        Multi<Integer> events = Reader.of(_ -> rounds.incrementAndGet() < 7, () -> -1, SHORT);

        assertThat(Slow.reading(Long.MAX_VALUE, events).taken).containsExactly(-1, -1);
    }
}
