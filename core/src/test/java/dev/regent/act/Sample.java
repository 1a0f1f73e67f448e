package dev.regent.act;

import static dev.regent.given.ManifestBuilder.NOW;

import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A manifest with bytes of its own, which digests name.
record Sample(RawManifest raw, ManifestContent content) {

    static Sample image(String name, int daysOld) {
        return image(name, daysOld, Optional.empty());
    }

    /// A signature or the like.
    static Sample referrer(String name, Sample subject) {
        return image(name, 90, Optional.of(subject.digest()));
    }

    private static Sample image(String name, int daysOld, Optional<Digest> subject) {
        return of(
                name,
                new Manifest.Single(
                        MediaTypes.OCI_MANIFEST,
                        new Descriptor(MediaTypes.OCI_CONFIG, named("config " + name), 10),
                        List.of(
                                new Descriptor("application/vnd.oci.image.layer.v1.tar", named("layer " + name), 100),
                                new Descriptor("application/vnd.oci.image.layer.v1.tar", named("base"), 1000)),
                        subject,
                        Optional.empty(),
                        Map.of()),
                new Created.At(NOW.minus(Duration.ofDays(daysOld))));
    }

    static Sample index(String name, Sample... children) {
        return index(name, Optional.empty(), children);
    }

    static Sample index(String name, Optional<Digest> subject, Sample... children) {
        return of(
                name,
                new Manifest.Index(
                        MediaTypes.OCI_INDEX,
                        Stream.of(children)
                                .map(child -> new Descriptor(
                                        child.raw().mediaType(),
                                        child.digest(),
                                        child.raw().size()))
                                .toList(),
                        subject,
                        Optional.empty(),
                        Map.of()),
                new Created.Absent());
    }

    private static Sample of(String name, Manifest manifest, Created created) {
        byte[] bytes = (name + " " + manifest + " " + created).getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.sha256(bytes);
        String mediaType = manifest instanceof Manifest.Index ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        return new Sample(
                new RawManifest(digest, mediaType, bytes),
                new ManifestContent(digest, bytes.length, manifest, created));
    }

    private static Digest named(String content) {
        return Digest.sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    Digest digest() {
        return raw.digest();
    }

    /// Of an image.
    Digest config() {
        return content.manifest().blobs().getFirst().digest();
    }

    /// The layer that no other sample has.
    Digest layer() {
        return content.manifest().blobs().get(1).digest();
    }

    String brief() {
        return digest().brief();
    }

    /// The tag by which clients name it without the referrers API.
    String fallbackTag() {
        return "sha256-" + digest().hex();
    }
}
