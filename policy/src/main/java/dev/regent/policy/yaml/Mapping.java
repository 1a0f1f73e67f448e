package dev.regent.policy.yaml;

import dev.regent.oci.Text;
import java.util.List;
import java.util.Optional;

/// A mapping that has only keys that are allowed.
public final class Mapping {

    private final String name;
    private final Node.Fields fields;
    private final Problems problems;

    private Mapping(String name, Node.Fields fields, Problems problems) {
        this.name = name;
        this.fields = fields;
        this.problems = problems;
    }

    /// Empty, and a problem, if `node` is no mapping; unknown keys are problems too.
    ///
    /// @param name what the mapping is, for people
    public static Optional<Mapping> of(Node node, String name, List<String> allowed, Problems problems) {
        if (!(node instanceof Node.Fields fields)) {
            problems.wanted(node, name, "a mapping with some of: " + String.join(", ", allowed));
            return Optional.empty();
        }
        for (Node.Field field : fields.fields()) {
            String key = field.key().text();
            if (!allowed.contains(key)) {
                problems.add(field.key().at(), unknown(key, name, allowed));
            }
        }
        return Optional.of(new Mapping(name, fields, problems));
    }

    private static String unknown(String key, String name, List<String> allowed) {
        return "unknown key `" + Text.plain(key) + "`"
                + Spelling.nearest(key, allowed)
                        .map(known -> "; did you mean `" + known + "`?")
                        .orElse(";")
                + " allowed in " + name + ": " + String.join(", ", allowed);
    }

    /// Where it begins, as [Node#at()].
    public int at() {
        return fields.at();
    }

    /// Whether it has no keys.
    public boolean isEmpty() {
        return fields.fields().isEmpty();
    }

    /// What stands behind a key; empty if the key is not there.
    public Optional<Node> value(String key) {
        return field(key).map(Node.Field::value);
    }

    /// The value of a key that must be there; without it a problem.
    ///
    /// @param example how to write it
    public Optional<Node> required(String key, String example) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            problems.add(at(), name + " needs `" + key + "`; add `" + example + "`");
        }
        return value;
    }

    /// Where the key stands.
    public Optional<Integer> keyAt(String key) {
        return field(key).map(field -> field.key().at());
    }

    private Optional<Node.Field> field(String key) {
        return fields.fields().stream()
                .filter(field -> field.key().text().equals(key))
                .findFirst();
    }
}
