package dev.regent.plan;

/// What doesn't go only because environments were not wholly heard. It is the most that can come free: whoever is heard
/// then may use some of it.
///
/// @param bytes that the registries' garbage collection would free beyond the plan
/// @param manifests steps beyond those of the plan
public record HeldBack(long bytes, int manifests) {

    public static final HeldBack NOTHING = new HeldBack(0, 0);

    public HeldBack {
        if (bytes < 0 || manifests < 0) {
            throw new IllegalArgumentException(
                    "what is held back is zero or more, got " + bytes + " bytes in " + manifests + " manifests");
        }
    }

    /// What a plan that knows less leaves out of one that knows all.
    ///
    /// @param less the plan, of which every step is in `all` too
    public static HeldBack between(Plan less, Plan all) {
        return new HeldBack(
                all.reclaimBytes() - less.reclaimBytes(),
                all.steps().size() - less.steps().size());
    }
}
