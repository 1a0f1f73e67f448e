package dev.regent.cli.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.cli.terminal.Surroundings;
import dev.regent.observe.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Waits for an execution's end: by events, resumed where they were cut, and by asking where events don't come through.
final class Following {

    /// Lets time pass between two tries.
    interface Pause {
        void last(Duration length) throws InterruptedException;
    }

    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final int STREAMS = 5;
    private static final int UNANSWERED = 60;

    private final Server server;
    private final Surroundings surroundings;
    private final Progress progress;
    private final Pause pause;
    private final ObjectMapper mapper = new ObjectMapper();
    private final Set<String> finished = new HashSet<>();

    Following(Server server, Surroundings surroundings, Progress progress, Pause pause) {
        this.server = server;
        this.surroundings = surroundings;
        this.progress = progress;
        this.pause = pause;
    }

    /// The execution as it ended.
    ///
    /// @throws RemoteFailure if the server stayed silent for two minutes, or no longer takes the token
    Execution untilOver(Execution begun) throws RemoteFailure, InterruptedException {
        Execution now = begun;
        Optional<String> last = Optional.empty();
        int silent = 0;
        for (int streams = 0; !now.isOver() && streams < STREAMS && silent < 2; streams++) {
            if (streams > 1) {
                pause.last(BETWEEN);
            }
            Optional<String> before = last;
            last = listened(begun, last);
            silent = last.equals(before) ? silent + 1 : 0;
            now = asked(begun.id());
        }
        while (!now.isOver()) {
            progress.at(
                    "execution " + now.id(),
                    "steps",
                    now.finished(),
                    now.answer().list("steps").size());
            pause.last(BETWEEN);
            now = asked(begun.id());
        }
        return now;
    }

    /// Reads one stream to its end.
    ///
    /// @return the last event that was seen
    private Optional<String> listened(Execution execution, Optional<String> last)
            throws RemoteFailure, InterruptedException {
        Optional<String> seen = last;
        Route route = Route.to("executions", execution.id(), "events");
        try (EventStream events = server.events(route, last)) {
            for (Optional<EventStream.Event> next = events.next(SILENCE);
                    next.isPresent();
                    next = events.next(SILENCE)) {
                EventStream.Event event = next.get();
                seen = event.id().isEmpty() ? seen : Optional.of(event.id());
                if (tellsTheEnd(execution, event)) {
                    return seen;
                }
            }
        } catch (IOException _) {
            // Cut, or not to be had: what there is to know is asked for next.
            return seen;
        }
        return seen;
    }

    private boolean tellsTheEnd(Execution execution, EventStream.Event event) throws JsonProcessingException {
        if (event.name().isEmpty()) {
            return false;
        }
        Answer data = new Answer(mapper.readTree(event.data()));
        if (event.name().equals("execution")) {
            return new Execution(data).isOver();
        }
        if (event.name().equals("step") && Execution.isFinished(data)) {
            finished.add(data.raw("index"));
            progress.at(
                    "execution " + execution.id(),
                    "steps",
                    finished.size(),
                    execution.answer().list("steps").size());
        }
        return false;
    }

    private Execution asked(String id) throws RemoteFailure, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return new Execution(server.get(Route.to("executions", id)));
            } catch (RemoteFailure failure) {
                if (failure.isLasting() || tries == UNANSWERED) {
                    surroundings.say(
                            "stopped waiting; `regent executions " + id + "` tells how execution " + id + " goes");
                    throw failure;
                }
                if (tries == 1) {
                    surroundings.say("the server doesn't answer; trying again for two minutes");
                }
                pause.last(BETWEEN);
            }
        }
    }
}
