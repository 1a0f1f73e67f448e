package dev.regent.connect.oci;

import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.connect.oci.OciRegistry.Repositories;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Gap;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Digest;
import dev.regent.testkit.registry.RegistryDouble;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A way of reading one registry over `/v2/`.
record Reader(
        URI base,
        Credentials credentials,
        Set<String> realms,
        Repositories repositories,
        HttpSettings settings,
        Remembered remembered) {

    /// Anonymous, everything in the catalog, patient enough for a busy machine.
    static Reader of(RegistryDouble registry) {
        return at(registry.url());
    }

    static Reader at(URI base) {
        return new Reader(
                base,
                new Credentials.None(),
                Set.of(),
                new Repositories.Listed(_ -> true),
                settings(Duration.ofSeconds(20), Optional.empty(), 4),
                Remembered.NOTHING);
    }

    private static HttpSettings settings(Duration timeout, Optional<Path> caFile, int inFlight) {
        return new HttpSettings(timeout, caFile, false, Optional.empty(), Proxies.NONE, inFlight);
    }

    Reader as(Credentials other) {
        return new Reader(base, other, realms, repositories, settings, remembered);
    }

    Reader allowing(String host) {
        return new Reader(base, credentials, Set.of(host), repositories, settings, remembered);
    }

    Reader only(String... names) {
        return new Reader(base, credentials, realms, new Repositories.Named(List.of(names)), settings, remembered);
    }

    Reader waiting(Duration timeout) {
        return new Reader(
                base,
                credentials,
                realms,
                repositories,
                settings(timeout, settings.caFile(), settings.inFlight()),
                remembered);
    }

    Reader trusting(Path caFile) {
        return new Reader(
                base,
                credentials,
                realms,
                repositories,
                settings(settings.timeout(), Optional.of(caFile), settings.inFlight()),
                remembered);
    }

    Reader atOnce(int inFlight) {
        return new Reader(
                base,
                credentials,
                realms,
                repositories,
                settings(settings.timeout(), settings.caFile(), inFlight),
                remembered);
    }

    Reader remembering(Remembered other) {
        return new Reader(base, credentials, realms, repositories, settings, other);
    }

    /// What is heard where nobody asks for ages.
    RegistryObservation look() throws InterruptedException {
        return look(BuildTimes.NONE);
    }

    /// What is heard where every age matters.
    RegistryObservation lookAtAges() throws InterruptedException {
        return look((repository, artifactType) -> true);
    }

    private RegistryObservation look(BuildTimes times) throws InterruptedException {
        return source().observe(times, Progress.SILENT);
    }

    RegistrySource source() {
        RegistryIdentity identity = new RegistryIdentity("main", true, Set.of());
        return new OciRegistry(
                identity, base, credentials, realms, repositories, settings, InstantSource.system(), remembered);
    }

    /// A repository of which everything was heard and nothing is missing.
    static RepositoryObservation heard(String name, Map<String, Digest> tags, Digest... untagged) {
        SortedMap<String, TagTarget> targets = new TreeMap<>();
        tags.forEach((tag, digest) -> targets.put(tag, new TagTarget.Points(digest)));
        Set<Digest> manifests = new HashSet<>(tags.values());
        manifests.addAll(List.of(untagged));
        return new RepositoryObservation(name, targets, manifests, Set.of(), List.of());
    }

    /// A repository of whose tags none could be read.
    static RepositoryObservation unread(String name, List<String> tags, Gap... gaps) {
        SortedMap<String, TagTarget> targets = new TreeMap<>();
        tags.forEach(tag -> targets.put(tag, new TagTarget.Unread()));
        return new RepositoryObservation(name, targets, Set.of(), Set.of(), List.of(gaps));
    }

    static Gap gap(String what, String why) {
        return new Gap(Gap.Kind.STRUCTURE, what, why);
    }

    static RepositoryObservation repository(RegistryObservation observation, String name) {
        return observation.repositories().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " was not observed: " + observation));
    }
}
