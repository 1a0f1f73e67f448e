package dev.regent.testkit.oracle;

/// What happens to a manifest; the later, the safer.
public enum Verdict {
    REMOVE,
    UNDECIDED,
    KEEP;

    /// The safer one of both.
    public Verdict or(Verdict other) {
        return compareTo(other) < 0 ? other : this;
    }
}
