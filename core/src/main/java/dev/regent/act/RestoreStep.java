package dev.regent.act;

import dev.regent.oci.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One thing to put back: a manifest, or a tag on one.
///
/// @param tag empty to put back the manifest itself
/// @param closure names what was deleted with it
public record RestoreStep(String repository, Digest digest, Optional<String> tag, Digest closure) {

    /// What takes everything back that was kept, in the order in which it has to be done: closure
    /// by closure, children before their index, subjects before their referrers, tags last.
    public static List<RestoreStep> of(List<KeptManifest> kept) {
        List<RestoreStep> steps = new ArrayList<>();
        for (List<KeptManifest> closure : closures(kept)) {
            List<KeptManifest> ordered = heldFirst(closure);
            for (KeptManifest each : ordered) {
                steps.add(new RestoreStep(each.repository(), each.digest(), Optional.empty(), each.closure()));
            }
            for (KeptManifest each : ordered) {
                for (String tag : each.tags()) {
                    steps.add(new RestoreStep(each.repository(), each.digest(), Optional.of(tag), each.closure()));
                }
            }
        }
        return steps;
    }

    private record Name(String repository, Digest closure) {}

    static List<List<KeptManifest>> closures(List<KeptManifest> kept) {
        Map<Name, List<KeptManifest>> closures = kept.stream()
                .collect(Collectors.groupingBy(
                        each -> new Name(each.repository(), each.closure()), LinkedHashMap::new, Collectors.toList()));
        return List.copyOf(closures.values());
    }

    /// What something needs comes before it. Referrer tags could make a ring; what is on it comes
    /// as it is.
    private static List<KeptManifest> heldFirst(List<KeptManifest> closure) {
        Map<Digest, KeptManifest> byDigest = closure.stream()
                .collect(Collectors.toMap(
                        KeptManifest::digest, Function.identity(), (one, _) -> one, LinkedHashMap::new));
        List<KeptManifest> ordered = new ArrayList<>();
        Set<Digest> placed = new HashSet<>();
        for (KeptManifest each : byDigest.values()) {
            place(each, byDigest, placed, ordered);
        }
        return ordered;
    }

    private static void place(
            KeptManifest manifest, Map<Digest, KeptManifest> closure, Set<Digest> placed, List<KeptManifest> ordered) {
        if (!placed.add(manifest.digest())) {
            return;
        }
        for (Digest child : manifest.children()) {
            if (closure.containsKey(child)) {
                place(closure.get(child), closure, placed, ordered);
            }
        }
        for (Digest subject : manifest.subjects()) {
            if (closure.containsKey(subject)) {
                place(closure.get(subject), closure, placed, ordered);
            }
        }
        ordered.add(manifest);
    }
}
