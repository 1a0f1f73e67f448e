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

/// Makes up what runs: by tag under a known or an unknown host, by the digest of an image, an
/// index's child or a config, by both tag and digest, and now and then what no registry has.
public final class UseGenerator {

    private static final List<Use.Kind> KINDS = List.copyOf(EnumSet.allOf(Use.Kind.class));
    private static final String UNKNOWN_HOST = "elsewhere.example:5000";

    private final RandomGenerator random;
    private final World world;
    private final String knownHost;

    public UseGenerator(RandomGenerator random, World world, String knownHost) {
        this.random = random;
        this.world = world;
        this.knownHost = knownHost;
    }

    /// Makes up `count` uses, or fewer where the world has nothing to use.
    public List<Use> uses(int count) {
        List<String> names = List.copyOf(world.repositories().keySet());
        List<Use> uses = new ArrayList<>();
        for (int i = 0; i < count && !names.isEmpty(); i++) {
            String name = names.get(random.nextInt(names.size()));
            World.Repository repository = world.repository(name);
            Optional<String> tag = anyOf(List.copyOf(repository.tags().keySet()));
            Optional<Digest> manifest = anyOf(List.copyOf(repository.manifests()));
            String host = random.nextInt(3) == 0 ? UNKNOWN_HOST : knownHost;
            Use.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
            String workload = "service s" + i;
            switch (random.nextInt(5)) {
                case 0 ->
                    tag.map(t -> new ImageReference(host, name, Optional.of(t), Optional.empty()))
                            .map(reference -> new Use("host", workload, kind, Optional.of(reference), Set.of()))
                            .ifPresent(uses::add);
                case 1 ->
                    manifest.map(digest -> new ImageReference(host, name, tag, Optional.of(digest)))
                            .map(reference -> new Use("host", workload, kind, Optional.of(reference), Set.of()))
                            .ifPresent(uses::add);
                case 2 ->
                    manifest.map(digest -> new Use("host", workload, kind, Optional.empty(), Set.of(digest)))
                            .ifPresent(uses::add);
                case 3 ->
                    manifest.flatMap(this::config)
                            .map(config -> new Use("host", workload, kind, Optional.empty(), Set.of(config)))
                            .ifPresent(uses::add);
                default ->
                    ImageReference.parse(UNKNOWN_HOST + "/nobody/has:this")
                            .map(reference -> new Use("host", workload, kind, Optional.of(reference), Set.of()))
                            .ifPresent(uses::add);
            }
        }
        return uses;
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
