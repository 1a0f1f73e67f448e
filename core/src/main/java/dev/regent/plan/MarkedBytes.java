package dev.regent.plan;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What a plan's steps free in one registry, one after the other: a [RegistryGraph] by digests and names. A subject
/// marks nothing and isn't marked.
///
/// Source: Distribution v2.8.2, `registry/storage/garbagecollect.go`.
final class MarkedBytes {

    private final RegistryGraph graph = new RegistryGraph();
    private final Map<Digest, Long> items = new HashMap<>();
    private final Map<String, Long> repositories = new HashMap<>();

    MarkedBytes(RegistryInventory registry) {
        for (ManifestContent content : registry.contents().values()) {
            graph.content(item(content.digest()), content.size(), marked(content));
            for (Descriptor blob : content.manifest().blobs()) {
                graph.declared(item(blob.digest()), blob.size());
            }
        }
        for (RepositoryInventory repository : registry.repositories()) {
            long number = repositories.size();
            repositories.put(repository.name(), number);
            for (int manifest = 0; manifest < repository.size(); manifest++) {
                graph.put(number, item(repository.digest(manifest)));
            }
        }
    }

    /// Takes a manifest out of one of the repositories that it is in, and says how many bytes that frees.
    long remove(String repository, Digest manifest) {
        return graph.take(Objects.requireNonNull(repositories.get(repository)), item(manifest));
    }

    private long[] marked(ManifestContent content) {
        return Stream.concat(content.manifest().blobs().stream(), content.manifest().children().stream())
                .mapToLong(each -> item(each.digest()))
                .toArray();
    }

    private long item(Digest digest) {
        return items.computeIfAbsent(digest, _ -> (long) items.size());
    }
}
