package dev.regent.engine;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// What uses lead to in some registries, worked out from the stored bytes alone: what they name, by tag, digest or
/// config; every index over it; and everything that these list or that belongs to them. Naive on purpose.
///
/// @param hosts by registry the one name that references to it use
/// @param worlds by registry what it holds
record Reach(Map<String, String> hosts, Map<String, World> worlds) {

    private static final Pattern COSIGN = Pattern.compile("sha256-([0-9a-f]{64})\\.(sig|att|sbom)");
    private static final Pattern FALLBACK = Pattern.compile("sha256-[0-9a-f]{64}");

    /// A manifest in a repository.
    record Place(String registry, String repository, Digest digest) {}

    Set<Place> of(Collection<Use> uses) {
        Set<Place> reached = new HashSet<>();
        worlds.forEach((registry, world) -> world.repositories().forEach((name, repository) -> {
            Set<Digest> here = new HashSet<>();
            for (Digest digest : repository.manifests()) {
                if (uses.stream().anyMatch(use -> names(use, registry, name, repository, digest))) {
                    here.add(digest);
                }
            }
            grow(here, reachedSoFar -> over(world, repository, reachedSoFar));
            grow(here, reachedSoFar -> below(world, repository, reachedSoFar));
            here.forEach(digest -> reached.add(new Place(registry, name, digest)));
        }));
        return reached;
    }

    private boolean names(Use use, String registry, String name, World.Repository repository, Digest digest) {
        Set<Digest> named = new HashSet<>(use.digests());
        use.reference().flatMap(ImageReference::digest).ifPresent(named::add);
        Set<Digest> standing = new HashSet<>(Set.of(digest));
        stored(worlds.get(registry), digest).config().ifPresent(config -> standing.add(config.digest()));
        return standing.stream().anyMatch(named::contains)
                || use.reference()
                        .filter(it -> it.digest().isEmpty() && it.repository().equals(name))
                        .filter(it ->
                                !hosts.containsValue(it.host()) || it.host().equals(hosts.get(registry)))
                        .flatMap(ImageReference::tag)
                        .filter(tag -> digest.equals(repository.tags().get(tag)))
                        .isPresent();
    }

    private static void grow(Set<Digest> reached, UnaryOperator<Set<Digest>> next) {
        boolean more = true;
        while (more) {
            more = reached.addAll(next.apply(reached));
        }
    }

    private static Set<Digest> over(World world, World.Repository repository, Set<Digest> reached) {
        Set<Digest> over = new HashSet<>();
        for (Digest digest : repository.manifests()) {
            if (stored(world, digest).children().stream().anyMatch(child -> reached.contains(child.digest()))) {
                over.add(digest);
            }
        }
        return over;
    }

    private static Set<Digest> below(World world, World.Repository repository, Set<Digest> reached) {
        Set<Digest> below = new HashSet<>();
        for (Digest digest : repository.manifests()) {
            if (reached.contains(digest)) {
                stored(world, digest).children().stream()
                        .map(StoredManifest.Part::digest)
                        .filter(child -> repository.manifests().contains(child))
                        .forEach(below::add);
            }
            boolean ordinary = tags(repository, digest).stream()
                    .anyMatch(tag -> !COSIGN.matcher(tag).matches()
                            && !FALLBACK.matcher(tag).matches());
            boolean belongs =
                    stored(world, digest).subject().filter(reached::contains).isPresent()
                            || tags(repository, digest).stream()
                                    .anyMatch(tag -> subject(tag)
                                            .filter(reached::contains)
                                            .isPresent());
            if (belongs && !ordinary) {
                below.add(digest);
            }
        }
        return below;
    }

    private static Set<String> tags(World.Repository repository, Digest digest) {
        Set<String> tags = new HashSet<>();
        repository.tags().forEach((tag, target) -> {
            if (target.equals(digest)) {
                tags.add(tag);
            }
        });
        return tags;
    }

    private static Optional<Digest> subject(String tag) {
        var matcher = COSIGN.matcher(tag);
        return matcher.matches() ? Optional.of(new Digest("sha256:" + matcher.group(1))) : Optional.empty();
    }

    private static StoredManifest stored(World world, Digest digest) {
        return StoredManifest.read(world.blobs().get(digest));
    }
}
