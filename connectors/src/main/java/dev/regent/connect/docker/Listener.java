package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Hears what happens at one engine, span by span of the engine's own time. A call for a span ends by
/// itself, so that it gets through whatever buffers answers on the way (Portainer before a socket).
/// Not for several threads at once.
final class Listener {

    /// An engine keeps this many events of all kinds, whoever asks (moby, `eventsLimit` 256; 255 came
    /// of 20.10). So all kinds are asked for: else what was lost would not show.
    private static final int KEPT = 250;

    /// Much less than a span, and more than an answer takes.
    private static final long MARGIN = Duration.ofMillis(100).toNanos();

    /// What is stamped shortly before a span ends can come out just after it.
    private static final long OVERLAP = Duration.ofSeconds(5).toNanos();

    private final EngineApi api;
    private final String who;
    private EngineClock clock;
    private long next;

    private Listener(EngineApi api, String who, EngineClock clock) {
        this.api = api;
        this.who = who;
        this.clock = clock;
        this.next = clock.date();
    }

    /// From now on.
    ///
    /// @param who the engine, for people
    static Listener from(EngineApi api, String who) throws ConnectorException, InterruptedException {
        long asked = System.nanoTime();
        Instant date = api.date()
                .orElseThrow(() -> new ConnectorException(
                        Call.EVENTS.action() + " " + who,
                        new Fault.Unintelligible("its answers have no Date header, so its events can't be asked for"
                                + " by its own clock")));
        return new Listener(api, who, EngineClock.told(date, asked));
    }

    /// What concerns images since the last time, a few words each; also if some may be lost.
    ///
    /// @param atMost how long to wait for more
    List<String> hear(Duration atMost) throws ConnectorException, InterruptedException {
        long asked = System.nanoTime();
        long now = Math.max(next, clock.time(asked));
        long until = now + atMost.toNanos();
        List<EventItem> events = new ArrayList<>();
        Optional<Instant> date = api.events(new EventWindow(next, until), events::add);
        long answered = System.nanoTime();
        List<String> words = new ArrayList<>();
        long kept =
                events.stream().filter(event -> event.nanos() < now + MARGIN).count();
        if (kept >= KEPT) {
            words.add("some events of " + who + " were lost");
        }
        events.stream()
                .filter(EventItem::concernsImages)
                .map(EventItem::toString)
                .distinct()
                .forEach(words::add);
        advance(events, until);
        if (date.isEmpty() || clock.agrees(date.get(), asked, answered)) {
            // It waited for that time to come.
            clock = answered - asked > MARGIN ? clock.notBefore(until, answered) : clock;
        } else {
            clock = EngineClock.told(date.get(), asked);
            next = clock.date();
            words.add("the clock of " + who + " was set");
        }
        return words;
    }

    private void advance(List<EventItem> events, long until) {
        long last = events.stream().mapToLong(EventItem::nanos).max().orElse(0);
        next = Math.max(next, Math.max(last + 1, until - OVERLAP));
    }
}
