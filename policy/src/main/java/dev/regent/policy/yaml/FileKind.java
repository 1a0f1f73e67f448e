package dev.regent.policy.yaml;

/// A kind of file, as its problems speak of it.
///
/// @param name in one word, for example `policy`
/// @param levels how deep it nests at most, in words
/// @param whenTooLarge what to do about a file that is too large
public record FileKind(String name, String levels, String whenTooLarge) {

    /// Bytes of a file.
    public static final int LARGEST = 1 << 20;

    String tooLarge() {
        return "a " + name + " file has at most " + LARGEST + " bytes; " + whenTooLarge;
    }
}
