package dev.regent.policy.yaml;

/// What is wrong in a file, where, and what to do.
///
/// @param line 1 is the first; 1 too where the file as a whole is meant
/// @param column 1 is the first, in characters (code points); just behind the last where something
///     is missing
public record Problem(String file, int line, int column, String message) {

    /// `file:line:column: message`
    @Override
    public String toString() {
        return file + ":" + line + ":" + column + ": " + message;
    }
}
