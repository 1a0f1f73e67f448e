package dev.regent.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.regent.oci.Text;
import java.util.function.Predicate;

/// An RE2 pattern that a tag has somewhere in it; `^` and `$` tie it to the ends.
record TagPattern(Pattern pattern) implements Predicate<String> {

    private static final int LONGEST = 1000;

    /// RE2/J 1.8 unrolls repetitions without a limit on their product; this bounds what is
    /// compiled.
    private static final long LARGEST_UNROLLED = 1_000_000;

    /// Instructions; a tag is matched in time linear in this.
    private static final int LARGEST_PROGRAM = 10_000;

    private static final Pattern REPETITION = Pattern.compile("\\{(\\d+)(?:,(\\d*))?\\}");

    /// @throws IllegalArgumentException if `text` is no pattern of RE2, or too large a one
    static TagPattern parse(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty pattern is in every tag; write \".\" if that is meant");
        }
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a pattern has at most " + LONGEST + " characters, got " + text.length());
        }
        if (unrolled(text) > LARGEST_UNROLLED) {
            throw tooLarge();
        }
        TagPattern pattern = new TagPattern(compile(text));
        if (pattern.pattern.programSize() > LARGEST_PROGRAM) {
            throw tooLarge();
        }
        return pattern;
    }

    private static Pattern compile(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "no pattern of RE2: " + Text.plain(e.getDescription()) + where(text, e), e);
        }
    }

    private static String where(String text, PatternSyntaxException e) {
        String part = e.getPattern() == null ? "" : e.getPattern();
        int from = text.indexOf(part);
        if (part.isEmpty() || from < 0) {
            return "";
        }
        return ": `" + Text.plain(part) + "` at character " + (text.codePointCount(0, from) + 1) + " of it";
    }

    /// No less than what the pattern has when its repetitions are written out.
    private static long unrolled(String text) {
        long size = text.length();
        var repetition = REPETITION.matcher(text);
        while (repetition.find() && size <= LARGEST_UNROLLED) {
            String most = repetition.group(2) == null || repetition.group(2).isEmpty()
                    ? repetition.group(1)
                    : repetition.group(2);
            // RE2 refuses counts over 1000 itself, with a better message.
            size *= most.length() > 4 ? 1 : Math.max(1, Integer.parseInt(most));
        }
        return size;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("the pattern is too large when its repetitions are written out; make their"
                + " counts smaller or nest fewer");
    }

    @Override
    public boolean test(String tag) {
        return pattern.matcher(tag).find();
    }
}
