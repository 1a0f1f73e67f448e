package dev.regent.testkit.world;

import dev.regent.oci.Digest;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Everything that one registry holds, as bytes: the truth that doubles serve, volumes are written
/// from and oracles judge. Mutable on purpose; not safe for use from several threads while it
/// changes.
public final class World {

    private final SortedMap<String, Repository> repositories = new TreeMap<>();
    private final SortedMap<Digest, byte[]> blobs = new TreeMap<>();
    private volatile boolean pretending;

    /// One repository. A manifest that is in `manifests` and under no tag is untagged; a tag can
    /// point at a manifest that is not there.
    public static final class Repository {
        private final SortedMap<String, Digest> tags = new TreeMap<>();
        private final SortedSet<Digest> manifests = new TreeSet<>();

        public SortedMap<String, Digest> tags() {
            return tags;
        }

        public SortedSet<Digest> manifests() {
            return manifests;
        }
    }

    public SortedMap<String, Repository> repositories() {
        return repositories;
    }

    /// The repository of that name, made when it is asked for first.
    public Repository repository(String name) {
        return repositories.computeIfAbsent(name, _ -> new Repository());
    }

    /// Stored bytes by digest: manifests, configs and layers alike, whatever repositories use them.
    public Map<Digest, byte[]> blobs() {
        return blobs;
    }

    /// From now on layers count as as long as manifests say, though less of them is stored: a
    /// made-up estate needs no gigabytes.
    public void pretend() {
        pretending = true;
    }

    public boolean pretending() {
        return pretending;
    }

    /// Stores `content` and says its digest.
    public Digest store(byte[] content) {
        Digest digest = Digest.sha256(content);
        blobs.putIfAbsent(digest, content);
        return digest;
    }

    /// Stores `manifest` and puts it into the repository.
    public Digest push(String repository, byte[] manifest) {
        Digest digest = store(manifest);
        repository(repository).manifests().add(digest);
        return digest;
    }

    /// Points the tag at `digest`, as a push by tag does.
    public void tag(String repository, String tag, Digest digest) {
        repository(repository).tags().put(tag, digest);
    }
}
