package dev.regent.oci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tag that names the manifest it belongs to instead of a version: `sha256-` and 64 hexadecimal digits, bare (the
/// fallback of the referrers API) or with `.sig`, `.att` or `.sbom` (cosign). Every other tag is ordinary.
///
/// @param subject the manifest that what is tagged says it belongs to
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#referrers-tag-schema">OCI</a>
/// @see <a href="https://github.com/sigstore/cosign/blob/v2.4.1/specs/SIGNATURE_SPEC.md">cosign</a>
public record ReferrerTag(Digest subject) {

    private static final Pattern FORM = Pattern.compile("sha256-([0-9a-f]{64})(?:\\.(?:sig|att|sbom))?");

    /// Empty for an ordinary tag.
    public static Optional<ReferrerTag> parse(String tag) {
        if (!tag.startsWith("sha256-")) {
            return Optional.empty();
        }
        Matcher matcher = FORM.matcher(tag);
        return matcher.matches()
                ? Optional.of(new ReferrerTag(new Digest("sha256:" + matcher.group(1))))
                : Optional.empty();
    }

    public static boolean isOrdinary(String tag) {
        return parse(tag).isEmpty();
    }
}
