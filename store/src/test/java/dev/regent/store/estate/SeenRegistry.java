package dev.regent.store.estate;

import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Builds what was heard of one registry. Image `n` has the digest `n`, the config `n` of 10 bytes,
/// the layer `n` of 100 and the layer 0 of 1000, which all share; its manifest has 1 byte.
final class SeenRegistry {

    private final String name;
    private final Map<String, SeenRepository> repositories = new TreeMap<>();
    private final Map<Digest, ManifestContent> contents = new HashMap<>();
    private Optional<Volume> volume = Optional.empty();
    private Heard heard = Heard.YES;

    private SeenRegistry(String name) {
        this.name = name;
    }

    static SeenRegistry main() {
        return new SeenRegistry("main");
    }

    static SeenRegistry named(String name) {
        return new SeenRegistry(name);
    }

    /// One of which nothing was heard.
    static RegistryObservation unheard() {
        return RegistryObservation.unheard(
                new RegistryIdentity("main", true, Set.of()), "registry", "connection refused", 1);
    }

    static Digest digest(int number) {
        return new Digest("sha256:%064d".formatted(number));
    }

    static Digest config(int number) {
        return new Digest("sha256:c%063d".formatted(number));
    }

    private static Digest layer(int number) {
        return new Digest("sha256:f%063d".formatted(number));
    }

    static ManifestContent image(int number, Created created) {
        return new ManifestContent(
                digest(number),
                1,
                new Manifest.Single(
                        MediaTypes.OCI_MANIFEST,
                        new Descriptor(MediaTypes.OCI_CONFIG, config(number), 10),
                        List.of(new Descriptor("layer", layer(number), 100), new Descriptor("layer", layer(0), 1000)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                created);
    }

    SeenRegistry storage() {
        volume = Optional.of(new Volume(0, Set.of(), Set.of(), true));
        return this;
    }

    SeenRegistry partly() {
        heard = Heard.PARTLY;
        return this;
    }

    SeenRegistry content(ManifestContent content) {
        contents.put(content.digest(), content);
        return this;
    }

    SeenRepository repository(String repository) {
        return repositories.computeIfAbsent(repository, _ -> new SeenRepository());
    }

    /// A repository `app` with these tags, each written `name=number`.
    SeenRegistry app(String... tags) {
        SeenRepository app = repository("app");
        for (String tag : tags) {
            app.tag(tag.substring(0, tag.indexOf('=')), Integer.parseInt(tag.substring(tag.indexOf('=') + 1)));
        }
        return this;
    }

    RegistryObservation observed() {
        return new RegistryObservation(
                new RegistryIdentity(name, true, Set.of(name + ".example")),
                volume.isPresent() ? "storage" : "registry",
                heard,
                "",
                repositories.entrySet().stream()
                        .map(entry -> entry.getValue().observed(entry.getKey()))
                        .toList(),
                contents,
                volume,
                Duration.ZERO,
                1);
    }

    /// What was heard of one repository.
    final class SeenRepository {

        private final TreeMap<String, TagTarget> tags = new TreeMap<>();
        private final Set<Digest> manifests = new HashSet<>();
        private final Set<Digest> missing = new HashSet<>();
        private final Set<Gap> gaps = new HashSet<>();

        SeenRepository tag(String tag, int number) {
            tags.put(tag, new TagTarget.Points(digest(number)));
            return untagged(number);
        }

        SeenRepository unread(String tag) {
            tags.put(tag, new TagTarget.Unread());
            return gap("tag " + tag);
        }

        SeenRepository lost(String tag) {
            tags.put(tag, new TagTarget.Gone());
            return this;
        }

        SeenRepository untagged(int number) {
            manifests.add(digest(number));
            contents.putIfAbsent(digest(number), image(number, new Created.Unread()));
            return this;
        }

        SeenRepository missing(int number) {
            missing.add(digest(number));
            return this;
        }

        SeenRepository gap(String what) {
            gaps.add(new Gap(Gap.Kind.STRUCTURE, what, "answered 500"));
            return this;
        }

        SeenRegistry registry() {
            return SeenRegistry.this;
        }

        private RepositoryObservation observed(String repository) {
            return new RepositoryObservation(repository, tags, manifests, missing, List.copyOf(gaps));
        }
    }

    /// An index of 7 bytes.
    static ManifestContent index(int number, Digest... children) {
        return new ManifestContent(
                digest(number),
                7,
                new Manifest.Index(
                        MediaTypes.OCI_INDEX,
                        List.of(children).stream()
                                .map(child -> new Descriptor(MediaTypes.OCI_MANIFEST, child, 99))
                                .toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                new Created.Unread());
    }
}
