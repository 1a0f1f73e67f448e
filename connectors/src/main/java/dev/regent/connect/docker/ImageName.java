package dev.regent.connect.docker;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an engine writes where it names an image.
sealed interface ImageName {

    record Named(ImageReference reference) implements ImageName {}

    record Id(Digest digest) implements ImageName {}

    /// The beginning of an id, as people type it; it says no more than the id beside it.
    record Abbreviated(String text) implements ImageName {}

    /// Neither a reference nor an id.
    record Unintelligible(String text) implements ImageName {}

    Pattern HEX = Pattern.compile("[0-9a-f]{64}");

    /// What `text` is.
    ///
    /// @param id what the engine says the image's id is, which an abbreviation must begin
    static ImageName of(String text, Optional<Digest> id) {
        Optional<Digest> whole = id(text);
        if (whole.isPresent()) {
            return new Id(whole.get());
        }
        String bare = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        if (!bare.isEmpty() && id.isPresent() && id.get().hex().startsWith(bare)) {
            return new Abbreviated(text);
        }
        Optional<ImageReference> reference = text.startsWith("sha256:") ? Optional.empty() : ImageReference.parse(text);
        return reference.isPresent() ? new Named(reference.get()) : new Unintelligible(text);
    }

    /// The digest that is `text`, with or without its algorithm (Podman writes some ids without);
    /// empty if it is none.
    static Optional<Digest> id(String text) {
        if (Digest.isDigest(text)) {
            return Optional.of(new Digest(text));
        }
        return HEX.matcher(text).matches() ? Optional.of(new Digest("sha256:" + text)) : Optional.empty();
    }
}
