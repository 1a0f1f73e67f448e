package dev.regent.testkit.registry;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Looks things up in a world as a registry would, and changes it: a blob is only in a repository
/// that uses it or did so once, since a registry's links to blobs outlive the manifests.
final class Shelf {

    private final World world;
    private final Map<Digest, Facts> facts = new ConcurrentHashMap<>();
    private final Map<String, Set<Digest>> links = new ConcurrentHashMap<>();

    /// Bytes that are gone and that a cache still knows.
    private final Map<Digest, byte[]> collected = new ConcurrentHashMap<>();

    Shelf(World world) {
        this.world = world;
    }

    World world() {
        return world;
    }

    /// A manifest of a repository.
    @SuppressWarnings("ArrayRecordComponent") // nothing compares what was found
    record Found(Digest digest, byte[] content, Facts facts) {}

    /// A blob of a repository.
    ///
    /// @param collected whether the bytes are gone and only a cache speaks of them
    @SuppressWarnings("ArrayRecordComponent") // nothing compares what was found
    record Blob(byte[] content, boolean collected) {}

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

    Optional<Blob> blob(String repository, Digest digest) {
        boolean linked = links.getOrDefault(repository, Set.of()).contains(digest)
                || repository(repository).stream()
                        .flatMap(one -> one.manifests().stream())
                        .flatMap(manifest -> stored(manifest).stream())
                        .anyMatch(manifest -> manifest.facts().blobs().contains(digest.value()));
        Optional<Blob> here = Optional.ofNullable(world.blobs().get(digest)).map(content -> new Blob(content, false));
        return here.or(() -> Optional.ofNullable(collected.get(digest)).map(content -> new Blob(content, true)))
                .filter(_ -> linked);
    }

    List<Found> referrers(World.Repository repository, Digest subject) {
        return repository.manifests().stream()
                .flatMap(digest -> stored(digest).stream())
                .filter(found ->
                        found.facts().subject().filter(subject.value()::equals).isPresent())
                .toList();
    }

    /// Takes a manifest out of a repository, and every tag that points at it; false if it isn't
    /// there.
    boolean delete(String name, Digest digest) {
        Optional<World.Repository> repository = repository(name);
        if (repository.isEmpty() || !repository.get().manifests().contains(digest)) {
            return false;
        }
        stored(digest).stream()
                .flatMap(manifest -> manifest.facts().blobs().stream())
                .filter(Digest::isDigest)
                .forEach(blob -> links.computeIfAbsent(name, _ -> ConcurrentHashMap.newKeySet())
                        .add(new Digest(blob)));
        repository.get().manifests().remove(digest);
        repository.get().tags().values().removeIf(digest::equals);
        return true;
    }

    /// Takes a tag away and leaves its manifest; false if it isn't there.
    boolean deleteTag(String name, String tag) {
        return repository(name)
                .map(repository -> repository.tags().remove(tag) != null)
                .orElse(false);
    }

    /// Distribution 2.8.2 doesn't write what its cache says it has: of a manifest that was
    /// collected only the links come back.
    void put(String name, Digest digest, byte[] content) {
        if (!collected.containsKey(digest)) {
            world.push(name, content);
        }
        world.repository(name).manifests().add(digest);
    }

    /// Drops all bytes that no manifest of any repository uses; a cache goes on speaking of them.
    void collectGarbage() {
        Set<Digest> used = new HashSet<>();
        for (World.Repository repository : world.repositories().values()) {
            used.addAll(repository.manifests());
            repository.manifests().stream()
                    .flatMap(digest -> stored(digest).stream())
                    .flatMap(manifest -> manifest.facts().blobs().stream())
                    .filter(Digest::isDigest)
                    .forEach(blob -> used.add(new Digest(blob)));
        }
        Map<Digest, byte[]> blobs = world.blobs();
        for (Digest digest : Set.copyOf(blobs.keySet())) {
            if (!used.contains(digest)) {
                Stream.ofNullable(blobs.remove(digest)).forEach(content -> collected.put(digest, content));
            }
        }
    }

    /// As a restart does.
    void forgetCache() {
        collected.clear();
    }

    private Optional<Found> stored(Digest digest) {
        return Optional.ofNullable(world.blobs().get(digest))
                .map(content -> new Found(digest, content, facts.computeIfAbsent(digest, _ -> Facts.of(content))));
    }
}
