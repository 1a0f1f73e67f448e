package dev.regent.engine.config;

import dev.regent.oci.Text;
import dev.regent.policy.yaml.Mapping;
import dev.regent.policy.yaml.Node;
import dev.regent.policy.yaml.Problems;
import dev.regent.policy.yaml.Values;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The names of one kind of thing, each of which may be taken once.
final class Taken {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");

    private final String kind;
    private final Problems problems;
    private final Map<String, Integer> taken = new HashMap<>();

    /// @param kind with its article
    Taken(String kind, Problems problems) {
        this.kind = kind;
        this.problems = problems;
    }

    Set<String> names() {
        return Set.copyOf(taken.keySet());
    }

    /// The name of what `in` describes.
    Optional<String> name(Mapping in, String example) {
        Optional<Node> node = in.required("name", "name: " + example);
        Optional<String> name = node.flatMap(
                it -> new Values(problems).parsed(it, "name", "a name, for example " + example, Taken::checked));
        if (node.isPresent() && name.isPresent()) {
            claim(name.get(), node.get().at());
        }
        return name;
    }

    private void claim(String name, int at) {
        Integer first = taken.putIfAbsent(name, at);
        if (first != null) {
            problems.add(
                    at,
                    kind + " named `" + name + "` stands in line "
                            + problems.place(first).line() + " already; give one of them another name");
        }
    }

    private static String checked(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("a name has 1 to 63 lower-case letters, digits and `-`, for example"
                    + " main; got " + Text.quoted(text));
        }
        return text;
    }
}
