package dev.regent.act;

import dev.regent.act.Journal.JournalException;
import dev.regent.oci.Digest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What was kept of a closure, by digest.
final class Shelf {

    private final Map<Digest, KeptManifest> kept = new HashMap<>();

    private Shelf() {}

    static Shelf of(Closure closure, Journal journal) throws JournalException {
        Shelf shelf = new Shelf();
        for (int number : closure.numbers()) {
            journal.kept(number).ifPresent(manifest -> shelf.kept.put(manifest.digest(), manifest));
        }
        return shelf;
    }

    /// Empty if it wasn't kept.
    Optional<KeptManifest> of(Digest digest) {
        return Optional.ofNullable(kept.get(digest));
    }

    /// Every digest by which somebody can use a manifest: its own, those of its config and layers,
    /// and the same of all that it lists. Empty if it wasn't kept.
    Set<Digest> names(Digest digest) {
        Set<Digest> names = new LinkedHashSet<>();
        Deque<Digest> open = new ArrayDeque<>();
        of(digest).ifPresent(manifest -> open.add(manifest.digest()));
        while (!open.isEmpty()) {
            Digest next = open.remove();
            if (names.add(next)) {
                of(next).ifPresent(manifest -> {
                    manifest.blobs().forEach(blob -> names.add(blob.digest()));
                    open.addAll(manifest.children());
                });
            }
        }
        return names;
    }

    /// All that an index lists, at any distance, each before what lists it.
    List<KeptManifest> below(KeptManifest index) {
        Set<KeptManifest> below = new LinkedHashSet<>();
        for (Digest child : index.children()) {
            of(child).ifPresent(manifest -> {
                below.addAll(below(manifest));
                below.add(manifest);
            });
        }
        return List.copyOf(below);
    }

    /// Whether one lists the other, or the other belongs to the one.
    boolean holds(Digest holder, Digest held) {
        return of(holder).filter(manifest -> manifest.children().contains(held)).isPresent()
                || of(held).filter(manifest -> manifest.subjects().contains(holder))
                        .isPresent();
    }
}
