package dev.regent.analyse;

/// What is to become of a manifest, which rule says so, and why in one sentence. Of several the safest counts: `Keep`
/// before `Undecided` before `Remove`.
public sealed interface Verdict {

    String rule();

    Words words();

    /// Why, in one sentence.
    default String reason() {
        return words().toString();
    }

    record Keep(String rule, Words words) implements Verdict {
        public Keep(String rule, String reason) {
            this(rule, Words.of(reason));
        }
    }

    /// Something that could protect it was not heard.
    record Undecided(String rule, Words words) implements Verdict {
        public Undecided(String rule, String reason) {
            this(rule, Words.of(reason));
        }
    }

    record Remove(String rule, Words words) implements Verdict {
        public Remove(String rule, String reason) {
            this(rule, Words.of(reason));
        }
    }

    /// 0 for the safest.
    default int danger() {
        return switch (this) {
            case Keep _ -> 0;
            case Undecided _ -> 1;
            case Remove _ -> 2;
        };
    }

    /// The same verdict for another reason.
    default Verdict because(Words other) {
        return switch (this) {
            case Keep keep -> new Keep(keep.rule(), other);
            case Undecided undecided -> new Undecided(undecided.rule(), other);
            case Remove remove -> new Remove(remove.rule(), other);
        };
    }
}
