package dev.regent.testkit.world;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pushes an index: of platforms, of other indexes, or of referrers under a fallback tag.
///
/// ```java
/// IndexBuilder.in(world, "team/app").child(amd64).absent("arm64").push("1.0");
/// IndexBuilder.in(world, "team/app").child(sbom).push(ReferrerTags.fallback(app));
/// ```
public final class IndexBuilder {

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final String repository;
    private final List<ObjectNode> children = new ArrayList<>();
    private boolean docker;
    private Optional<String> artifactType = Optional.empty();
    private Optional<String> annotation = Optional.empty();
    private Optional<Digest> subject = Optional.empty();

    private IndexBuilder(World world, String repository) {
        this.world = world;
        this.repository = repository;
    }

    public static IndexBuilder in(World world, String repository) {
        return new IndexBuilder(world, repository);
    }

    /// Docker's manifest list instead of OCI's index.
    public IndexBuilder docker() {
        docker = true;
        return this;
    }

    /// Lists a manifest. What is not stored is listed all the same, as a platform that nobody
    /// copied.
    public IndexBuilder child(Digest digest) {
        children.add(descriptor(world, digest));
        return this;
    }

    /// Lists a manifest that is not there.
    ///
    /// @param name makes its digest
    public IndexBuilder absent(String name) {
        return child(Digest.sha256(("absent " + name).getBytes(StandardCharsets.UTF_8)));
    }

    /// The annotation `org.opencontainers.image.created`, whatever the text.
    public IndexBuilder annotated(String text) {
        annotation = Optional.of(text);
        return this;
    }

    public IndexBuilder artifactType(String type) {
        artifactType = Optional.of(type);
        return this;
    }

    public IndexBuilder subject(Digest digest) {
        subject = Optional.of(digest);
        return this;
    }

    /// Pushes the index, under these tags or under none.
    public Digest push(String... tags) {
        ObjectNode index = JSON.createObjectNode().put("schemaVersion", 2);
        index.put("mediaType", docker ? MediaTypes.DOCKER_LIST : MediaTypes.OCI_INDEX);
        artifactType.ifPresent(type -> index.put("artifactType", type));
        index.withArray("manifests").addAll(children);
        subject.ifPresent(digest -> index.set("subject", descriptor(world, digest)));
        annotation.ifPresent(text -> index.withObject("annotations").put(Manifest.CREATED_ANNOTATION, text));
        Digest digest = world.push(repository, ImageBuilder.bytes(index));
        for (String tag : tags) {
            world.tag(repository, tag, digest);
        }
        return digest;
    }

    /// Points at a manifest, stored or not.
    static ObjectNode descriptor(World world, Digest digest) {
        byte[] content = world.blobs().get(digest);
        String mediaType = content == null
                ? MediaTypes.OCI_MANIFEST
                : StoredManifest.read(content).mediaType();
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.value())
                .put("size", content == null ? 1234 : content.length);
    }
}
