package dev.regent.engine.config;

/// Where the server stops by itself.
///
/// @param largePlan what counts as a large plan, which needs a word of its own to be approved
/// @param stopAfterFailures after how many failed steps an execution stops; 1 or more
public record Limits(LargePlan largePlan, int stopAfterFailures) {

    public static final Limits USUAL = new Limits(new LargePlan(0.2, 1000), 5);

    public Limits {
        if (stopAfterFailures < 1) {
            throw new IllegalArgumentException("stopAfterFailures is 1 or more, got " + stopAfterFailures);
        }
    }

    /// A plan that takes more than either is large.
    ///
    /// @param share of a registry's manifests; more than 0, at most 1
    /// @param manifests 1 or more
    public record LargePlan(double share, int manifests) {
        public LargePlan {
            if (!(share > 0 && share <= 1)) {
                throw new IllegalArgumentException("share is more than 0 and at most 1, got " + share);
            }
            if (manifests < 1) {
                throw new IllegalArgumentException("manifests is 1 or more, got " + manifests);
            }
        }
    }
}
