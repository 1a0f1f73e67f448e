package dev.regent.connect.docker;

import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which digests stand for the images that an engine holds.
final class LocalImages {

    /// Engines before API 1.43 write this where there is no name.
    private static final String NONE = "<none>";

    private final Map<Digest, Set<Digest>> byDigest = new HashMap<>();
    private final Map<ImageReference, Set<Digest>> byTag = new HashMap<>();

    /// @param gaps takes a sentence for each image that can't be understood
    LocalImages(List<ImageItem> images, String engine, List<String> gaps) {
        for (ImageItem image : images) {
            Set<Digest> digests = new HashSet<>();
            Set<String> strange = new HashSet<>();
            add(image.id(), digests, strange);
            image.digests().forEach(text -> add(text, digests, strange));
            image.repoDigests().stream()
                    .filter(text -> !text.startsWith(NONE))
                    .forEach(text -> add(text.substring(text.indexOf('@') + 1), digests, strange));
            digests.forEach(digest ->
                    byDigest.computeIfAbsent(digest, _ -> new HashSet<>()).addAll(digests));
            for (String tag : image.repoTags()) {
                ImageReference.parse(tag)
                        .ifPresent(reference -> byTag.computeIfAbsent(reference, _ -> new HashSet<>())
                                .addAll(digests));
            }
            if (!strange.isEmpty()) {
                gaps.add(Call.IMAGES.action() + " " + engine + ": image " + Text.quoted(image.id()) + " is named by "
                        + Text.quoted(String.join(", ", strange)) + ", which is no digest; which images of registries"
                        + " it stands for is not known");
            }
        }
    }

    /// All that stands for the image that `digest` stands for, itself included.
    Set<Digest> sameAs(Digest digest) {
        Set<Digest> same = new HashSet<>(byDigest.getOrDefault(digest, Set.of()));
        same.add(digest);
        return same;
    }

    /// All that stands for the image of that name here; empty if it is not held.
    Set<Digest> named(ImageReference reference) {
        return reference.digest().map(this::sameAs).orElseGet(() -> byTag.getOrDefault(reference, Set.of()));
    }

    private static void add(String text, Set<Digest> digests, Set<String> strange) {
        Optional<Digest> digest = ImageName.id(text);
        digest.ifPresentOrElse(digests::add, () -> strange.add(text));
    }
}
