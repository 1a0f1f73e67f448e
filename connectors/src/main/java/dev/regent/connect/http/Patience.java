package dev.regent.connect.http;

import dev.regent.oci.Text;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// When to try again, how long to wait before, and when to give a far side up. Shared by all requests to it.
final class Patience {

    private static final int TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int GIVE_UP_AFTER = 8;
    private static final int WORTH_A_TRY = 10;

    /// A far side that fails everywhere is not asked four times for everything: retries are this many, and one more for
    /// every ten requests.
    private static final int FREE_RETRIES = 30;

    /// Where silence and answers take turns, each silence costs a whole timeout: so many are borne,
    /// and one more for every hundred requests.
    private static final int FREE_SILENCES = 32;

    private final Duration perRequest;
    private final AtomicLong started = new AtomicLong();
    private final AtomicLong retries = new AtomicLong();
    private final AtomicLong pausedUntil = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong lastHeard = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong silences = new AtomicLong();
    private final AtomicInteger failuresInARow = new AtomicInteger();

    Patience(Duration perRequest) {
        this.perRequest = perRequest;
    }

    void heard() {
        lastHeard.set(System.nanoTime());
        failuresInARow.set(0);
    }

    /// A request that can't be sent twice is tried again after 429 alone.
    Attempts start(Request request) throws ConnectorException {
        long sent = started.incrementAndGet();
        if (silences.get() > FREE_SILENCES + sent / 100) {
            throw new ConnectorException(
                    request.action(),
                    new Fault.Unreachable("given up after " + silences.get() + " requests without an answer"));
        }
        if (failuresInARow.get() >= GIVE_UP_AFTER) {
            throw new ConnectorException(
                    request.action(),
                    new Fault.Unreachable(
                            "given up after " + GIVE_UP_AFTER + " requests in a row that brought no answer"));
        }
        return new Attempts(request);
    }

    /// The tries of one request.
    final class Attempts {
        private final Request request;
        private long deadline = System.nanoTime() + perRequest.toNanos();
        private int tries;

        private Attempts(Request request) {
            this.request = request;
        }

        /// Time that this request has left.
        Duration remaining() {
            return Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
        }

        /// Time that went by for the sake of a pace is not the far side's.
        void postpone(Duration time) {
            deadline += time.toNanos();
        }

        void awaitTurn() throws InterruptedException {
            long now = System.nanoTime();
            for (long until = pausedUntil.get(); until > now; until = pausedUntil.get()) {
                Thread.sleep(Duration.ofNanos(Math.min(until, deadline) - now));
                now = System.nanoTime();
                if (now >= deadline) {
                    return;
                }
            }
        }

        /// Whether the answer is one that another try can better; if so the time to wait has passed.
        boolean again(Answer answer) throws ConnectorException, InterruptedException {
            tries++;
            return switch (answer.status()) {
                case 429 -> {
                    Optional<Duration> asked = RetryAfter.of(answer);
                    Duration pause = asked.orElseGet(this::backOff);
                    boolean tooLong = pause.compareTo(remaining()) > 0;
                    if (tooLong && asked.isPresent()) {
                        throw new ConnectorException(request.action(), new Fault.RateLimited(pause));
                    }
                    if (!tooLong) {
                        long until = System.nanoTime() + pause.toNanos() + jitter(FIRST_PAUSE);
                        pausedUntil.accumulateAndGet(until, Math::max);
                    }
                    yield !tooLong;
                }
                case 500, 502, 503, 504 ->
                    mayRetry() && pause(RetryAfter.of(answer).orElseGet(this::backOff));
                default -> false;
            };
        }

        /// Returns if the request may be tried again; the time to wait has passed then.
        void failed(IOException cause) throws ConnectorException, InterruptedException {
            tries++;
            boolean answered = cause instanceof CutException;
            boolean slow = cause instanceof SocketTimeoutException
                    || cause instanceof Http.SlowException
                    || cause instanceof HostNames.SilentException;
            if (slow || !mayRetry() || !pause(backOff())) {
                failuresInARow.updateAndGet(failures -> answered ? 0 : failures + 1);
                silences.addAndGet(slow ? 1 : 0);
                boolean unnamed = cause instanceof HostNames.SilentException;
                throw new ConnectorException(
                        request.action(), slow && !unnamed ? new Fault.Silent(spent()) : fault(cause));
            }
        }

        private Duration spent() {
            return perRequest.minus(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }

        private boolean mayRetry() {
            return request.repeatable()
                    && tries < TRIES
                    && retries.incrementAndGet() <= FREE_RETRIES + started.get() / 10;
        }

        private boolean pause(Duration pause) throws InterruptedException {
            if (pause.compareTo(remaining()) > 0) {
                return false;
            }
            long wait = pause.toNanos() + jitter(pause);
            // A try that has hardly any time left would only hide how the one before ended.
            if (System.nanoTime() + wait > deadline - perRequest.toNanos() / WORTH_A_TRY) {
                return false;
            }
            Thread.sleep(Duration.ofNanos(wait));
            return true;
        }

        private Duration backOff() {
            return FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, 6));
        }
    }

    private static long jitter(Duration pause) {
        return ThreadLocalRandom.current().nextLong(pause.toNanos() / 2 + 1);
    }

    private static Fault fault(IOException cause) {
        if (cause instanceof UnknownHostException && !(cause instanceof HostNames.SilentException)) {
            return new Fault.Unreachable("no address is known for this host name");
        }
        String words = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        words = Text.plain(words); // it can quote what the far side sent
        return cause instanceof CutException cut
                ? new Fault.Cut(words, cut.isBodiless())
                : new Fault.Unreachable(words);
    }
}
