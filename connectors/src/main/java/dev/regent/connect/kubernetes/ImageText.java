package dev.regent.connect.kubernetes;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a text that names an image says.
///
/// @param digests that it names
record ImageText(Optional<ImageReference> reference, Set<Digest> digests) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    ImageText {
        digests = Set.copyOf(digests);
    }

    /// Empty if it is neither a reference nor an id.
    static Optional<ImageText> of(String text) {
        Optional<Digest> id = digest(text);
        if (id.isPresent()) {
            return Optional.of(new ImageText(Optional.empty(), Set.of(id.get())));
        }
        return ImageReference.parse(text)
                .map(reference -> new ImageText(
                        Optional.of(reference), reference.digest().map(Set::of).orElse(Set.of())));
    }

    /// The digests that a container's status names: `docker-pullable://repository@sha256:…` and `docker://sha256:…`
    /// (Docker), `repository@sha256:…` and `sha256:…` (containerd, CRI-O).
    static Set<Digest> inStatus(String imageId, String image) {
        Set<Digest> digests = new HashSet<>();
        for (String text : new String[] {imageId, image}) {
            int scheme = text.indexOf("://");
            String bare = scheme < 0 ? text : text.substring(scheme + 3);
            digest(bare.substring(bare.indexOf('@') + 1)).ifPresent(digests::add);
        }
        return digests;
    }

    private static Optional<Digest> digest(String text) {
        if (Digest.isDigest(text)) {
            return Optional.of(new Digest(text));
        }
        return HEX.matcher(text).matches() ? Optional.of(new Digest("sha256:" + text)) : Optional.empty();
    }
}
