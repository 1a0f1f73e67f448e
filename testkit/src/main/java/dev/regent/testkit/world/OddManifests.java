package dev.regent.testkit.world;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Manifests as registries still hold them, or will one day.
public final class OddManifests {

    public static final String UNKNOWN_TYPE = "application/vnd.example.unknown+json";

    private static final JsonMapper JSON = new JsonMapper();

    private OddManifests() {}

    /// Docker's first format, unsigned, as Distribution stores it: it keeps the payload without the
    /// signatures.
    ///
    /// @param layers their bytes, the base first
    public static Digest schema1(World world, String repository, String tag, List<String> layers) {
        ObjectNode manifest = JSON.createObjectNode()
                .put("schemaVersion", 1)
                .put("name", repository)
                .put("tag", tag)
                .put("architecture", "amd64");
        for (String layer : layers.reversed()) {
            Digest digest = world.store(layer.getBytes(StandardCharsets.UTF_8));
            manifest.withArray("fsLayers").addObject().put("blobSum", digest.value());
            manifest.withArray("history")
                    .addObject()
                    .put("v1Compatibility", "{\"id\":\"" + digest.hex() + "\",\"created\":\"2020-01-01T00:00:00Z\"}");
        }
        Digest digest = world.push(repository, ImageBuilder.bytes(manifest));
        world.tag(repository, tag, digest);
        return digest;
    }

    /// A manifest of a media type that nobody knows yet.
    public static Digest unknown(World world, String repository, String name, String... tags) {
        ObjectNode manifest = JSON.createObjectNode()
                .put("schemaVersion", 2)
                .put("mediaType", UNKNOWN_TYPE)
                .put("name", name);
        Digest digest = world.push(repository, ImageBuilder.bytes(manifest));
        for (String tag : tags) {
            world.tag(repository, tag, digest);
        }
        return digest;
    }

    /// The same manifest in another repository, its children that are there included, as a
    /// promotion makes it.
    public static void copy(World world, Digest digest, String repository, String... tags) {
        byte[] content = world.blobs().get(digest);
        if (content == null) {
            return;
        }
        world.push(repository, content);
        StoredManifest.read(content).children().forEach(child -> copy(world, child.digest(), repository));
        for (String tag : tags) {
            world.tag(repository, tag, digest);
        }
    }
}
