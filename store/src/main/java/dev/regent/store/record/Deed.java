package dev.regent.store.record;

import java.util.Map;

/// What is to be recorded; the database's clock says when.
///
/// @param session names what belongs together: a look, an execution, a request
/// @param actor who did it; `regent` for what happens by itself
/// @param action what was done, for example `plan.approved`
/// @param subject what it was done to, for example a plan's digest
/// @param reason in the actor's words; empty where none was given
/// @param details everything else that proves it, by name
public record Deed(
        String session, String actor, String action, String subject, String reason, Map<String, String> details) {
    public Deed {
        details = Map.copyOf(details);
    }
}
