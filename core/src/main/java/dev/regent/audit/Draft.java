package dev.regent.audit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// What is to be recorded, before it has its place in the chain. Texts are cleaned of what can't be
/// stored as UTF-8.
///
/// @param at by the database's clock, in whole microseconds
/// @param session names what belongs together: a look, an execution, a request
/// @param actor who did it; `regent` for what happens by itself
/// @param action what was done, for example `plan.approved`
/// @param subject what it was done to, for example a plan's digest
/// @param reason in the actor's words; empty where none was given
/// @param details everything else that proves it, by name
public record Draft(
        Instant at,
        String session,
        String actor,
        String action,
        String subject,
        String reason,
        Map<String, String> details) {

    public Draft {
        at = at.truncatedTo(ChronoUnit.MICROS);
        session = clean(session);
        actor = clean(actor);
        action = clean(action);
        subject = clean(subject);
        reason = clean(reason);
        Map<String, String> cleaned = new TreeMap<>();
        details.forEach((name, value) -> cleaned.put(clean(name), clean(value)));
        details = Map.copyOf(cleaned);
    }

    private static String clean(String text) {
        String paired = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        return paired.replace('\0', '\uFFFD');
    }
}
