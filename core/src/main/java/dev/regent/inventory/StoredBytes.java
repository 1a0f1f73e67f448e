package dev.regent.inventory;

import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// What a registry stores for its manifests: each manifest by its length, each config and layer by its declared size,
/// everything once.
public final class StoredBytes {

    /// Bytes by digest; where manifests declare different sizes for one blob, the largest.
    private final Map<Digest, Long> sizes;

    private StoredBytes(Map<Digest, Long> sizes) {
        this.sizes = sizes;
    }

    public static StoredBytes of(Collection<ManifestContent> contents) {
        Map<Digest, Long> sizes = HashMap.newHashMap(contents.size() * 4);
        for (ManifestContent content : contents) {
            for (Descriptor blob : content.manifest().blobs()) {
                sizes.merge(blob.digest(), blob.size(), Math::max);
            }
        }
        for (ManifestContent content : contents) {
            sizes.put(content.digest(), content.size());
        }
        return new StoredBytes(sizes);
    }

    public long total() {
        long total = 0;
        for (long size : sizes.values()) {
            total += size;
        }
        return total;
    }

    /// Zero for what no manifest describes.
    public long of(Digest digest) {
        return sizes.getOrDefault(digest, 0L);
    }
}
