package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.portainer.ActivityItem.Kind;
import dev.regent.connect.portainer.ActivityItem.Thing;
import dev.regent.observe.Notice;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Who changed what last, and how often somebody was refused at the door, as far as the logs of Business Edition
/// were read. Their newest entries only: whoever changes everything at once can push older changes out of sight.
///
/// @param last of each thing that was changed
/// @param notices what a person should look at
record Activity(Map<Thing, ActivityItem> last, List<Notice> notices) {

    static final Activity NONE = new Activity(Map.of(), List.of());

    private static final int PAGE = 100;
    private static final int PAGES = 5;

    /// So many failures among the newest entries are more than mistyped passwords.
    private static final int MANY = 20;

    private static final int FAILED = 2;

    /// A user's name isn't let in: people type passwords where names belong.
    private static final Shape.Page SIGN_INS = new Shape.Page("logs", Shape.values("timestamp", "type", "origin"));

    Activity {
        last = Map.copyOf(last);
        notices = List.copyOf(notices);
    }

    /// The newest change of each thing.
    ///
    /// @throws ConnectorException if the log can't be read
    static Map<Thing, ActivityItem> changes(PortainerApi api) throws ConnectorException, InterruptedException {
        Map<Thing, ActivityItem> last = new HashMap<>();
        pages(
                api,
                Call.ACTIVITY,
                ActivityItem.LOG,
                entry -> ActivityItem.of(entry)
                        .ifPresent(item -> last.merge(
                                item.thing(), item, (one, other) -> other.at().isAfter(one.at()) ? other : one)));
        return last;
    }

    /// What a person should look at of who tried to sign in.
    ///
    /// @throws ConnectorException if the log can't be read
    static List<Notice> signIns(PortainerApi api) throws ConnectorException, InterruptedException {
        List<Long> failures = new ArrayList<>();
        Set<String> origins = new HashSet<>();
        int read = pages(api, Call.SIGN_INS, SIGN_INS, entry -> {
            if (entry.path("type").asInt() == FAILED) {
                failures.add(entry.path("timestamp").asLong());
                origins.add(entry.path("origin").asText(""));
            }
        });
        if (failures.size() < MANY) {
            return List.of();
        }
        long newest = failures.stream().mapToLong(Long::longValue).max().orElseThrow();
        return List.of(new Notice(
                "failed-sign-ins",
                api.shown(),
                failures.size() + " of the newest " + read + " attempts to sign in to Portainer failed, from "
                        + origins.size() + " addresses, the last of them at " + Instant.ofEpochSecond(newest),
                "look there under Authentication logs who it was, and let nobody reach Portainer who needn't"));
    }

    /// @return how many entries were read
    private static int pages(PortainerApi api, Call call, Shape.Page shape, Consumer<JsonNode> each)
            throws ConnectorException, InterruptedException {
        int read = 0;
        for (int page = 0; page < PAGES; page++) {
            JsonNode answer = api.read(call, shape, (long) page * PAGE, PAGE);
            JsonNode entries = answer.path(shape.list());
            entries.forEach(each);
            read += entries.size();
            if (entries.size() < PAGE) {
                return read;
            }
        }
        return read;
    }

    /// The newest change of a thing.
    Optional<ActivityItem> last(Kind kind, int id) {
        return Optional.ofNullable(last.get(new Thing(kind, id)));
    }

    /// The same for people.
    Optional<String> told(Kind kind, int id) {
        return last(kind, id).map(ActivityItem::told);
    }
}
