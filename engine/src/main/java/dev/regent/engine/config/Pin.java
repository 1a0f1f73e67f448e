package dev.regent.engine.config;

import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.time.Instant;
import java.util.Optional;

/// An image that people keep by name, whatever policies say.
///
/// @param image a reference as it was written; without a host it means every registry
/// @param owner who asked for it
/// @param until when it ends; empty for never
public record Pin(String image, String reason, Optional<String> owner, Optional<Instant> until) {
    public Pin {
        if (ImageReference.parse(image).isEmpty()) {
            throw new IllegalArgumentException("not an image: " + Text.quoted(image));
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("a pin has a reason");
        }
    }

    /// Whether it still pins.
    public boolean holdsAt(Instant now) {
        return until.isEmpty() || now.isBefore(until.get());
    }
}
