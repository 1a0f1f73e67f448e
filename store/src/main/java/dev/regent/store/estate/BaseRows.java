package dev.regent.store.estate;

import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.store.sql.Batch;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;

/// What manifests say of what their images are built on.
final class BaseRows {

    private BaseRows() {}

    /// @param contents whose rows say nothing of it yet
    /// @param number the number of each one's row
    static void write(Handle handle, Collection<ManifestContent> contents, ToLongFunction<Digest> number) {
        Batch rows = new Batch(
                "id bigint",
                "bottom_layer text",
                "layers integer",
                "repeated_layers integer",
                "repeated_bytes bigint",
                "base_name text",
                "base_digest text");
        for (ManifestContent content : contents) {
            List<Descriptor> layers =
                    content.manifest() instanceof Manifest.Single single ? single.layers() : List.of();
            List<Descriptor> repeated = repeated(layers);
            rows.add(
                    number.applyAsLong(content.digest()),
                    layers.isEmpty() ? null : layers.getFirst().digest(),
                    layers.size(),
                    repeated.size(),
                    repeated.stream().mapToLong(Descriptor::size).sum(),
                    content.manifest().annotations().get(Manifest.BASE_NAME_ANNOTATION),
                    content.manifest().annotations().get(Manifest.BASE_DIGEST_ANNOTATION));
        }
        rows.run(handle, """
                update manifests set bottom_layer = given.bottom_layer, layers = given.layers,
                    repeated_layers = given.repeated_layers, repeated_bytes = given.repeated_bytes,
                    base_name = given.base_name, base_digest = given.base_digest
                from {given}
                where manifests.id = given.id
                """);
    }

    /// Each time that a layer stands in a manifest once more.
    private static List<Descriptor> repeated(List<Descriptor> layers) {
        Set<Digest> seen = new HashSet<>();
        return layers.stream().filter(layer -> !seen.add(layer.digest())).toList();
    }
}
