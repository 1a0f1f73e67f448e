package dev.regent.testkit.world;

import dev.regent.oci.Digest;

/// The tags under which signatures and the like are pushed where the registry has no list of
/// referrers.
public final class ReferrerTags {

    private ReferrerTags() {}

    /// The referrers API's fallback: `sha256-<hex>`, an index of the subject's referrers.
    public static String fallback(Digest subject) {
        return subject.algorithm() + "-" + subject.hex();
    }

    /// cosign's signatures.
    public static String signature(Digest subject) {
        return fallback(subject) + ".sig";
    }

    /// cosign's attestations.
    public static String attestation(Digest subject) {
        return fallback(subject) + ".att";
    }

    /// cosign's SBOMs.
    public static String sbom(Digest subject) {
        return fallback(subject) + ".sbom";
    }
}
