package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a registry answered for single references. It says nothing of anything else, so that nothing can be judged by
/// it: whoever judges takes a [RegistryObservation].
///
/// @param contents every manifest that was read, by digest, whatever repositories it is in
/// @param detail what was not heard; empty if all was
/// @param requests requests sent, tokens and retries too
public record ReferenceObservation(
        Heard heard, String detail, List<Answers> repositories, Map<Digest, ManifestContent> contents, long requests) {
    public ReferenceObservation {
        repositories = List.copyOf(repositories);
        contents = Map.copyOf(contents);
        for (Answers repository : repositories) {
            for (Digest digest : repository.manifests()) {
                if (!contents.containsKey(digest)) {
                    throw new IllegalArgumentException(
                            repository.name() + " has " + digest + ", whose content was not given");
                }
            }
        }
    }

    /// The answers of one repository.
    ///
    /// @param tags where tags that were asked for led; empty: it answered 404
    /// @param manifests that are in this repository, and were led to or asked for
    /// @param missing manifests that were asked for by digest and answered 404
    /// @param gaps what was asked for and not heard
    public record Answers(
            String name,
            SortedMap<String, Optional<Digest>> tags,
            Set<Digest> manifests,
            Set<Digest> missing,
            List<Gap> gaps) {
        public Answers {
            tags = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(tags)));
            manifests = Set.copyOf(manifests);
            missing = Set.copyOf(missing);
            gaps = List.copyOf(gaps);
        }

        /// Whether a tag or digest was asked for and answered.
        public boolean answers(String reference) {
            return Digest.isDigest(reference)
                    ? manifests.contains(new Digest(reference)) || missing.contains(new Digest(reference))
                    : tags.containsKey(reference);
        }
    }
}
