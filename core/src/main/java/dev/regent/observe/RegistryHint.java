package dev.regent.observe;

import java.util.List;

/// What a registry told of by itself. Nothing in it is believed: it says only what is worth asking for.
///
/// @param changes each that it told of, in the order in which it did
/// @param whole whether it told of something that only a look at all of it shows
/// @param ignored how many of its events change no tag and no manifest, or can't be understood
public record RegistryHint(List<Change> changes, boolean whole, int ignored) {
    public RegistryHint {
        changes = List.copyOf(changes);
    }

    /// A tag that may have moved, come or gone, or a manifest that may have come or gone.
    ///
    /// @param reference a tag or a digest
    public record Change(String repository, String reference) {}
}
