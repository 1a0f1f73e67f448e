package dev.regent.connect.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// How many requests are under way to one far side at once, and how often one begins. It is learnt from the answers:
/// one more at once while they come as fast as ever, one less where they queue up, half as many where the far side
/// fails or refuses. A pace that the far side names is kept to from the first answer on; one that it doesn't name is
/// found by what it refuses.
///
/// Source of additive increase and multiplicative decrease: D.-M. Chiu, R. Jain, 1989.
final class Throttle {

    private static final int FEWEST = 2;
    private static final int AT_FIRST = 8;

    /// Answers may take so many times as long as the fastest before no more is asked at once, and before less is.
    private static final int FAST = 4;

    private static final int QUEUED = 10;

    /// What answers within this is not queueing, however fast the fastest was: beside the registry's own disk or
    /// processor nothing would be gained by asking less.
    private static final long SOON = Duration.ofMillis(20).toNanos();

    /// A twentieth slower than what is named: clocks and networks waver.
    private static final double CARE = 1.05;

    private static final double EASING = 0.9;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long MINUTE = 60 * SECOND;
    private static final long LONGEST_LINE = 5 * SECOND;

    private final int most;
    private final LongSupplier nanos;
    private final Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int window;
    private int underWay;
    private long answers;
    private long took;
    private long fastest = Long.MAX_VALUE;
    private long forgot;
    private long lastCut;
    private long lastSlowed;
    private long interval;
    private boolean named;
    private long earliest;
    private long eased;
    private long second;
    private int begunInSecond;
    private int begunBefore;

    /// Waits.
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /// @param most requests that may ever be under way at once
    /// @param nanos a clock that only goes forward, as [System#nanoTime] is
    Throttle(int most, LongSupplier nanos, Sleeper sleeper) {
        this.most = most;
        this.nanos = nanos;
        this.sleeper = sleeper;
        this.window = Math.min(most, AT_FIRST);
        long now = nanos.getAsLong();
        this.earliest = now;
        this.eased = now;
        this.forgot = now;
        this.second = now;
        this.lastCut = now - SECOND;
        this.lastSlowed = now - SECOND;
    }

    /// Waits until one more request may be under way; [#leave] has to follow.
    void enter() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (underWay >= Math.min(window, atPace())) {
                room.await();
            }
            underWay++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            underWay--;
            room.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the pace lets one more request begin: before each try, a repeated one too.
    ///
    /// @param atMost that may be waited; if it would be longer nothing is waited for and nothing may begin
    /// @return how long it takes: it has passed unless it is more than `atMost`
    Duration begin(Duration atMost) throws InterruptedException {
        long wait;
        lock.lockInterruptibly();
        try {
            long now = nanos.getAsLong();
            long at = interval == 0 ? now : Math.max(now, earliest);
            wait = at - now;
            if (wait > atMost.toNanos()) {
                return Duration.ofNanos(wait);
            }
            earliest = at + interval;
            count(at);
        } finally {
            lock.unlock();
        }
        if (wait > 0) {
            sleeper.sleep(Duration.ofNanos(wait));
        }
        return Duration.ofNanos(wait);
    }

    /// Where one request begins every few seconds, many would wait in line for nothing.
    private int atPace() {
        return interval == 0 ? most : Math.clamp(LONGEST_LINE / interval, 1, most);
    }

    /// How often requests begin at most; empty if nothing bounds it.
    Optional<Duration> pace() {
        lock.lock();
        try {
            return interval == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(interval));
        } finally {
            lock.unlock();
        }
    }

    /// How many requests may be under way at once now.
    int window() {
        lock.lock();
        try {
            return window;
        } finally {
            lock.unlock();
        }
    }

    /// An answer came.
    ///
    /// @param lasted how long it took, in nanoseconds
    void answered(Answer answer, long lasted) {
        lock.lock();
        try {
            Optional<Allowance> allowance = Allowance.of(answer).filter(each -> !each.isRation());
            allowance.ifPresent(this::follow);
            switch (answer.status()) {
                case 429 -> {
                    if (!named) {
                        slower();
                    }
                    cut();
                }
                case 500, 502, 503, 504 -> cut();
                default -> adapt(lasted);
            }
        } finally {
            lock.unlock();
        }
    }

    /// No answer came.
    void failed() {
        lock.lock();
        try {
            cut();
        } finally {
            lock.unlock();
        }
    }

    private void follow(Allowance allowance) {
        named = true;
        long each = (long) (allowance.window().toNanos() * CARE / allowance.limit());
        if (each != interval) {
            interval = each;
            earliest = Math.max(earliest, nanos.getAsLong() + each);
        }
    }

    /// Nobody says how often would do: a third less than what was too much.
    private void slower() {
        long now = nanos.getAsLong();
        if (now - lastSlowed < SECOND) {
            return;
        }
        lastSlowed = now;
        int lately = Math.max(1, Math.max(begunInSecond, begunBefore));
        interval = Math.min(LONGEST_LINE, Math.max(interval * 3 / 2, SECOND * 3 / (2L * lately)));
        earliest = now + interval;
        eased = now;
    }

    private void count(long at) {
        if (at - second >= SECOND) {
            begunBefore = at - second < 2 * SECOND ? begunInSecond : 0;
            begunInSecond = 0;
            second = at;
        }
        begunInSecond++;
        if (!named && interval > 0 && at - eased > 10 * SECOND) {
            eased = at;
            interval = (long) (interval * EASING);
        }
    }

    private void cut() {
        long now = nanos.getAsLong();
        long round = fastest == Long.MAX_VALUE ? 0 : fastest * QUEUED;
        if (now - lastCut >= Math.min(round, SECOND)) {
            window = Math.max(1, window / 2);
            lastCut = now;
            answers = 0;
            took = 0;
        }
    }

    /// What was fast once needn't be for ever.
    private void forget() {
        long now = nanos.getAsLong();
        if (now - forgot > MINUTE) {
            forgot = now;
            fastest += fastest / 10;
        }
    }

    private void adapt(long lasted) {
        fastest = Math.min(fastest, lasted);
        answers++;
        took += lasted;
        if (answers < window) {
            return;
        }
        long mean = took / answers;
        if (mean <= Math.max(fastest * FAST, SOON) && window < most) {
            window++;
            room.signal();
        } else if (mean > Math.max(fastest * QUEUED, 2 * SOON) && window > FEWEST) {
            window--;
        }
        forget();
        answers = 0;
        took = 0;
    }
}
