package dev.regent.act;

import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.ReferrerTag;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which manifests of a closure can be put back, found out by reading before anything is put.
final class Restorable {

    private final Map<Digest, KeptManifest> closure = new HashMap<>();
    private final Map<Digest, Outcome> obstacles = new HashMap<>();

    private Restorable() {}

    static Restorable of(List<KeptManifest> closure, RegistryProbe probe) throws InterruptedException {
        Restorable restorable = new Restorable();
        closure.forEach(each -> restorable.closure.put(each.digest(), each));
        Map<Digest, Optional<Outcome>> blobs = new HashMap<>();
        for (KeptManifest each : closure) {
            Optional<Outcome> lost = restorable.lost(each, probe, blobs);
            if (lost.isPresent()) {
                restorable.obstacles.put(each.digest(), lost.get());
            }
        }
        restorable.spread();
        return restorable;
    }

    /// Why a manifest can't be put back; empty if it can.
    Optional<Outcome> obstacle(Digest digest) {
        return Optional.ofNullable(obstacles.get(digest));
    }

    /// It should have been possible, and wasn't.
    void failed(Digest digest, Outcome outcome) {
        obstacles.put(digest, outcome);
        spread();
    }

    private Optional<Outcome> lost(KeptManifest kept, RegistryProbe probe, Map<Digest, Optional<Outcome>> blobs)
            throws InterruptedException {
        for (Descriptor blob : kept.blobs()) {
            Optional<Outcome> known = blobs.get(blob.digest());
            if (known == null) {
                known = lost(
                        probe.lastByte(kept.repository(), blob),
                        "blob " + blob.digest().brief());
                blobs.put(blob.digest(), known);
            }
            if (known.isPresent()) {
                return known;
            }
        }
        for (Digest child : kept.children()) {
            if (!closure.containsKey(child)) {
                Optional<Outcome> lost =
                        lost(probe.resolve(kept.repository(), child.value()), "child " + child.brief());
                if (lost.isPresent()) {
                    return lost;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Outcome> lost(Reading<Digest> reading, String what) {
        return switch (reading) {
            case Reading.Here<Digest> _ -> Optional.empty();
            case Reading.Gone<Digest> _ ->
                Optional.of(new Outcome(
                        Outcome.Result.IMPOSSIBLE,
                        "the registry has lost " + what + ": it has collected its garbage since"));
            case Reading.Unheard<Digest>(String why) ->
                Optional.of(Outcome.failed("whether " + what + " is still there can't be read: " + why));
        };
    }

    /// An index can't be put back without its children, nor what belongs to something that isn't
    /// put back, unless it has a tag of its own.
    private void spread() {
        boolean more = true;
        while (more) {
            more = false;
            for (KeptManifest each : closure.values()) {
                if (!obstacles.containsKey(each.digest())) {
                    Optional<Outcome> obstacle = inherited(each);
                    obstacle.ifPresent(outcome -> obstacles.put(each.digest(), outcome));
                    more |= obstacle.isPresent();
                }
            }
        }
    }

    private Optional<Outcome> inherited(KeptManifest kept) {
        for (Digest child : kept.children()) {
            if (obstacles.containsKey(child)) {
                return Optional.of(because(child, "its child "));
            }
        }
        Set<Digest> holders = new HashSet<>();
        for (Digest subject : kept.subjects()) {
            if (closure.containsKey(subject)) {
                holders.add(subject);
            }
        }
        boolean ownTag = kept.tags().stream().anyMatch(ReferrerTag::isOrdinary);
        closure.values().stream()
                .filter(other -> other.children().contains(kept.digest()))
                .forEach(other -> holders.add(other.digest()));
        if (ownTag || holders.isEmpty() || !obstacles.keySet().containsAll(holders)) {
            return Optional.empty();
        }
        return Optional.of(because(holders.iterator().next(), "it belongs to "));
    }

    private Outcome because(Digest other, String relation) {
        Outcome outcome = Objects.requireNonNull(obstacles.get(other));
        return new Outcome(outcome.result(), relation + other.brief() + " can't be put back: " + outcome.detail());
    }
}
