package dev.regent.testkit.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.stream.Collectors;

/// What happened at an engine lately. Older events are dropped when there are too many, as moby
/// drops them. Safe for use from several threads.
final class EventLog {

    private static final int KEPT = 256;
    private static final long SECOND = 1_000_000_000L;
    private static final ObjectMapper JSON = new JsonMapper();

    private final ArrayDeque<ObjectNode> events = new ArrayDeque<>();
    private long last;

    /// Adds one that happens now.
    synchronized void add(String type, String action, String id, Map<String, String> attributes) {
        last = Math.max(last + 1, now());
        ObjectNode event = JSON.createObjectNode().put("Type", type).put("Action", action);
        ObjectNode actor = event.putObject("Actor").put("ID", id);
        attributes.forEach(actor.putObject("Attributes")::put);
        event.put("scope", type.equals("service") || type.equals("node") ? "swarm" : "local");
        event.put("time", last / SECOND).put("timeNano", last);
        events.add(event);
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    /// One object a line, the oldest first.
    synchronized String between(long since, long until) {
        return events.stream()
                .filter(event -> event.path("timeNano").asLong() >= since
                        && event.path("timeNano").asLong() <= until)
                .map(event -> event + "\n")
                .collect(Collectors.joining());
    }

    /// Nanoseconds since 1970.
    static long now() {
        Instant now = Instant.now();
        return now.getEpochSecond() * SECOND + now.getNano();
    }
}
