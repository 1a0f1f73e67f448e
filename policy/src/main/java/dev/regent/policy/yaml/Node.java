package dev.regent.policy.yaml;

import dev.regent.oci.Text;
import java.util.List;
import java.util.Set;

/// A part of a YAML document with its place: the number of characters (code points) before it.
public sealed interface Node {

    /// How many characters (code points) stand before it.
    int at();

    /// What it is, for people.
    String kind();

    /// A scalar as it was written; YAML's guesses at its type (`yes`, `1.0`, `2024-01-01`) are not
    /// made.
    ///
    /// @param plain whether it stands without quotes and not in a block
    record Scalar(int at, String text, boolean plain) implements Node {
        private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

        /// Whether YAML reads it as null.
        public boolean nothing() {
            return plain && NOTHING.contains(text);
        }

        @Override
        public String kind() {
            if (nothing()) {
                return "nothing";
            }
            return plain ? Text.quoted(text) : "the text " + Text.quoted(text);
        }
    }

    /// A list.
    record Items(int at, List<Node> nodes) implements Node {
        public Items {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /// A mapping; no key stands twice.
    record Fields(int at, List<Field> fields) implements Node {
        public Fields {
            fields = List.copyOf(fields);
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /// A key and what stands behind it.
    record Field(Scalar key, Node value) {}

    /// Its problem is told already: nothing more is to be said of it.
    record Refused(int at) implements Node {
        @Override
        public String kind() {
            return "something refused";
        }
    }
}
