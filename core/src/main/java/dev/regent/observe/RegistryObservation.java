package dev.regent.observe;

import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One registry as it was heard.
///
/// @param kind how it was read: `registry` over `/v2/`, `storage` from its volume
/// @param detail what was not heard and how to change that; what was read, if all was heard
/// @param contents every manifest that was read, by digest, whatever repositories it is in
/// @param volume empty over `/v2/`
/// @param clockOff how far the registry's clock, by its `Date` headers, is from ours; zero where it shows none
/// @param requests requests sent, tokens and retries too
public record RegistryObservation(
        RegistryIdentity identity,
        String kind,
        Heard heard,
        String detail,
        List<RepositoryObservation> repositories,
        Map<Digest, ManifestContent> contents,
        Optional<Volume> volume,
        Duration clockOff,
        long requests) {
    public RegistryObservation {
        repositories = List.copyOf(repositories);
        contents = Map.copyOf(contents);
        for (RepositoryObservation repository : repositories) {
            for (Digest digest : repository.manifests()) {
                if (!contents.containsKey(digest)) {
                    throw new IllegalArgumentException(
                            repository.name() + " has " + digest + ", whose content was not given");
                }
            }
        }
    }

    /// A registry of which nothing was heard.
    public static RegistryObservation unheard(RegistryIdentity identity, String kind, String why, long requests) {
        return new RegistryObservation(
                identity, kind, Heard.NO, why, List.of(), Map.of(), Optional.empty(), Duration.ZERO, requests);
    }
}
