package dev.regent.policy;

import com.google.re2j.Pattern;
import dev.regent.oci.Text;
import dev.regent.policy.yaml.Characters;
import java.util.function.Predicate;

/// A pattern for whole names: `*` is any run of characters but `/`, `**` any run with `/` too, `?`
/// one character but `/`; a run may be empty, all else stands for itself. Matching takes time
/// linear in the name.
public final class Glob implements Predicate<String> {

    private static final int LONGEST = 500;
    private static final String NO_WILDCARDS = "[]{}\\!";

    private final String text;
    private final Predicate<String> matches;

    private Glob(String text) {
        this.text = text;
        this.matches = matches(text);
    }

    /// The glob that `text` writes.
    ///
    /// @throws IllegalArgumentException if `text` is no glob; the message says what was wanted
    public static Glob parse(String text) {
        return parse(text, false);
    }

    /// The glob that `text` writes, for names in which blanks can stand.
    ///
    /// @throws IllegalArgumentException if `text` is no glob; the message says what was wanted
    public static Glob parseWithBlanks(String text) {
        return parse(text, true);
    }

    /// The glob that `text` writes, for names of repositories within their registry.
    ///
    /// @throws IllegalArgumentException if `text` is no glob or no repository can match it; the message says why
    public static Glob parseForRepositories(String text) {
        Glob glob = parse(text);
        if (text.indexOf(':') >= 0 || text.indexOf('@') >= 0) {
            throw new IllegalArgumentException("no repository matches " + Text.quoted(text) + ": the name within its"
                    + " registry is meant, such as team/app, without host, tag or digest");
        }
        if (text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            throw new IllegalArgumentException("no repository matches " + Text.quoted(text)
                    + ": a name neither begins nor ends with `/`; for all below team write team/**");
        }
        return glob;
    }

    private static Glob parse(String text, boolean blanks) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a glob has at least one character; \"**\" is every name");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("a glob has at most " + LONGEST + " characters, got " + text.length());
        }
        if (text.contains("***")) {
            throw new IllegalArgumentException("a glob has `*` (within `/`) and `**` (across `/`), got three or more"
                    + " side by side in " + Text.quoted(text));
        }
        text.codePoints()
                .filter(c -> strange(c) && !(blanks && c == ' '))
                .findFirst()
                .ifPresent(c -> {
                    throw new IllegalArgumentException("a glob has the wildcards `*`, `**` and `?` only, got `"
                            + Text.plain(Character.toString(c)) + "` in " + Text.quoted(text));
                });
        return new Glob(text);
    }

    private static boolean strange(int c) {
        return NO_WILDCARDS.indexOf(c) >= 0 || Character.isSpaceChar(c) || Characters.hidden(c);
    }

    private static Predicate<String> matches(String glob) {
        if (glob.equals("**")) {
            return _ -> true;
        }
        if (glob.indexOf('*') < 0 && glob.indexOf('?') < 0) {
            return glob::equals;
        }
        Pattern pattern = Pattern.compile(expression(glob), Pattern.DOTALL);
        return pattern::matches;
    }

    private static String expression(String glob) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < glob.length(); ) {
            int c = glob.codePointAt(i);
            if (glob.startsWith("**", i)) {
                expression.append(".*");
                i++;
            } else if (c == '*') {
                expression.append("[^/]*");
            } else if (c == '?') {
                expression.append("[^/]");
            } else {
                expression.append(Pattern.quote(Character.toString(c)));
            }
            i += Character.charCount(c);
        }
        return expression.toString();
    }

    /// As it was written.
    public String text() {
        return text;
    }

    @Override
    public boolean test(String name) {
        return matches.test(name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && text.equals(glob.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
