package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import dev.regent.testkit.oracle.Opinion.Judged;
import dev.regent.testkit.oracle.Opinion.Step;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Judges a registry from its raw bytes, naively: sets, and passes that are repeated until nothing
/// changes. It knows `CONTRACT.md` and the invariants of `DESIGN.md`, and none of the code that it
/// is compared with.
///
/// Where these are silent it takes the reading that deletes less, save where their words lean the
/// other way: that other policies are silent on an artifact (4), that a digest counts alone (6),
/// that `newest` counts all images whatever stands beside it (7), and patterns (15).
///
/// 1. *Orphans.* A referrer that names several subjects (two tags, a tag and a `subject`) is kept
///     as soon as one of them is not seen. So is an untagged child whose own `subject` is not seen,
///     whatever lists it.
/// 2. *Loops.* Referrers that, by tag, belong to each other or to themselves and to nothing else
///     are kept.
/// 3. *Untagged holders count.* From storage an untagged index or subject, which `/v2/` does not
///     show, shields a tagged child or referrer: the promise of equal verdicts holds only where
///     both see the holders.
/// 4. *Artifacts.* Whatever declares an `artifactType`, an index too, or has a config that is not
///     OCI's or Docker's is no image; without a declared type its type is the config's media type.
///     An index without one is an image, whatever it lists. A policy that names an artifact's type
///     judges it, beside images; other policies are silent on it.
/// 5. *A manifest of unknown media type* that is judged by itself is kept as `not-an-image`. An
///     index or subject that it belongs to is not completely heard. Else it touches what has no
///     ordinary tag, and nothing that has one.
/// 6. *Uses.* A use of a child, by digest or tag, keeps the indexes above it as a config's use
///     does. A reference with both tag and digest counts by its digest alone. A use by tag counts
///     here unless its host is known to be another registry's. Where nobody asked for uses,
///     nothing was used; else `usedWithin` is unknown of all that is not used now: nobody saw the
///     days before.
/// 7. *Places.* A tagged manifest takes no place in `newest` if it names a subject, or if an index
///     above it at any distance has an ordinary tag and a time and names none. Artifacts are ranked by
///     type, apart from images. `newest` beside other conditions still counts all images. `by:
///     pushed` is unknown.
/// 8. *The last image* is the first of that ranking. Without a time it is unknown whether it is the
///     last, so such an image is never removed, unless `allowEmpty`. Where nothing of its kind has
///     an ordinary tag, the newest untagged image stays. One policy in scope without `allowEmpty`
///     is enough.
/// 9. *Limits.* An age of exactly the limit is younger and not older. A build at exactly `now` is
///     not in the future, one at 2013-01-01T00:00:00Z not too early.
/// 10. *No time*: schema 1; a config that is lost or no JSON object; a `created` that is `null`, no
///     text or not RFC 3339 to the letter.
/// 11. *Untagged.* `untaggedFor` is unknown for what has no tag at all, else false.
/// 12. *Closures* of more than sixteen levels, referrers counted as levels, are not completely
///     heard.
/// 13. *Bytes.* From storage a step frees what the files hold, not what manifests declare. A layer
///     of schema 1 declares nothing: 0 in `uniqueBytes` and over `/v2/`, unless another manifest
///     declares it.
/// 14. *Out of every scope*: the reason may be `no-policy` or `default`.
/// 15. *A pattern* needs to be found in a tag, not to match all of it; `tags` are literal.
public final class Oracle {

    private Oracle() {}

    /// Sees, judges and counts.
    public static Opinion judge(Question question) {
        Map<String, SeenRepository> repositories = repositories(question);
        SortedMap<String, SortedMap<Digest, Judged>> verdicts = new TreeMap<>();
        Set<Step> steps = new LinkedHashSet<>();
        Set<Digest> manifests = new TreeSet<>();
        int untagged = 0;
        boolean unknown = false;
        for (SeenRepository repository : repositories.values()) {
            SortedMap<Digest, Judged> judged = new RepositoryJudge(question, repository).verdicts();
            verdicts.put(repository.name(), judged);
            judged.forEach((digest, its) -> {
                if (its.verdict() == Verdict.REMOVE) {
                    steps.add(new Step(repository.name(), digest, repository.tags(digest)));
                }
            });
            manifests.addAll(judged.keySet());
            untagged += (int) judged.keySet().stream()
                    .filter(digest -> repository.tags(digest).isEmpty())
                    .count();
            unknown |= repository.hasUnknown();
        }
        Reclaim reclaim = Reclaim.of(question);
        boolean storage = question.view() == View.FROM_STORAGE;
        return new Opinion(
                repositories.size(),
                question.world().repositories().values().stream()
                        .mapToInt(repository -> repository.tags().size())
                        .sum(),
                manifests.size(),
                untagged,
                Reclaim.declared(repositories.values()).values().stream()
                        .mapToLong(Long::longValue)
                        .sum(),
                storage ? reclaim.orphanBytes() : 0,
                unknown,
                verdicts,
                steps,
                reclaim.total(steps),
                storage && !unknown);
    }

    static Map<String, SeenRepository> repositories(Question question) {
        Map<String, SeenRepository> repositories = new TreeMap<>();
        for (String name : question.world().repositories().keySet()) {
            repositories.put(name, new SeenRepository(question.world(), name, question.view()));
        }
        return repositories;
    }
}
