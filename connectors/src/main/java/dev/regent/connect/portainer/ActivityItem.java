package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Text;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One entry of `/api/useractivity/logs` that tells of a change to something that has a number. What was sent
/// (`payload`) can hold passwords and isn't let in; of the call (`action`), which can name webhooks, nothing is kept
/// but what it was made to.
///
/// @param who a name that nobody vouches for
record ActivityItem(Thing thing, String who, Instant at) {

    /// @param id in Portainer, counted for each kind by itself
    record Thing(Kind kind, int id) {}

    enum Kind {
        STACK("stacks"),
        EDGE_STACK("edge_stacks"),
        ENVIRONMENT("endpoints"),
        REGISTRY("registries");

        private final String path;

        Kind(String path) {
            this.path = path;
        }
    }

    static final Shape.Page LOG = new Shape.Page("logs", Shape.values("timestamp", "username", "action"));

    private static final int LONGEST = 300;

    /// A method and a path are in it, between which and before which anything may stand: the specification calls it a
    /// text. What goes on to an engine or a cluster changes no environment.
    private static final Pattern CHANGE = Pattern.compile(
            "(?:POST|PUT|PATCH|DELETE)[^/]*(?:/api)?(?:/endpoints/[0-9]+)?"
                    + "/(stacks|edge_stacks|registries|endpoints)/([0-9]{1,9})"
                    + "(?:/(?:settings|association|file|git|git/redeploy|start|stop|migrate|associate|configure))?(?:[?\\]].*)?");

    /// Empty where it tells of nothing of the kind.
    static Optional<ActivityItem> of(JsonNode item) {
        String action = item.path("action").asText("").strip();
        long at = item.path("timestamp").asLong();
        Optional<String> who = Items.text(item, "username");
        if (action.length() > LONGEST || at <= 0 || at > Integer.MAX_VALUE * 2L || who.isEmpty()) {
            return Optional.empty();
        }
        Matcher change = CHANGE.matcher(action);
        if (!change.find() || change.end() != action.length()) {
            return Optional.empty();
        }
        Thing thing = new Thing(kind(change.group(1)), Integer.parseInt(change.group(2)));
        return Optional.of(new ActivityItem(thing, who.get(), Instant.ofEpochSecond(at)));
    }

    /// For people, to follow what was changed.
    String told() {
        return "last changed by " + Text.plain(who) + " at " + at;
    }

    private static Kind kind(String path) {
        for (Kind kind : Kind.values()) {
            if (kind.path.equals(path)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("a kind of thing is wanted, got " + path);
    }
}
