package dev.regent.connect.oci;

import dev.regent.connect.content.ConfigParser;
import dev.regent.connect.http.ConnectorException;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// What the crawls of one registry's repositories share.
final class RegistryCrawl {

    private final String registry;
    private final RegistryClient client;
    private final Referrers referrers;
    private final BuildTimes times;
    private final Progress progress;
    private final int width;
    private final Map<Digest, ManifestContent> contents = new ConcurrentHashMap<>();
    private final Map<Digest, Created> configs = new ConcurrentHashMap<>();
    private final AtomicLong tagsFound = new AtomicLong();
    private final AtomicLong tagsDone = new AtomicLong();

    RegistryCrawl(String registry, RegistryClient client, BuildTimes times, Progress progress, int width) {
        this.registry = registry;
        this.client = client;
        this.referrers = new Referrers(client);
        this.times = times;
        this.progress = progress;
        this.width = width;
    }

    /// Every manifest that was read, by digest.
    Map<Digest, ManifestContent> contents() {
        return contents;
    }

    Referrers referrers() {
        return referrers;
    }

    BuildTimes times() {
        return times;
    }

    int width() {
        return width;
    }

    /// What a config says of its age; asked of the registry once.
    Created created(String repository, Digest config) throws ConnectorException, InterruptedException {
        Created known = configs.get(config);
        if (known != null) {
            return known;
        }
        Created read =
                client.config(repository, config).map(ConfigParser::created).orElse(new Created.Unusable());
        configs.put(config, read);
        return read;
    }

    void found(int tags) {
        tagsFound.addAndGet(tags);
    }

    void done() {
        progress.at(registry, "tags", tagsDone.incrementAndGet(), tagsFound.get());
    }
}
