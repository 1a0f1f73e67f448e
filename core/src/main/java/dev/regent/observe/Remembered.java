package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What is known of a registry before it is read. A digest names its content for ever, so what was read once needn't
/// come again; and a tag can be asked only whether it still points where it did. It is told of everything that is read,
/// so that a look that is cut off can go on where it was. Used from many threads. Without more it knows nothing and
/// keeps nothing.
public interface Remembered {

    Remembered NOTHING = new Remembered() {};

    /// Only the build times of `memory`: they stand in configs, which digests name for ever. All else is asked for as
    /// if nothing was known, and nothing is kept.
    static Remembered buildTimes(Remembered memory) {
        return new Remembered() {
            @Override
            public Map<Digest, Created> created(Collection<Digest> configs) {
                return memory.created(configs);
            }
        };
    }

    /// What is known of a repository: where tags and digests led.
    ///
    /// @param manifests is given bytes of manifests that the repository had, not copied, one after the other;
    ///     they are to be held against their digests before they are believed
    default Map<String, Led> repository(String name, BiConsumer<Digest, byte[]> manifests) {
        return Map.of();
    }

    /// What is known of these configs.
    default Map<Digest, Created> created(Collection<Digest> configs) {
        return Map.of();
    }

    /// A tag or digest was asked for now.
    ///
    /// @param to empty: it answered 404
    default void led(String repository, String reference, Optional<Digest> to) {}

    /// A manifest was read, and its bytes are those of its digest.
    default void content(Digest digest, byte[] manifest) {}

    /// A config was read.
    default void created(Digest config, Created created) {}

    /// Where a tag or digest led.
    ///
    /// @param to empty: it answered 404
    /// @param now this very look asked, before it was cut off; otherwise an earlier one did
    record Led(Optional<Digest> to, boolean now) {}
}
