package dev.regent.policy.yaml;

import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads single values and lists of them. Where a value is not what it should be there is a problem
/// and no value.
public final class Values {

    private static final Pattern COUNT = Pattern.compile("0|[1-9][0-9]*");

    private final Problems problems;

    /// Problems go to `problems`.
    public Values(Problems problems) {
        this.problems = problems;
    }

    /// Text in one line, as it was written.
    ///
    /// @param key whose value it is
    /// @param wanted what should stand there, for people
    public Optional<String> text(Node node, String key, String wanted) {
        if (!(node instanceof Node.Scalar scalar) || scalar.nothing()) {
            problems.wanted(node, "`" + key + "`", wanted);
            return Optional.empty();
        }
        Optional<String> hidden = scalar.text()
                .codePoints()
                .filter(Characters::hidden)
                .mapToObj(Character::toString)
                .findFirst();
        if (hidden.isPresent()) {
            problems.add(
                    node.at(),
                    "`" + key + "` has the character " + Text.plain(hidden.get())
                            + ", which doesn't show; write it in one line without");
            return Optional.empty();
        }
        return Optional.of(scalar.text());
    }

    /// Text that `parse` makes something of; what it throws becomes the problem.
    public <T> Optional<T> parsed(Node node, String key, String wanted, Function<String, T> parse) {
        return text(node, key, wanted).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (IllegalArgumentException e) {
                problems.add(node.at(), "`" + key + "`: " + e.getMessage());
                return Optional.empty();
            }
        });
    }

    /// A list of what `parse` makes of its texts; those that can be read, in their order.
    public <T> Optional<List<T>> list(Node node, String key, String wanted, Function<String, T> parse) {
        if (!(node instanceof Node.Items items)) {
            problems.wanted(node, "`" + key + "`", "a list in brackets of " + wanted + " each");
            return Optional.empty();
        }
        List<T> values = new ArrayList<>();
        for (Node each : items.nodes()) {
            parsed(each, key, wanted, parse).ifPresent(values::add);
        }
        return Optional.of(List.copyOf(values));
    }

    /// As [#list], with at least one.
    ///
    /// @param instead what to do where none is meant
    public <T> Optional<List<T>> some(Node node, String key, String wanted, Function<String, T> parse, String instead) {
        Optional<List<T>> values = list(node, key, wanted, parse);
        if (node instanceof Node.Items items && items.nodes().isEmpty()) {
            problems.add(node.at(), "`" + key + "` is empty and would match nothing; " + instead);
        }
        return values;
    }

    /// A whole number without quotes, 1 or more.
    public Optional<Integer> count(Node node, String key) {
        String wanted = "a whole number, 1 or more, without quotes";
        if (!(node instanceof Node.Scalar scalar)
                || !scalar.plain()
                || !COUNT.matcher(scalar.text()).matches()
                || scalar.text().equals("0")) {
            problems.wanted(node, "`" + key + "`", wanted);
            return Optional.empty();
        }
        if (scalar.text().length() > 9) {
            problems.add(node.at(), "`" + key + "` is at most 999999999; got " + Text.plain(scalar.text()));
            return Optional.empty();
        }
        return Optional.of(Integer.valueOf(scalar.text()));
    }

    /// `true` or `false`, without quotes.
    public Optional<Boolean> flag(Node node, String key) {
        if (node instanceof Node.Scalar scalar && scalar.plain()) {
            switch (scalar.text()) {
                case "true" -> {
                    return Optional.of(true);
                }
                case "false" -> {
                    return Optional.of(false);
                }
                default -> {}
            }
        }
        problems.wanted(node, "`" + key + "`", "true or false, without quotes");
        return Optional.empty();
    }

    /// One word of a few.
    public Optional<String> oneOf(Node node, String key, List<String> words) {
        String wanted = String.join(" or ", words);
        Optional<String> text = text(node, key, wanted);
        if (text.isPresent() && !words.contains(text.get())) {
            problems.wanted(node, "`" + key + "`", wanted);
            return Optional.empty();
        }
        return text;
    }
}
