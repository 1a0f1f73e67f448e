package dev.regent.testkit.registry;

import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.world.World;
import java.nio.charset.StandardCharsets;

/// A world with one image `team/app:1.0`, its signature and its bill of materials as referrers, one
/// tag that leads nowhere, and a repository without tags.
final class Sample {

    static final String APP = "team/app";
    static final byte[] CONFIG = bytes("{\"created\":\"2026-01-01T00:00:00Z\"}");

    final World world = new World();
    final Digest config = world.store(CONFIG);
    final Digest layer = world.store(bytes("layer"));
    final byte[] content = bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":"
            + descriptor(MediaTypes.OCI_CONFIG, config, CONFIG.length) + ",\"layers\":["
            + descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer, 5) + "]}");
    final Digest image = world.push(APP, content);
    final Digest signature = world.push(APP, referrer("application/vnd.example.signature"));
    final Digest bill = world.push(APP, referrer("application/spdx+json"));

    Sample() {
        world.tag(APP, "1.0", image);
        world.tag(APP, "gone", Digest.sha256(bytes("gone")));
        world.repository("team/empty");
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String descriptor(String mediaType, Digest digest, int size) {
        return "{\"mediaType\":\"" + mediaType + "\",\"digest\":\"" + digest + "\",\"size\":" + size + "}";
    }

    private byte[] referrer(String artifactType) {
        return bytes("{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"artifactType\":\""
                + artifactType + "\",\"config\":"
                + descriptor("application/vnd.oci.empty.v1+json", config, CONFIG.length)
                + ",\"layers\":[],\"subject\":" + descriptor(MediaTypes.OCI_MANIFEST, image, content.length)
                + ",\"annotations\":{\"made\":\"by hand\"}}");
    }
}
