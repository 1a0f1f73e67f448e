package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;

/// What the oracle says of a registry.
///
/// @param untagged pairs of repository and manifest that no tag points at
/// @param orphanBytes 0 over `/v2/`
/// @param partlyHeard whether a manifest of unknown media type was seen
/// @param verdicts one for each manifest seen, by repository
/// @param steps in no order; price them with [Reclaim]
/// @param reclaimExact whether the garbage collection will free exactly `reclaimBytes`
public record Opinion(
        int repositories,
        int tags,
        int manifests,
        int untagged,
        long uniqueBytes,
        long orphanBytes,
        boolean partlyHeard,
        SortedMap<String, SortedMap<Digest, Judged>> verdicts,
        Set<Step> steps,
        long reclaimBytes,
        boolean reclaimExact) {

    public static final String NO_POLICY = "no-policy";
    public static final String DEFAULT = "default";
    public static final String LAST_IMAGE = "last-image";
    public static final String NOT_AN_IMAGE = "not-an-image";

    private static final Set<String> NAMED = Set.of(NO_POLICY, DEFAULT, LAST_IMAGE, NOT_AN_IMAGE);

    /// A verdict and the words that may stand beside it.
    ///
    /// @param roles every role that the contract's words allow; one for an image
    /// @param rules which of the four rules with a fixed name may be given as the reason
    /// @param otherRules whether any other rule may be given
    public record Judged(Set<Role> roles, Verdict verdict, Set<String> rules, boolean otherRules) {
        public Judged {
            roles = Set.copyOf(roles);
            rules = Set.copyOf(rules);
        }

        /// Whether `rule` may be the reason.
        public boolean admits(String rule) {
            return NAMED.contains(rule) ? rules.contains(rule) : otherRules;
        }
    }

    /// Deletes a manifest, and with it all its tags.
    public record Step(String repository, Digest digest, SortedSet<String> tags) {}

    /// Throws where the manifest was not seen.
    public Judged of(String repository, Digest digest) {
        Map<Digest, Judged> there = verdicts.get(repository);
        Judged judged = there == null ? null : there.get(digest);
        if (judged == null) {
            throw new IllegalArgumentException(repository + "@" + digest + " was not seen");
        }
        return judged;
    }
}
