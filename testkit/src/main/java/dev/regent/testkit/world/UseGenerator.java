package dev.regent.testkit.world;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes up what runs: by tag under a known or an unknown host, by the digest of an image, an index's child or a
/// config, by both tag and digest, and now and then what no registry has. Every kind of use, with and without the
/// name of a container.
public final class UseGenerator {

    private static final List<Use.Kind> KINDS = List.copyOf(EnumSet.allOf(Use.Kind.class));
    private static final List<String> CONTAINERS = List.of("", "", "web", "init");
    private static final String UNKNOWN_HOST = "elsewhere.example:5000";

    private final RandomGenerator random;
    private final World world;
    private final String knownHost;

    public UseGenerator(RandomGenerator random, World world, String knownHost) {
        this.random = random;
        this.world = world;
        this.knownHost = knownHost;
    }

    /// Makes up `count` uses in one environment, or fewer where the world has nothing to use.
    public List<Use> uses(int count) {
        return usesIn("host", count);
    }

    /// The same in an environment of that name.
    public List<Use> usesIn(String environment, int count) {
        List<String> names = List.copyOf(world.repositories().keySet());
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < count && !names.isEmpty(); i++) {
            String name = names.get(random.nextInt(names.size()));
            Use.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            String container = CONTAINERS.get(random.nextInt(CONTAINERS.size()));
            String workload = "service s" + i;
            what(name)
                    .map(what -> new Use(environment, workload, container, kind, what.reference(), what.digests()))
                    .ifPresent(uses::add);
        }
        return uses;
    }

    private record What(Optional<ImageReference> reference, Set<Digest> digests) {
        What(ImageReference reference) {
            this(Optional.of(reference), Set.of());
        }

        What(Digest digest) {
            this(Optional.empty(), Set.of(digest));
        }
    }

    private Optional<What> what(String name) {
        World.Repository repository = world.repository(name);
        Optional<String> tag = anyOf(List.copyOf(repository.tags().keySet()));
        Optional<Digest> manifest = anyOf(List.copyOf(repository.manifests()));
        String host = random.nextInt(3) == 0 ? UNKNOWN_HOST : knownHost;
        return switch (random.nextInt(5)) {
            case 0 -> tag.map(t -> new What(new ImageReference(host, name, Optional.of(t), Optional.empty())));
            case 1 -> manifest.map(digest -> new What(new ImageReference(host, name, tag, Optional.of(digest))));
            case 2 -> manifest.map(What::new);
            case 3 -> manifest.flatMap(this::config).map(What::new);
            default -> ImageReference.parse(UNKNOWN_HOST + "/nobody/has:this").map(What::new);
        };
    }

    private Optional<Digest> config(Digest manifest) {
        return Optional.ofNullable(world.blobs().get(manifest))
                .flatMap(content -> StoredManifest.read(content).config())
                .map(StoredManifest.Part::digest);
    }

    private <T> Optional<T> anyOf(List<T> all) {
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }
}
