package dev.regent.plan;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.StoredBytes;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Counts what marks each stored byte, as Distribution's garbage collection does: a manifest that is in any repository
/// marks itself, its config and layers, and the manifests that it lists. A subject marks nothing and isn't marked. What
/// nothing marks any more is freed.
///
/// Source: Distribution v2.8.2, `registry/storage/garbagecollect.go`.
final class MarkedBytes {

    private final StoredBytes bytes;
    private final Map<Digest, ManifestContent> contents;
    private final Map<Digest, Integer> repositories = new HashMap<>();
    private final Map<Digest, Integer> marks = new HashMap<>();

    MarkedBytes(RegistryInventory registry) {
        contents = registry.contents();
        bytes = StoredBytes.of(contents.values());
        for (RepositoryInventory repository : registry.repositories()) {
            for (int manifest = 0; manifest < repository.size(); manifest++) {
                if (repositories.merge(repository.digest(manifest), 1, Integer::sum) == 1) {
                    marked(repository.content(manifest)).forEach(digest -> marks.merge(digest, 1, Integer::sum));
                }
            }
        }
    }

    /// Takes a manifest out of one of the repositories that it is in, and says how many bytes that frees.
    long remove(Digest manifest) {
        if (repositories.merge(manifest, -1, Integer::sum) > 0) {
            return 0;
        }
        long freed = 0;
        for (Digest digest : marked(Objects.requireNonNull(contents.get(manifest)))) {
            if (marks.merge(digest, -1, Integer::sum) == 0) {
                freed += bytes.of(digest);
            }
        }
        return freed;
    }

    private static Set<Digest> marked(ManifestContent content) {
        Set<Digest> marked = new LinkedHashSet<>();
        marked.add(content.digest());
        for (Descriptor blob : content.manifest().blobs()) {
            marked.add(blob.digest());
        }
        for (Descriptor child : content.manifest().children()) {
            marked.add(child.digest());
        }
        return marked;
    }
}
