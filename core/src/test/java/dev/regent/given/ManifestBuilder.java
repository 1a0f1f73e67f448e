package dev.regent.given;

import static dev.regent.given.Digests.config;
import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.layer;

import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Builds one manifest's content. Manifest `n` has the digest `n`, is 1 byte long, has the config `n` of 10 bytes and,
/// unless layers are named, the layer `n` of 100 bytes.
public final class ManifestBuilder {

    /// When tests take place.
    public static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private final Digest digest;
    private final Optional<List<Descriptor>> children;
    private final List<Descriptor> layers = new ArrayList<>();
    private final Map<String, String> annotations = new HashMap<>();
    private Descriptor configured;
    private Optional<Digest> subject = Optional.empty();
    private Optional<String> artifactType = Optional.empty();
    private Created created = new Created.Absent();

    private ManifestBuilder(int number, Optional<List<Descriptor>> children) {
        this.digest = digest(number);
        this.children = children;
        this.configured = new Descriptor(MediaTypes.OCI_CONFIG, config(number), 10);
        this.layers.add(layerOf(number, 100));
    }

    public static ManifestBuilder anImage(int number) {
        return new ManifestBuilder(number, Optional.empty());
    }

    public static ManifestBuilder anIndex(int number, ManifestContent... children) {
        return new ManifestBuilder(
                number,
                Optional.of(List.of(children).stream()
                        .map(child -> new Descriptor(MediaTypes.OCI_MANIFEST, child.digest(), child.size()))
                        .toList()));
    }

    /// A manifest that can't be read.
    public static ManifestContent anUnknown(int number, String mediaType) {
        return new ManifestContent(digest(number), 1, new Manifest.Unknown(mediaType), new Created.Absent());
    }

    /// A manifest in Docker's first format.
    public static ManifestContent aSchema1(int number) {
        return new ManifestContent(
                digest(number), 1, new Manifest.Schema1(List.of(layer(number))), new Created.Absent());
    }

    public ManifestBuilder builtDaysAgo(int days) {
        return builtAt(NOW.minus(Duration.ofDays(days)));
    }

    public ManifestBuilder builtAt(Instant time) {
        return created(new Created.At(time));
    }

    public ManifestBuilder created(Created other) {
        created = other;
        return this;
    }

    public ManifestBuilder annotatedAsCreated(String time) {
        annotations.put(Manifest.CREATED_ANNOTATION, time);
        return this;
    }

    public ManifestBuilder subject(ManifestContent other) {
        return subject(other.digest());
    }

    public ManifestBuilder subject(Digest other) {
        subject = Optional.of(other);
        return this;
    }

    public ManifestBuilder artifactType(String type) {
        artifactType = Optional.of(type);
        return this;
    }

    /// Makes it a chart or the like: what it is, its config's media type says.
    public ManifestBuilder configType(String mediaType) {
        configured = new Descriptor(mediaType, configured.digest(), configured.size());
        return this;
    }

    public ManifestBuilder configOf(int number) {
        configured = new Descriptor(configured.mediaType(), config(number), configured.size());
        return this;
    }

    public ManifestBuilder layers(Descriptor... others) {
        layers.clear();
        layers.addAll(List.of(others));
        return this;
    }

    public static Descriptor layerOf(int number, long size) {
        return new Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", layer(number), size);
    }

    public ManifestContent build() {
        Manifest manifest = children.<Manifest>map(
                        listed -> new Manifest.Index(MediaTypes.OCI_INDEX, listed, subject, artifactType, annotations))
                .orElseGet(() -> new Manifest.Single(
                        MediaTypes.OCI_MANIFEST, configured, layers, subject, artifactType, annotations));
        return new ManifestContent(digest, 1, manifest, created);
    }
}
