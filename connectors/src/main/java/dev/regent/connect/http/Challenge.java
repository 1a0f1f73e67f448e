package dev.regent.connect.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One way to prove who we are, as a far side offers it in `WWW-Authenticate`.
///
/// @param scheme lower case, for example `bearer`
/// @param parameters by lower-case name, unquoted
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1">RFC 9110</a>
public record Challenge(String scheme, Map<String, String> parameters) {

    public Challenge {
        parameters = Map.copyOf(parameters);
    }

    /// Every challenge of a header's values; what can't be read is left out.
    public static List<Challenge> parse(List<String> values) {
        List<Challenge> challenges = new ArrayList<>();
        for (String value : values) {
            new Scanner(value).scan(challenges);
        }
        return challenges;
    }

    /// Values may hold several challenges, and commas separate both challenges and parameters.
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        void scan(List<Challenge> challenges) {
            String scheme = "";
            Map<String, String> parameters = new HashMap<>();
            while (at < text.length()) {
                skip();
                String word = token();
                skipBlanksBeforeEquals();
                if (word.isEmpty()) {
                    at++;
                } else if (at < text.length() && text.charAt(at) == '=') {
                    at++;
                    skipBlanks();
                    parameters.putIfAbsent(word.toLowerCase(Locale.ROOT), value());
                } else {
                    add(challenges, scheme, parameters);
                    scheme = word;
                    parameters.clear();
                }
            }
            add(challenges, scheme, parameters);
        }

        private static void add(List<Challenge> challenges, String scheme, Map<String, String> parameters) {
            if (!scheme.isEmpty()) {
                challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
            }
        }

        private void skip() {
            while (at < text.length()
                    && (text.charAt(at) == ' ' || text.charAt(at) == ',' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        private void skipBlanks() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
        }

        /// Blanks between a parameter's name and its value are allowed; those behind a scheme are not
        /// to be lost.
        private void skipBlanksBeforeEquals() {
            int from = at;
            skipBlanks();
            if (at >= text.length() || text.charAt(at) != '=') {
                at = from;
            }
        }

        private String token() {
            int from = at;
            while (at < text.length() && " ,=\"\t".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(from, at);
        }

        private String value() {
            if (at >= text.length() || text.charAt(at) != '"') {
                return token();
            }
            StringBuilder value = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }
    }
}
