package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Text;
import java.util.Optional;
import java.util.regex.Pattern;

/// One element of `/nodes`.
///
/// @param state `ready`, `down`, `disconnected` or `unknown`, as managers see it
/// @param changedAt when the manager's record of it changed last, as it says
record NodeItem(String id, String hostname, String role, String availability, String state, String changedAt) {

    /// What goes into a header; host names are of this form.
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

    static NodeItem of(JsonNode node) {
        return new NodeItem(
                node.path("ID").asText(),
                node.path("Description").path("Hostname").asText(),
                node.path("Spec").path("Role").asText(),
                node.path("Spec").path("Availability").asText(),
                node.path("Status").path("State").asText(),
                node.path("UpdatedAt").asText());
    }

    boolean down() {
        return state.equals("down");
    }

    /// Whom to ask for it; empty if its name can't be sent.
    Optional<Addressee.Node> addressee() {
        return NAME.matcher(hostname).matches() ? Optional.of(new Addressee.Node(hostname)) : Optional.empty();
    }

    /// For people.
    String shown() {
        return hostname.isEmpty() ? Text.plain(id) : Text.plain(hostname);
    }
}
