package dev.regent.analyse;

/// What is to become of a manifest, which rule says so, and why in one sentence. Of several the safest counts: `Keep`
/// before `Undecided` before `Remove`.
public sealed interface Verdict {

    String rule();

    String reason();

    record Keep(String rule, String reason) implements Verdict {}

    /// Something that could protect it was not heard.
    record Undecided(String rule, String reason) implements Verdict {}

    record Remove(String rule, String reason) implements Verdict {}

    /// 0 for the safest.
    default int danger() {
        return switch (this) {
            case Keep _ -> 0;
            case Undecided _ -> 1;
            case Remove _ -> 2;
        };
    }

    /// The same verdict for another reason.
    default Verdict because(String other) {
        return switch (this) {
            case Keep keep -> new Keep(keep.rule(), other);
            case Undecided undecided -> new Undecided(undecided.rule(), other);
            case Remove remove -> new Remove(remove.rule(), other);
        };
    }
}
