package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which images of a repository are the newest. Images are ranked among images, artifacts of a type
/// among themselves.
final class Ranking {

    private final SeenRepository repository;
    private final Ages ages;
    private final Map<String, List<Digest>> tagged = new TreeMap<>();
    private final Map<String, List<Digest>> untagged = new TreeMap<>();
    private final Set<String> kindsWithTag = new TreeSet<>();

    Ranking(SeenRepository repository, Ages ages) {
        this.repository = repository;
        this.ages = ages;
        Set<Digest> candidates = new TreeSet<>();
        Set<Digest> judgedUntagged = new TreeSet<>();
        for (Digest digest : repository.manifests().keySet()) {
            if (!repository.ordinaryTags(digest).isEmpty()) {
                kindsWithTag.add(kind(digest));
                if (ages.time(digest).isPresent()
                        && repository.manifest(digest).subject().isEmpty()) {
                    candidates.add(digest);
                }
            } else if (repository.isJudged(digest) && ages.time(digest).isPresent()) {
                judgedUntagged.add(digest);
            }
        }
        Set<Digest> placed = new TreeSet<>(candidates);
        placed.removeIf(digest -> repository.above(digest).stream().anyMatch(candidates::contains));
        fill(tagged, placed);
        fill(untagged, judgedUntagged);
    }

    private void fill(Map<String, List<Digest>> ranks, Set<Digest> members) {
        Comparator<Digest> byTime =
                Comparator.comparing(digest -> ages.time(digest).orElseThrow());
        for (Digest digest : members) {
            ranks.computeIfAbsent(
                    kind(digest),
                    kind -> members.stream()
                            .filter(member -> kind(member).equals(kind))
                            .sorted(byTime.thenComparing(Comparator.naturalOrder())
                                    .reversed())
                            .toList());
        }
    }

    private String kind(Digest digest) {
        return repository.manifest(digest).artifact().orElse("");
    }

    /// Whether it is one of the `count` newest with an ordinary tag.
    Truth newest(Digest digest, int count) {
        if (ages.time(digest).isEmpty()) {
            return Truth.UNKNOWN;
        }
        return Truth.of(first(tagged, digest, count).contains(digest));
    }

    /// Whether it is the one that stays, so that the repository does not end up empty.
    Truth last(Digest digest) {
        if (!kindsWithTag.contains(kind(digest))) {
            return ages.time(digest).isEmpty()
                    ? Truth.UNKNOWN
                    : Truth.of(first(untagged, digest, 1).contains(digest));
        }
        return repository.ordinaryTags(digest).isEmpty() ? Truth.FALSE : newest(digest, 1);
    }

    private List<Digest> first(Map<String, List<Digest>> ranks, Digest digest, int count) {
        List<Digest> ranked = Optional.ofNullable(ranks.get(kind(digest))).orElse(List.of());
        return ranked.subList(0, Math.min(count, ranked.size()));
    }
}
