package dev.regent.testkit.world;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pushes one image or artifact, real to the byte: config, layers and manifest, each with its true
/// size. The same calls give the same digest.
///
/// ```java
/// Digest app = ImageBuilder.in(world, "team/app", "build 7").layer("base").push("1.0");
/// ImageBuilder.in(world, "team/app", "its signature").push(ReferrerTags.signature(app));
/// ```
public final class ImageBuilder {

    public static final String CHART_CONFIG = "application/vnd.cncf.helm.config.v1+json";
    public static final String EMPTY_CONFIG = "application/vnd.oci.empty.v1+json";

    private static final JsonMapper JSON = new JsonMapper();

    private final World world;
    private final String repository;
    private final ObjectNode config = JSON.createObjectNode();
    private final List<Layer> layers = new ArrayList<>();
    private boolean docker;
    private boolean configStored = true;
    private String configType = MediaTypes.OCI_CONFIG;
    private Optional<String> artifactType = Optional.empty();
    private Optional<String> annotation = Optional.empty();
    private Optional<String> base = Optional.empty();
    private Optional<Digest> subject = Optional.empty();

    private record Layer(String text, long declared) {}

    private ImageBuilder(World world, String repository, String name) {
        this.world = world;
        this.repository = repository;
        config.put("architecture", "amd64").put("os", "linux").put("author", name);
    }

    /// An image without layers, tags and a time.
    ///
    /// @param name what makes this image another than the rest; it ends up in the config
    public static ImageBuilder in(World world, String repository, String name) {
        return new ImageBuilder(world, repository, name);
    }

    /// Docker's media types instead of OCI's.
    public ImageBuilder docker() {
        docker = true;
        configType = MediaTypes.DOCKER_CONFIG;
        return this;
    }

    /// The config's `created`, whatever the text; without this call there is none.
    public ImageBuilder created(String text) {
        config.put("created", text);
        return this;
    }

    /// The annotation `org.opencontainers.image.created`, whatever the text.
    public ImageBuilder annotated(String text) {
        annotation = Optional.of(text);
        return this;
    }

    /// The annotation `org.opencontainers.image.base.name`, whatever the text.
    public ImageBuilder base(String text) {
        base = Optional.of(text);
        return this;
    }

    /// A layer whose bytes are `text`: the same text is the same layer, wherever it is used.
    public ImageBuilder layer(String text) {
        layers.add(new Layer(text, text.getBytes(StandardCharsets.UTF_8).length));
        return this;
    }

    /// A layer that the manifest declares to be larger than its bytes are, for estates to look at.
    public ImageBuilder layer(String text, long declared) {
        layers.add(new Layer(text, declared));
        return this;
    }

    /// A Helm chart.
    public ImageBuilder chart() {
        return configType(CHART_CONFIG);
    }

    /// An artifact by `artifactType`, with OCI's empty media type on its config.
    public ImageBuilder artifact(String type) {
        artifactType = Optional.of(type);
        return configType(EMPTY_CONFIG);
    }

    public ImageBuilder configType(String mediaType) {
        configType = mediaType;
        return this;
    }

    public ImageBuilder subject(Digest digest) {
        subject = Optional.of(digest);
        return this;
    }

    /// The registry lost the config: the manifest names it and it is not there.
    public ImageBuilder withoutConfigBytes() {
        configStored = false;
        return this;
    }

    /// Pushes everything, under these tags or under none.
    public Digest push(String... tags) {
        byte[] configBytes = bytes(config);
        if (configStored) {
            world.store(configBytes);
        }
        ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", 2);
        manifest.put("mediaType", docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.OCI_MANIFEST);
        artifactType.ifPresent(type -> manifest.put("artifactType", type));
        manifest.set("config", descriptor(configType, configBytes));
        for (Layer layer : layers) {
            byte[] content = layer.text().getBytes(StandardCharsets.UTF_8);
            world.store(content);
            manifest.withArray("layers").add(descriptor(layerType(), content).put("size", layer.declared()));
        }
        manifest.withArray("layers");
        subject.ifPresent(digest -> manifest.set("subject", IndexBuilder.descriptor(world, digest)));
        annotation.ifPresent(text -> manifest.withObject("annotations").put(Manifest.CREATED_ANNOTATION, text));
        base.ifPresent(text -> manifest.withObject("annotations").put(Manifest.BASE_NAME_ANNOTATION, text));
        Digest digest = world.push(repository, bytes(manifest));
        for (String tag : tags) {
            world.tag(repository, tag, digest);
        }
        return digest;
    }

    private String layerType() {
        return docker
                ? "application/vnd.docker.image.rootfs.diff.tar.gzip"
                : "application/vnd.oci.image.layer.v1.tar+gzip";
    }

    private static ObjectNode descriptor(String mediaType, byte[] content) {
        return JSON.createObjectNode()
                .put("mediaType", mediaType)
                .put("digest", Digest.sha256(content).value())
                .put("size", content.length);
    }

    static byte[] bytes(ObjectNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }
}
