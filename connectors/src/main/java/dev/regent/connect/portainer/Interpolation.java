package dev.regent.connect.portainer;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Fills variables into a text of a Compose file: `$NAME`, `${NAME}`, `${NAME:-default}` and its kin; `$$` is a
/// dollar.
///
/// @see <a href="https://github.com/compose-spec/compose-spec/blob/main/12-interpolation.md">Compose</a>
final class Interpolation {

    /// What came of it.
    ///
    /// @param text filled in
    /// @param missing names of variables without a value and without anything to stand in
    /// @param assumed names of variables without a value, for which something stood in
    /// @param wellFormed whether all of it was understood
    record Filled(String text, SortedSet<String> missing, SortedSet<String> assumed, boolean wellFormed) {}

    private static final int DEEPEST = 8;

    private final Function<String, Optional<String>> variables;
    private final SortedSet<String> missing = new TreeSet<>();
    private final SortedSet<String> assumed = new TreeSet<>();
    private boolean wellFormed = true;

    private Interpolation(Function<String, Optional<String>> variables) {
        this.variables = variables;
    }

    static Filled fill(String text, Function<String, Optional<String>> variables) {
        Interpolation interpolation = new Interpolation(variables);
        String filled = interpolation.filled(text, 0);
        return new Filled(filled, interpolation.missing, interpolation.assumed, interpolation.wellFormed);
    }

    private String filled(String text, int depth) {
        if (depth > DEEPEST) {
            wellFormed = false;
            return "";
        }
        StringBuilder filled = new StringBuilder();
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) != '$') {
                filled.append(text.charAt(i++));
            } else if (text.startsWith("$$", i)) {
                filled.append('$');
                i += 2;
            } else if (text.startsWith("${", i)) {
                int end = closing(text, i + 2);
                if (end < 0) {
                    wellFormed = false;
                    return filled.toString();
                }
                filled.append(braced(text.substring(i + 2, end), depth));
                i = end + 1;
            } else {
                int end = nameEnd(text, i + 1);
                wellFormed = wellFormed && end > i + 1;
                filled.append(end > i + 1 ? plain(text.substring(i + 1, end)) : "");
                i = Math.max(end, i + 1);
            }
        }
        return filled.toString();
    }

    private String plain(String name) {
        Optional<String> value = variables.apply(name);
        if (value.isEmpty()) {
            missing.add(name);
        }
        return value.orElse("");
    }

    /// @param inner between the braces
    private String braced(String inner, int depth) {
        int end = nameEnd(inner, 0);
        String name = inner.substring(0, end);
        String rest = inner.substring(end);
        if (name.isEmpty()) {
            wellFormed = false;
            return "";
        }
        if (rest.isEmpty()) {
            return plain(name);
        }
        boolean colon = rest.startsWith(":");
        Optional<String> value = variables.apply(name).filter(text -> !(colon && text.isEmpty()));
        String argument = rest.substring(Math.min(rest.length(), colon ? 2 : 1));
        return switch (rest.substring(colon ? 1 : 0, Math.min(rest.length(), colon ? 2 : 1))) {
            case "-" -> value.orElseGet(() -> standIn(name, argument, depth));
            case "+" -> value.isPresent() ? filled(argument, depth + 1) : standIn(name, "", depth);
            case "?" -> value.orElseGet(() -> plain(name));
            default -> {
                wellFormed = false;
                yield "";
            }
        };
    }

    private String standIn(String name, String argument, int depth) {
        assumed.add(name);
        return filled(argument, depth + 1);
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isOfName(text.charAt(end), end == from)) {
            end++;
        }
        return end;
    }

    private static boolean isOfName(char c, boolean first) {
        boolean letter = c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (!first && c >= '0' && c <= '9');
    }

    /// Where the brace closes that was opened before `from`; -1 if nowhere.
    private static int closing(String text, int from) {
        int open = 1;
        for (int i = from; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                open++;
            } else if (text.charAt(i) == '}' && --open == 0) {
                return i;
            }
        }
        return -1;
    }
}
