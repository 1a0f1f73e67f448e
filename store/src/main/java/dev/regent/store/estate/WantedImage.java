package dev.regent.store.estate;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.time.Instant;
import java.util.Optional;

/// A use by which a service wanted an image until `until`.
record WantedImage(Use use, Instant until) {

    /// Tells images apart: by the digest that the reference names, else by the name and what it
    /// meant.
    static String key(Use use) {
        Optional<Digest> named = use.reference().flatMap(ImageReference::digest);
        return named.map(Digest::value)
                .orElseGet(() -> use.reference().map(ImageReference::toString).orElse("") + " "
                        + use.digests().stream().sorted().toList());
    }
}
