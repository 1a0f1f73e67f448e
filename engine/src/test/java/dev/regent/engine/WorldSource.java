package dev.regent.engine;

import dev.regent.connect.content.ConfigParser;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.content.ManifestParser;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.testkit.world.World;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A world as its volume shows it, without files; parts of it can be made unheard.
///
/// @param gaps repositories where something was not heard
/// @param unreadConfigs manifests whose config was not heard
record WorldSource(RegistryIdentity identity, World world, Set<String> gaps, Set<Digest> unreadConfigs)
        implements RegistrySource {

    static WorldSource whole(RegistryIdentity identity, World world) {
        return new WorldSource(identity, world, Set.of(), Set.of());
    }

    @Override
    public RegistryObservation observe(BuildTimes times, Progress progress) {
        Map<Digest, ManifestContent> contents = new HashMap<>();
        List<RepositoryObservation> repositories = world.repositories().entrySet().stream()
                .map(entry -> repository(entry.getKey(), entry.getValue(), contents))
                .toList();
        return new RegistryObservation(
                identity,
                "made-up",
                gaps.isEmpty() && unreadConfigs.isEmpty() ? Heard.YES : Heard.PARTLY,
                "made up",
                repositories,
                contents,
                Optional.of(new Volume(0, Set.of(), Set.of(), true)),
                Duration.ZERO,
                0);
    }

    private RepositoryObservation repository(
            String name, World.Repository repository, Map<Digest, ManifestContent> contents) {
        Set<Digest> missing = new HashSet<>();
        for (Digest digest : repository.manifests()) {
            ManifestContent content = contents.computeIfAbsent(digest, this::content);
            for (Descriptor child : content.manifest().children()) {
                if (!repository.manifests().contains(child.digest())) {
                    missing.add(child.digest());
                }
            }
        }
        TreeMap<String, TagTarget> tags = new TreeMap<>();
        repository
                .tags()
                .forEach((tag, digest) -> tags.put(
                        tag,
                        repository.manifests().contains(digest) ? new TagTarget.Points(digest) : new TagTarget.Gone()));
        List<Gap> unheard = gaps.contains(name)
                ? List.of(new Gap(Gap.Kind.STRUCTURE, "manifest of something", "made up"))
                : List.of();
        return new RepositoryObservation(name, tags, repository.manifests(), missing, unheard);
    }

    private ManifestContent content(Digest digest) {
        byte[] bytes = world.blobs().get(digest);
        try {
            Manifest manifest = ManifestParser.parse(bytes);
            return new ManifestContent(digest, bytes.length, manifest, created(digest, manifest));
        } catch (MalformedException e) {
            throw new IllegalArgumentException(digest + " of the world is malformed", e);
        }
    }

    private Created created(Digest digest, Manifest manifest) {
        if (!(manifest instanceof Manifest.Single single)) {
            return new Created.Absent();
        }
        if (unreadConfigs.contains(digest)) {
            return new Created.Unread();
        }
        byte[] config = world.blobs().get(single.config().digest());
        return config == null ? new Created.Unusable() : ConfigParser.created(config);
    }
}
