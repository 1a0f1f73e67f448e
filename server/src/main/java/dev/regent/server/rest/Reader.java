package dev.regent.server.rest;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whoever reads a stream of events, at a pace of its own: the next one is made when it takes one, so
/// that none pile up here. Who takes none for long is let go.
final class Reader<T> {

    private static final Logger log = LoggerFactory.getLogger(Reader.class);

    /// More than one only where taking and sending cross.
    private static final int MOST_WAITING = 16;

    private static final Duration ASK_EVERY = Duration.ofMillis(20);

    private final MultiEmitter<? super T> out;
    private final Patience patience;

    private Reader(MultiEmitter<? super T> out, Patience patience) {
        this.out = out;
        this.patience = patience;
    }

    /// How long what takes.
    ///
    /// @param keepAlive after so many looks without an end a sign of life is sent
    /// @param stalled who takes nothing for so long is let go
    record Patience(Duration lookEvery, int keepAlive, Duration stalled) {
        static final Patience USUAL = new Patience(Duration.ofMillis(250), 60, Duration.ofSeconds(30));
    }

    /// One look for what is new.
    interface Round<T> {

        /// Looks once.
        ///
        /// @return whether there can be more
        boolean next(Reader<T> out) throws InterruptedException;
    }

    /// Looks again and again, for as long as somebody reads.
    static <T> Multi<T> of(Round<T> round, Supplier<T> signOfLife, Patience patience) {
        return Multi.createFrom()
                .emitter(
                        out -> Thread.ofVirtual()
                                .name("events")
                                .start(() -> new Reader<T>(out, patience).run(round, signOfLife)),
                        MOST_WAITING);
    }

    /// Gives the reader something as soon as it takes it.
    void send(T event) throws InterruptedException {
        long deadline = System.nanoTime() + patience.stalled().toNanos();
        while (out.requested() == 0) {
            if (System.nanoTime() > deadline) {
                throw new InterruptedException("it took nothing for " + patience.stalled());
            }
            Thread.sleep(ASK_EVERY);
        }
        out.emit(event);
    }

    private void run(Round<T> round, Supplier<T> signOfLife) {
        out.onTermination(Thread.currentThread()::interrupt);
        try {
            for (int rounds = 1; !out.isCancelled() && round.next(this); rounds++) {
                if (rounds % patience.keepAlive() == 0) {
                    send(signOfLife.get());
                }
                Thread.sleep(patience.lookEvery());
            }
            out.complete();
        } catch (InterruptedException e) {
            log.atDebug().setCause(e).log("nobody reads any more");
            out.complete();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("events can't be read");
            out.fail(e);
        }
    }
}
