package dev.regent.given;

import dev.regent.oci.Digest;

/// Digests that people can read and that sort by their number.
public final class Digests {

    private Digests() {}

    /// Of manifest `number`; its first twelve digits are the number.
    public static Digest digest(int number) {
        return new Digest("sha256:%012d".formatted(number) + "0".repeat(52));
    }

    public static Digest config(int number) {
        return new Digest("sha256:c%011d".formatted(number) + "0".repeat(52));
    }

    public static Digest layer(int number) {
        return new Digest("sha256:f%011d".formatted(number) + "0".repeat(52));
    }

    /// The tag by which `subject` is named without the referrers API.
    public static String fallbackTag(Digest subject) {
        return "sha256-" + subject.hex();
    }
}
