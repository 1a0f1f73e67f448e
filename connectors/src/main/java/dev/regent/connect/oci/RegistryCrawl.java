package dev.regent.connect.oci;

import dev.regent.connect.content.ConfigParser;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.parallel.Turns;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.Remembered;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the crawls of one registry's repositories share.
final class RegistryCrawl {

    private final String registry;
    private final RegistryClient client;
    private final Referrers referrers;
    private final BuildTimes times;
    private final Progress progress;
    private final Turns turns;
    private final Remembered remembered;
    private final Map<Digest, ManifestContent> contents = new ConcurrentHashMap<>();
    private final Map<Digest, ManifestContent> known = new ConcurrentHashMap<>();
    private final Map<Digest, Created> configs = new ConcurrentHashMap<>();
    private final AtomicLong tagsFound = new AtomicLong();
    private final AtomicLong tagsDone = new AtomicLong();

    RegistryCrawl(
            String registry,
            RegistryClient client,
            BuildTimes times,
            Progress progress,
            Turns turns,
            Remembered remembered) {
        this.registry = registry;
        this.client = client;
        this.referrers = new Referrers(client);
        this.times = times;
        this.progress = progress;
        this.turns = turns;
        this.remembered = remembered;
    }

    /// Every manifest that was found, by digest.
    Map<Digest, ManifestContent> contents() {
        return contents;
    }

    /// Whether the content that a digest names needn't be read, wherever it is found.
    boolean isKnown(Digest digest) {
        return known.containsKey(digest);
    }

    void know(ManifestContent content) {
        known.putIfAbsent(content.digest(), content);
    }

    /// A manifest whose content is known was found.
    void seen(Digest digest) {
        contents.computeIfAbsent(digest, known::get);
    }

    Referrers referrers() {
        return referrers;
    }

    BuildTimes times() {
        return times;
    }

    /// What is asked of the registry is asked from here, one repository after the other.
    Turns turns() {
        return turns;
    }

    /// What a config says of its age; asked of the registry once.
    Created created(String repository, Digest config) throws ConnectorException, InterruptedException {
        Created known = configs.get(config);
        if (known != null) {
            return known;
        }
        Optional<byte[]> content = client.config(repository, config);
        if (content.isEmpty()) {
            // Another repository may have it, and this one later.
            return new Created.Unusable();
        }
        Created read = ConfigParser.created(content.get());
        configs.put(config, read);
        remembered.created(config, read);
        return read;
    }

    /// Takes what is known of their configs from before, so that these need not be asked for.
    void remember(Collection<Digest> manifests) {
        Set<Digest> unread = new HashSet<>();
        for (Digest digest : manifests) {
            ManifestContent content = contents.get(digest);
            if (content != null
                    && content.created() instanceof Created.Unread
                    && content.manifest() instanceof Manifest.Single single
                    && !configs.containsKey(single.config().digest())) {
                unread.add(single.config().digest());
            }
        }
        configs.putAll(remembered.created(unread));
    }

    Remembered remembered() {
        return remembered;
    }

    void found(int tags) {
        tagsFound.addAndGet(tags);
    }

    void done() {
        progress.at(registry, "tags", tagsDone.incrementAndGet(), tagsFound.get());
    }
}
