package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.List;
import java.util.Optional;

/// What a registry told of by itself. Nothing in it is believed: its changes say only what is worth asking for, and its
/// pulls are counted for people to see.
///
/// @param changes each that it told of, in the order in which it did
/// @param pulls each that it told of; what Regent itself read is none
/// @param tellsOfPulls whether it told that a manifest was read, by whomever and however: where it didn't, that no
///     pulls are known is no zero
/// @param whole whether it told of something that only a look at all of it shows
/// @param ignored how many of its events are no change and no pull, or can't be understood
public record RegistryHint(List<Change> changes, List<Pull> pulls, boolean tellsOfPulls, boolean whole, int ignored) {
    public RegistryHint {
        changes = List.copyOf(changes);
        pulls = List.copyOf(pulls);
    }

    /// A tag that may have moved, come or gone, or a manifest that may have come or gone.
    ///
    /// @param reference a tag or a digest
    public record Change(String repository, String reference) {}

    /// Somebody read a manifest, as who pulls an image does.
    ///
    /// @param event by what the registry names it when it tells of it again; empty if by nothing
    public record Pull(String repository, Digest manifest, Optional<String> event) {}
}
