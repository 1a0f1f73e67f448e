package dev.regent.testkit.registry;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Looks things up in a world as a registry would: a blob only in a repository that uses it.
final class Shelf {

    private final World world;
    private final Map<Digest, Facts> facts = new ConcurrentHashMap<>();

    Shelf(World world) {
        this.world = world;
    }

    /// A manifest of a repository.
    @SuppressWarnings("ArrayRecordComponent") // nothing compares what was found
    record Found(Digest digest, byte[] content, Facts facts) {}

    List<String> repositories() {
        return List.copyOf(world.repositories().keySet());
    }

    Optional<World.Repository> repository(String name) {
        return Optional.ofNullable(world.repositories().get(name));
    }

    /// @param reference tag or digest
    Optional<Found> manifest(World.Repository repository, String reference) {
        Optional<Digest> digest = Digest.isDigest(reference)
                ? Optional.of(new Digest(reference))
                : Optional.ofNullable(repository.tags().get(reference));
        return digest.filter(named -> repository.manifests().contains(named)).flatMap(this::stored);
    }

    Optional<byte[]> blob(World.Repository repository, Digest digest) {
        return Optional.ofNullable(world.blobs().get(digest))
                .filter(_ -> repository.manifests().stream()
                        .flatMap(manifest -> stored(manifest).stream())
                        .anyMatch(manifest -> manifest.facts().blobs().contains(digest.value())));
    }

    List<Found> referrers(World.Repository repository, Digest subject) {
        return repository.manifests().stream()
                .flatMap(digest -> stored(digest).stream())
                .filter(found ->
                        found.facts().subject().filter(subject.value()::equals).isPresent())
                .toList();
    }

    private Optional<Found> stored(Digest digest) {
        return Optional.ofNullable(world.blobs().get(digest))
                .map(content -> new Found(digest, content, facts.computeIfAbsent(digest, _ -> Facts.of(content))));
    }
}
