package dev.regent.inventory;

import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One registry, understood.
///
/// @param repositories sorted by name
/// @param contents every manifest that is in one of them, by digest
/// @param clockTrusted whether its clock and ours agree; if not, no age means anything
public record RegistryInventory(
        RegistryIdentity identity,
        List<RepositoryInventory> repositories,
        Map<Digest, ManifestContent> contents,
        Optional<Volume> volume,
        boolean clockTrusted) {

    /// Clocks further apart than this make every age unknown.
    public static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    public RegistryInventory {
        repositories = repositories.stream()
                .sorted(Comparator.comparing(RepositoryInventory::name))
                .toList();
        contents = Map.copyOf(contents);
    }

    public static RegistryInventory of(RegistryObservation observed) {
        return new RegistryInventory(
                observed.identity(),
                observed.repositories().stream()
                        .map(repository -> of(repository, observed.contents()))
                        .toList(),
                observed.contents(),
                observed.volume(),
                observed.clockOff().abs().compareTo(CLOCKS_APART) <= 0);
    }

    private static RepositoryInventory of(RepositoryObservation observed, Map<Digest, ManifestContent> contents) {
        return new RepositoryInventory(
                observed.name(),
                observed.tags().size(),
                observed.gaps(),
                observed.structureHeard(),
                observed.missing(),
                RepositoryGraph.of(observed, contents));
    }

    public String name() {
        return identity.name();
    }
}
