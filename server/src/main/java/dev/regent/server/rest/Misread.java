package dev.regent.server.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DatabindException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.regent.oci.Text;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says what is wrong with a body and where, in the words of who wrote it: no class of ours is
/// named.
final class Misread {

    private Misread() {}

    static String said(JsonProcessingException problem) {
        return switch (problem) {
            case UnrecognizedPropertyException unknown ->
                "there is no field " + Text.quoted(path(unknown)) + " here" + at(unknown)
                        + known(unknown.getKnownPropertyIds());
            case MismatchedInputException other -> mismatch(other);
            case DatabindException other ->
                "the body can't be understood" + at(other) + ": " + sentence(other.getOriginalMessage());
            default -> "the body is no JSON" + at(problem) + ": " + sentence(problem.getOriginalMessage());
        };
    }

    private static String mismatch(MismatchedInputException problem) {
        String field = path(problem);
        return field.isEmpty()
                ? "the body has to be a JSON object" + at(problem)
                : "field " + Text.quoted(field) + " has to be " + kind(problem.getTargetType()) + at(problem);
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type == Duration.class) {
            return "a duration as P90D or PT24H";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a number";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "an object" : "a text";
    }

    private static String path(JsonMappingException problem) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : problem.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static String known(@Nullable Collection<Object> fields) {
        return Objects.requireNonNullElse(fields, List.of()).stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", ", "; it takes ", ""));
    }

    private static String at(JsonProcessingException problem) {
        JsonLocation location = problem.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    /// What the parser adds after the first line and in brackets is for who wrote the parser.
    private static String sentence(@Nullable String message) {
        String first =
                Objects.requireNonNullElse(message, "").lines().findFirst().orElse("");
        return Text.plain(first.replaceFirst(" \\(start marker at .*", "").replaceFirst(" \\(for .*", ""));
    }
}
