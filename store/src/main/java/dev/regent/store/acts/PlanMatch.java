package dev.regent.store.acts;

import dev.regent.oci.Digest;
import java.util.List;

/// What a digest, or the beginning of one, names.
public sealed interface PlanMatch {

    record None() implements PlanMatch {}

    record One(Digest digest) implements PlanMatch {}

    /// The beginning is too short.
    ///
    /// @param digests some that begin so, ten at most
    record Several(List<Digest> digests) implements PlanMatch {
        public Several {
            digests = List.copyOf(digests);
        }
    }
}
