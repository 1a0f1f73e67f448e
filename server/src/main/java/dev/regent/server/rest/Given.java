package dev.regent.server.rest;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a request has to bring, held against what it brought.
final class Given {

    private static final Set<String> NUMBERS = Set.of("limit", "after", "before", "days", "newest");

    private Given() {}

    /// The body.
    ///
    /// @param what it has to say, for example `{"reason": "…"}`
    static <T> T body(@Nullable T body, String what) {
        if (body == null) {
            throw ProblemException.bad("the body is missing: send JSON as " + what);
        }
        return body;
    }

    /// A text that has to say something.
    ///
    /// @param remedy what to write
    static String text(@Nullable String text, String field, String remedy) {
        if (text == null || text.isBlank()) {
            throw ProblemException.bad("`" + field + "` is missing: " + remedy);
        }
        return text.strip();
    }

    /// A query parameter that is true or false.
    static boolean flag(String name, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ProblemException.bad("?" + name + "= is true or false, got another text");
        };
    }

    /// A query parameter that is one of few words.
    static void oneOf(String name, Optional<String> text, List<String> words) {
        if (text.isPresent() && !words.contains(text.get())) {
            throw ProblemException.bad("?" + name + "= is one of " + String.join(", ", words) + ", got another text");
        }
    }

    /// What is wrong with query parameters that could not be turned into what a method takes.
    static String misreadNumbers(MultivaluedMap<String, String> query) {
        return query.entrySet().stream()
                .filter(parameter -> NUMBERS.contains(parameter.getKey()))
                .filter(parameter -> parameter.getValue().stream().anyMatch(text -> !text.matches("-?\\d{1,9}")))
                .map(parameter -> "?" + parameter.getKey() + "= is a whole number, got another text")
                .findFirst()
                .orElse("a part of the address isn't what it has to be; /api/v1/openapi says what it is");
    }
}
