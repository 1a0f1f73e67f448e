package dev.regent.policy.yaml;

/// Which characters can be trusted to show what is written.
public final class Characters {

    private Characters() {}

    /// Whether it steers a terminal, breaks a line, or hides or reorders what is read.
    public static boolean hidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
