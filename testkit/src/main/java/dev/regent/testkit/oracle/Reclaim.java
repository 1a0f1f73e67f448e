package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import dev.regent.testkit.oracle.Opinion.Step;
import dev.regent.testkit.world.StoredManifest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What Distribution's garbage collection frees: every manifest that is linked in any repository
/// marks itself and what it references, and what nothing marks goes.
public final class Reclaim {

    private final Map<String, SeenRepository> repositories;
    private final Map<Digest, Long> sizes;

    private Reclaim(Map<String, SeenRepository> repositories, Map<Digest, Long> sizes) {
        this.repositories = repositories;
        this.sizes = sizes;
    }

    /// From storage a blob counts as its file does, and one that is not there counts nothing. Over
    /// `/v2/` it counts as declared.
    public static Reclaim of(Question question) {
        Map<String, SeenRepository> repositories = Oracle.repositories(question);
        Map<Digest, Long> sizes = new TreeMap<>();
        if (question.view() == View.FROM_STORAGE) {
            question.world().blobs().forEach((digest, content) -> sizes.put(digest, (long) content.length));
        } else {
            sizes.putAll(declared(repositories.values()));
        }
        return new Reclaim(repositories, sizes);
    }

    /// Distinct manifests that are there, configs and layers, with the largest size that is
    /// declared for each.
    static Map<Digest, Long> declared(Collection<SeenRepository> repositories) {
        Map<Digest, Long> sizes = new TreeMap<>();
        for (SeenRepository repository : repositories) {
            repository.manifests().forEach((digest, manifest) -> {
                sizes.merge(digest, manifest.size(), Math::max);
                manifest.blobs().forEach(part -> sizes.merge(part.digest(), part.size(), Math::max));
            });
        }
        return sizes;
    }

    /// Bytes that all steps free together.
    public long total(Collection<Step> steps) {
        Set<Digest> before = marked(Set.of());
        before.removeAll(marked(steps));
        return bytes(before);
    }

    /// Bytes that nothing marks now.
    public long orphanBytes() {
        Set<Digest> orphans = new TreeSet<>(sizes.keySet());
        orphans.removeAll(marked(Set.of()));
        return bytes(orphans);
    }

    /// What each step adds, in this order.
    public List<Long> prices(List<Step> steps) {
        Map<Digest, Integer> marks = new TreeMap<>();
        for (SeenRepository repository : repositories.values()) {
            repository
                    .manifests()
                    .forEach((digest, manifest) ->
                            marks(digest, manifest).forEach(marked -> marks.merge(marked, 1, Integer::sum)));
        }
        List<Long> prices = new ArrayList<>();
        for (Step step : steps) {
            StoredManifest manifest = Optional.ofNullable(repositories.get(step.repository()))
                    .orElseThrow()
                    .manifest(step.digest());
            Set<Digest> freed = marks(step.digest(), manifest);
            freed.removeIf(marked -> marks.merge(marked, -1, Integer::sum) > 0);
            prices.add(bytes(freed));
        }
        return prices;
    }

    private Set<Digest> marked(Collection<Step> without) {
        Map<String, Set<Digest>> gone = new TreeMap<>();
        without.forEach(step ->
                gone.computeIfAbsent(step.repository(), _ -> new TreeSet<>()).add(step.digest()));
        Set<Digest> marked = new TreeSet<>();
        for (SeenRepository repository : repositories.values()) {
            Set<Digest> deleted = gone.getOrDefault(repository.name(), Set.of());
            repository.manifests().forEach((digest, manifest) -> {
                if (!deleted.contains(digest)) {
                    marked.addAll(marks(digest, manifest));
                }
            });
        }
        return marked;
    }

    private static Set<Digest> marks(Digest digest, StoredManifest manifest) {
        Set<Digest> marks = new TreeSet<>(manifest.references());
        marks.add(digest);
        return marks;
    }

    private long bytes(Collection<Digest> blobs) {
        return blobs.stream().mapToLong(blob -> sizes.getOrDefault(blob, 0L)).sum();
    }
}
