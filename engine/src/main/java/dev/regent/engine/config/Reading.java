package dev.regent.engine.config;

import dev.regent.oci.Text;
import dev.regent.policy.Times;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Values;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One reading of one file: its values that stand in more than one place, its problems and warnings.
///
/// @param folder what paths are relative to
record Reading(Problems problems, Values values, Path folder, List<Warning> warnings) {

    private static final Duration SHORT_GRACE = Duration.ofHours(1);

    Reading(Problems problems, Path folder) {
        this(problems, new Values(problems), folder, new ArrayList<>());
    }

    /// A reader must not build from what is refused anyway.
    boolean failed() {
        return problems.count() > 0;
    }

    void warn(int at, String message) {
        warnings.add(new Warning(problems.place(at).problem(message), Optional.empty()));
    }

    void warnFrom(Instant from, int at, String message) {
        warnings.add(new Warning(problems.place(at).problem(message), Optional.of(from)));
    }

    /// What `read` makes of each item of a list.
    <T> List<T> each(Optional<Node> node, String key, String wanted, Function<Node, Optional<T>> read) {
        if (node.isEmpty()) {
            return List.of();
        }
        if (!(node.get() instanceof Node.Items items)) {
            wanted(node.get(), key, "a list of " + wanted);
            return List.of();
        }
        return items.nodes().stream().map(read).flatMap(Optional::stream).toList();
    }

    /// As [Problems#wanted], without what stands there: it may be a secret in the wrong place.
    void wanted(Node node, String key, String wanted) {
        if (!(node instanceof Node.Refused)) {
            problems.add(node.at(), "`" + key + "` wants " + wanted);
        }
    }

    Optional<Duration> grace(Mapping in) {
        Optional<Duration> grace = in.value("grace")
                .flatMap(node -> values.parsed(node, "grace", "a duration, for example 24h", Times::duration));
        if (grace.isPresent() && grace.get().compareTo(SHORT_GRACE) < 0) {
            in.value("grace")
                    .ifPresent(node -> warn(
                            node.at(),
                            "`grace` is less than 1h: what was pushed a moment ago may be deleted before anything"
                                    + " runs it; 24h is usual"));
        }
        return grace;
    }

    /// A duration from `least` on; empty where the key is not there.
    Optional<Duration> duration(Mapping in, String key, String least, String most) {
        return in.value(key)
                .flatMap(node -> values.parsed(node, key, "a duration, for example " + least, text -> {
                    Duration duration = Times.duration(text);
                    if (duration.compareTo(Times.duration(least)) < 0 || duration.compareTo(Times.duration(most)) > 0) {
                        throw new IllegalArgumentException("from " + least + " to " + most + " is wanted; got " + text);
                    }
                    return duration;
                }));
    }

    boolean flag(Mapping in, String key, boolean otherwise) {
        return in.value(key).flatMap(node -> values.flag(node, key)).orElse(otherwise);
    }

    int count(Mapping in, String key, int otherwise) {
        return in.value(key).flatMap(node -> values.count(node, key)).orElse(otherwise);
    }

    Optional<Path> path(Mapping in, String key) {
        return in.value(key).flatMap(node -> path(node, key));
    }

    Optional<Path> path(Node node, String key) {
        return values.parsed(node, key, "a path", this::path);
    }

    Path path(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a path is wanted, and nothing stands here");
        }
        if (text.startsWith("~")) {
            throw new IllegalArgumentException("`~` isn't expanded here; write the whole path");
        }
        try {
            return folder.resolve(text).normalize();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("this is no path: " + e.getReason(), e);
        }
    }

    /// Text that people read; not blank.
    Optional<String> words(Node node, String key, String wanted) {
        Optional<String> text = values.text(node, key, wanted);
        if (text.isPresent() && text.get().isBlank()) {
            problems.add(node.at(), "`" + key + "` wants " + wanted + "; got " + Text.quoted(text.get()));
            return Optional.empty();
        }
        return text;
    }
}
