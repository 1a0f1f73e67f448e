package dev.regent.inventory;

import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What manifests say, in about a hundred bytes each: all that rules read of them, and no layers. They are numbered
/// in the order of their digests, in which they have to come.
final class PackedContents {

    /// How a manifest says what it is; few kinds are many manifests'.
    ///
    /// @param config media type of the config; empty where there is none
    /// @param artifactType as it is declared
    private record Shape(Kind kind, String mediaType, String config, Optional<String> artifactType) {}

    private enum Kind {
        SINGLE,
        INDEX,
        SCHEMA1,
        UNKNOWN
    }

    private static final Created[] UNTIMED = {new Created.Absent(), new Created.Unusable(), new Created.Unread()};

    private final PackedDigests digests;
    private final PackedDigests configs;
    private long[] sizes;
    private long[] createdSeconds;

    /// Nanoseconds of a time; one less than minus the place in [#UNTIMED] of what is none.
    private int[] createdNanos;

    private short[] shapes;
    private final List<Shape> shapeList = new ArrayList<>();
    private final Map<Shape, Short> shapeNumbers = new HashMap<>();

    /// What few manifests have.
    private final Map<Integer, Digest[]> children = new HashMap<>();

    private final Map<Integer, Digest> subjects = new HashMap<>();
    private final Map<Integer, Map<String, String>> annotations = new HashMap<>();

    PackedContents(int expected) {
        digests = new PackedDigests(expected);
        configs = new PackedDigests(expected);
        sizes = new long[Math.max(8, expected)];
        createdSeconds = new long[sizes.length];
        createdNanos = new int[sizes.length];
        shapes = new short[sizes.length];
    }

    int size() {
        return digests.size();
    }

    int find(Digest digest) {
        return digests.find(digest);
    }

    void add(ManifestContent content) {
        int number = size();
        if (number > 0 && digests.get(number - 1).compareTo(content.digest()) >= 0) {
            throw new IllegalArgumentException("wanted manifests in the order of their digests, got " + content.digest()
                    + " after " + digests.get(number - 1));
        }
        if (number == sizes.length) {
            int more = number + (number >> 1);
            sizes = Arrays.copyOf(sizes, more);
            createdSeconds = Arrays.copyOf(createdSeconds, more);
            createdNanos = Arrays.copyOf(createdNanos, more);
            shapes = Arrays.copyOf(shapes, more);
        }
        digests.add(content.digest());
        configs.add(
                content.manifest() instanceof Manifest.Single single
                        ? single.config().digest()
                        : null);
        sizes[number] = content.size();
        addCreated(number, content.created());
        shapes[number] = shapeNumbers.computeIfAbsent(shape(content.manifest()), this::newShape);
        addRest(number, content.manifest());
    }

    private void addCreated(int number, Created created) {
        switch (created) {
            case Created.At(Instant time) -> {
                createdSeconds[number] = time.getEpochSecond();
                createdNanos[number] = time.getNano();
            }
            case Created.Absent _ -> createdNanos[number] = -1;
            case Created.Unusable _ -> createdNanos[number] = -2;
            case Created.Unread _ -> createdNanos[number] = -3;
        }
    }

    private void addRest(int number, Manifest manifest) {
        if (!manifest.children().isEmpty()) {
            children.put(
                    number, manifest.children().stream().map(Descriptor::digest).toArray(Digest[]::new));
        }
        manifest.subject().ifPresent(subject -> subjects.put(number, subject));
        if (!manifest.annotations().isEmpty()) {
            annotations.put(number, manifest.annotations());
        }
    }

    private short newShape(Shape shape) {
        if (shapeList.size() > Short.MAX_VALUE) {
            throw new IllegalStateException("there are more than " + Short.MAX_VALUE + " kinds of manifests");
        }
        shapeList.add(shape);
        return (short) (shapeList.size() - 1);
    }

    private static Shape shape(Manifest manifest) {
        return switch (manifest) {
            case Manifest.Single single ->
                new Shape(Kind.SINGLE, single.mediaType(), single.config().mediaType(), single.declaredArtifactType());
            case Manifest.Index index -> new Shape(Kind.INDEX, index.mediaType(), "", index.artifactType());
            case Manifest.Schema1 _ -> new Shape(Kind.SCHEMA1, "", "", Optional.empty());
            case Manifest.Unknown(String mediaType) -> new Shape(Kind.UNKNOWN, mediaType, "", Optional.empty());
        };
    }

    /// What was added, without layers; descriptors have no sizes.
    ManifestContent get(int number) {
        return new ManifestContent(digests.get(number), sizes[number], manifest(number), created(number));
    }

    private Created created(int number) {
        int nanos = createdNanos[number];
        return nanos < 0 ? UNTIMED[-1 - nanos] : new Created.At(Instant.ofEpochSecond(createdSeconds[number], nanos));
    }

    private Manifest manifest(int number) {
        Shape shape = shapeList.get(shapes[number]);
        Optional<Digest> subject = Optional.ofNullable(subjects.get(number));
        Map<String, String> noted = annotations.getOrDefault(number, Map.of());
        return switch (shape.kind()) {
            case SINGLE ->
                new Manifest.Single(
                        shape.mediaType(),
                        new Descriptor(shape.config(), configs.get(number), 0),
                        List.of(),
                        subject,
                        shape.artifactType(),
                        noted);
            case INDEX ->
                new Manifest.Index(
                        shape.mediaType(), listed(children.get(number)), subject, shape.artifactType(), noted);
            case SCHEMA1 -> new Manifest.Schema1(List.of());
            case UNKNOWN -> new Manifest.Unknown(shape.mediaType());
        };
    }

    private static List<Descriptor> listed(Digest @Nullable [] children) {
        return children == null
                ? List.of()
                : Arrays.stream(children)
                        .map(child -> new Descriptor(MediaTypes.OCI_MANIFEST, Objects.requireNonNull(child), 0))
                        .toList();
    }
}
