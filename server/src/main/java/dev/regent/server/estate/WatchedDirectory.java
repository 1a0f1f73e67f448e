package dev.regent.server.estate;

import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches all that a directory leads to, and the directory for what is new or gone.
final class WatchedDirectory implements Watch {

    private static final Logger log = LoggerFactory.getLogger(WatchedDirectory.class);

    private final Watching watching;
    private final String name;
    private final EnvironmentDirectory directory;
    private final Duration every;
    private final Map<String, WatchedEnvironment> environments = new ConcurrentHashMap<>();
    private final Thread thread;

    WatchedDirectory(Watching watching, String name, EnvironmentDirectory directory, Duration every) {
        this.watching = watching;
        this.name = name;
        this.directory = directory;
        this.every = every;
        this.thread = Thread.ofVirtual().name("watch " + name).unstarted(this::run);
    }

    WatchedDirectory started() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (true) {
                attempt();
                Thread.sleep(every);
            }
        } catch (InterruptedException e) {
            log.atDebug().addKeyValue("directory", name).log("directory is watched no more");
        } finally {
            environments.values().forEach(Watch::interrupt);
        }
    }

    private void attempt() throws InterruptedException {
        try {
            Instant startedAt = watching.now();
            Listing listing = directory.list(Progress.SILENT);
            Heard heard = listing.itself().heard();
            watching.keep(listing.itself(), startedAt);
            watching.listed(name, heard, listing.environments().keySet());
            follow(listing, heard);
        } catch (RuntimeException e) {
            Watching.endIfInterrupted();
            log.atWarn().addKeyValue("directory", name).setCause(e).log("a list can't be kept; it is tried again");
        }
    }

    /// What a list that was not heard wholly lacks may be there all the same.
    private void follow(Listing listing, Heard heard) {
        Set<String> gone = new HashSet<>(environments.keySet());
        gone.removeAll(listing.environments().keySet());
        if (heard == Heard.YES) {
            gone.forEach(environment ->
                    Objects.requireNonNull(environments.remove(environment)).interrupt());
        }
        listing.environments()
                .forEach((environment, source) -> environments
                        .computeIfAbsent(
                                environment,
                                _ -> new WatchedEnvironment(watching, environment, source, every).started())
                        .through(source));
    }

    @Override
    public void interrupt() {
        thread.interrupt();
    }

    @Override
    public boolean ended(Duration within) throws InterruptedException {
        boolean ended = thread.join(within);
        for (WatchedEnvironment environment : environments.values()) {
            ended &= environment.ended(within);
        }
        return ended;
    }
}
