package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.engine.report.FarText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the server said, or a part of it. What isn't there is empty, `0` or `false`: a server may leave out what it has
/// nothing to say about.
record Answer(JsonNode json) {

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /// As the server wrote it: for scripts and for asking further, never for a terminal.
    String raw(String name) {
        return json.path(name).asText("");
    }

    /// Made fit to be shown, since much of it comes from registries.
    String text(String name) {
        return FarText.whole(raw(name));
    }

    String text(String name, String otherwise) {
        return has(name) && !raw(name).isEmpty() ? text(name) : otherwise;
    }

    long number(String name) {
        return json.path(name).asLong();
    }

    double decimal(String name) {
        return json.path(name).asDouble();
    }

    boolean is(String name) {
        return json.path(name).asBoolean();
    }

    Optional<Instant> time(String name) {
        try {
            return has(name) ? Optional.of(Instant.parse(raw(name))) : Optional.empty();
        } catch (DateTimeException _) {
            // Shown as unknown; a reader of times must not fail the command whose work is done.
            return Optional.empty();
        }
    }

    Answer at(String name) {
        return new Answer(json.path(name));
    }

    List<Answer> list(String name) {
        List<Answer> list = new ArrayList<>();
        json.path(name).forEach(item -> list.add(new Answer(item)));
        return list;
    }

    List<Answer> items() {
        return list("items");
    }

    /// Made fit to be shown.
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        json.path(name).forEach(item -> texts.add(FarText.whole(item.asText())));
        return texts;
    }

    /// The first digits of a digest, enough for people to tell it from others.
    String brief(String name) {
        String digest = raw(name);
        String hex = digest.startsWith("sha256:") ? digest.substring(7) : digest;
        return FarText.whole(hex.substring(0, Math.min(12, hex.length())));
    }
}
