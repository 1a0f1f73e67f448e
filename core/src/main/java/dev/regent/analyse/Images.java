package dev.regent.analyse;

import dev.regent.oci.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One repository at one moment, as rules read it. Images go by number, so that records or compact
/// arrays can stand behind it.
public interface Images {

    /// The moment at which ages are taken.
    Instant now();

    /// How many there are; they are numbered from zero.
    int size();

    Digest digest(int image);

    /// Its ordinary tags, sorted; empty for an untagged image.
    List<String> tags(int image);

    /// When it was built, as far as that can be believed; empty if there is no such time.
    Optional<Instant> built(int image);

    /// What it is, if not something that an engine runs.
    Optional<String> artifactType(int image);

    /// Its place among the tagged images of the repository, the newest first. Artifacts are counted
    /// by themselves, type by type: a chart takes no image's place.
    Place place(int image);

    /// Whether it is the newest thing of its kind that the repository holds: of the tagged ones, or
    /// of the untagged ones where nothing of that kind is tagged.
    Truth newestOfAll(int image);

    /// Whether any environment used it after `since`.
    Truth usedSince(int image, Instant since);

    /// Since when at the latest it is untagged; empty if there is no telling.
    Optional<Instant> untaggedSince(int image);

    /// Where an image stands in the order of age.
    sealed interface Place {

        /// It is counted.
        ///
        /// @param number 1 for the newest
        record At(int number) implements Place {}

        /// It isn't counted: it is untagged, or it only belongs to another image.
        record None() implements Place {}

        /// There is no telling when it was built.
        record Unknown() implements Place {}
    }
}
