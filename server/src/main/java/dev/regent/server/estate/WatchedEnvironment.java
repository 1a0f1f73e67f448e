package dev.regent.server.estate;

import dev.regent.observe.ChangeFeed;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.EnvironmentSource;
import dev.regent.store.estate.Freshness;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches one environment on a thread of its own: listens first and looks then, so that nothing
/// falls between the two. What is told meanwhile only hastens the next look, but for uses that
/// are told by name: those protect at once.
final class WatchedEnvironment implements Watch {

    private static final Logger log = LoggerFactory.getLogger(WatchedEnvironment.class);

    /// Changes come in bursts; a look costs the far side something.
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final int LOOKS_LENGTHS = 3;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final Watching watching;
    private final String name;
    private final Duration every;
    private final Thread thread;
    private volatile EnvironmentSource source;

    private boolean looked;
    private long lookedAt;
    private Duration untilNext;
    private Duration atLeast = SHORTEST;
    private int deafInARow;
    private Optional<Freshness> told = Optional.empty();
    private String toldWhy = "";

    WatchedEnvironment(Watching watching, String name, EnvironmentSource source, Duration every) {
        this.watching = watching;
        this.name = name;
        this.source = source;
        this.every = every;
        this.untilNext = every;
        this.thread = Thread.ofVirtual().name("watch " + name).unstarted(this::run);
    }

    WatchedEnvironment started() {
        thread.start();
        return this;
    }

    /// Another way to the same environment, from the next look on.
    void through(EnvironmentSource other) {
        source = other;
    }

    private void run() {
        try {
            while (true) {
                Optional<String> deaf = listen();
                if (deaf.isPresent()) {
                    deafInARow++;
                    tell(Freshness.DEAF, deaf.get());
                    Thread.sleep(shorter(pause(), left(untilNext)));
                }
            }
        } catch (InterruptedException e) {
            log.atDebug().addKeyValue("environment", name).log("environment is watched no more");
        }
    }

    /// As long as one feed, or one pause without any.
    ///
    /// @return why changes can't be heard; empty if the environment has none to tell
    private Optional<String> listen() throws InterruptedException {
        Optional<ChangeFeed> feed;
        try {
            feed = source.changes();
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().addKeyValue("environment", name).setCause(e).log("changes can't be asked for");
            lookIfDue();
            return Optional.of("changes can't be asked for; the server's log says why");
        }
        if (feed.isEmpty()) {
            tell(Freshness.NONE, "");
            lookIfDue();
            Thread.sleep(left(untilNext));
            return Optional.empty();
        }
        try (ChangeFeed changes = feed.get()) {
            return Optional.of(hear(changes));
        }
    }

    private String hear(ChangeFeed changes) throws InterruptedException {
        boolean wanted = deafInARow > 0;
        while (true) {
            Duration left = left(wanted ? shorter(atLeast, untilNext) : untilNext);
            if (left.isZero()) {
                look();
                wanted = false;
                continue;
            }
            Change change = awaited(changes, left);
            if (change instanceof Change.Deaf(String why)) {
                lookIfDue();
                return why;
            }
            deafInARow = 0;
            tell(Freshness.EVENTS, "");
            wanted |= take(change);
        }
    }

    private Change awaited(ChangeFeed changes, Duration atMost) throws InterruptedException {
        try {
            return changes.await(atMost);
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().addKeyValue("environment", name).setCause(e).log("changes can't be heard");
            return new Change.Deaf("changes can't be heard; the server's log says why");
        }
    }

    /// @return whether a look is wanted
    private boolean take(Change change) throws InterruptedException {
        return switch (change) {
            case Change.None _, Change.Deaf _ -> false;
            case Change.Look _ -> {
                LookCounters.change(name, "look");
                yield true;
            }
            case Change.Seen seen -> {
                LookCounters.change(name, "seen");
                yield !kept(seen);
            }
        };
    }

    private boolean kept(Change.Seen seen) throws InterruptedException {
        try {
            watching.seen(name, seen);
            return true;
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().addKeyValue("environment", name).setCause(e).log("uses can't be kept; a look follows");
            return false;
        }
    }

    private void lookIfDue() throws InterruptedException {
        if (left(untilNext).isZero()) {
            look();
        }
    }

    /// What fails here, for example because the database is away, is tried again soon.
    private void look() throws InterruptedException {
        long began = watching.tick();
        try {
            watching.look(source);
            untilNext = every;
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().addKeyValue("environment", name).setCause(e).log("a look can't be kept; it is tried again");
            untilNext = shorter(every, AFTER_FAILURE);
        }
        looked = true;
        lookedAt = watching.tick();
        Duration three = Duration.ofNanos(lookedAt - began).multipliedBy(LOOKS_LENGTHS);
        atLeast = three.compareTo(SHORTEST) > 0 ? three : SHORTEST;
    }

    /// How much of `time` since the last look is left; none before the first.
    private Duration left(Duration time) {
        Duration left = looked ? time.minusNanos(watching.tick() - lookedAt) : Duration.ZERO;
        return left.isNegative() ? Duration.ZERO : left;
    }

    private Duration pause() {
        return shorter(every, SHORTEST.multipliedBy(1L << Math.min(deafInARow - 1, 10)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void tell(Freshness freshness, String why) throws InterruptedException {
        if (told.equals(Optional.of(freshness)) && toldWhy.equals(why)) {
            return;
        }
        try {
            watching.freshness(name, freshness, why);
            told = Optional.of(freshness);
            toldWhy = why;
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atDebug().addKeyValue("environment", name).setCause(e).log("it is told with the next change");
        }
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public boolean ended(Duration within) throws InterruptedException {
        return thread.join(within);
    }
}
