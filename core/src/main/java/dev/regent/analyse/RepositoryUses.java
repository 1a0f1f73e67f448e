package dev.regent.analyse;

import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.Use;
import dev.regent.oci.Manifest;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Which manifests of one repository are in use, and by whom. An index is in use when a child of it
/// is: engines report now the one, now the other.
final class RepositoryUses {

    private final boolean asked;
    private final RepositoryInventory repository;
    private final List<List<Use>> users;

    RepositoryUses(Uses uses, RegistryIdentity registry, RepositoryInventory repository) {
        asked = uses.asked();
        this.repository = repository;
        users = new ArrayList<>(Collections.nCopies(repository.size(), List.of()));
        for (int manifest = 0; manifest < repository.size(); manifest++) {
            List<Use> direct = direct(uses, registry, repository, manifest);
            if (!direct.isEmpty()) {
                spread(repository, manifest, direct);
            }
        }
    }

    private static List<Use> direct(
            Uses uses, RegistryIdentity registry, RepositoryInventory repository, int manifest) {
        Set<Use> direct = new LinkedHashSet<>(uses.byDigest(repository.digest(manifest)));
        if (repository.content(manifest).manifest() instanceof Manifest.Single single) {
            direct.addAll(uses.byDigest(single.config().digest()));
        }
        for (String tag : repository.tags(manifest)) {
            direct.addAll(uses.byTag(registry, repository.name(), tag));
        }
        return List.copyOf(direct);
    }

    private void spread(RepositoryInventory repository, int manifest, List<Use> direct) {
        Deque<Integer> open = new ArrayDeque<>(List.of(manifest));
        Set<Integer> done = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            int next = open.pop();
            if (done.add(next)) {
                Set<Use> all = new LinkedHashSet<>(users.get(next));
                all.addAll(direct);
                users.set(next, List.copyOf(all));
                for (int index : repository.indexes(next)) {
                    open.push(index);
                }
            }
        }
    }

    /// What is used now is used; of the rest only the past can tell.
    Truth usedSince(int manifest, Instant since, Past past) {
        if (running(manifest).findAny().isPresent()) {
            return Truth.TRUE;
        }
        return asked ? usedBefore(manifest, since, past, RepositoryInventory.DEEPEST_NESTING) : Truth.FALSE;
    }

    private Truth usedBefore(int manifest, Instant since, Past past, int deeper) {
        Truth used = past.usedSince(repository.digest(manifest), since);
        if (repository.content(manifest).manifest() instanceof Manifest.Single single) {
            used = used.or(past.usedSince(single.config().digest(), since));
        }
        for (int child : deeper > 0 ? repository.children(manifest) : new int[0]) {
            used = used.or(usedBefore(child, since, past, deeper - 1));
        }
        return used;
    }

    private Stream<Use> running(int manifest) {
        return users.get(manifest).stream().filter(use -> use.kind() != Use.Kind.PINNED);
    }

    /// What no policy can take from it: a use, else a pin.
    Optional<Verdict.Keep> protection(int manifest) {
        if (users.get(manifest).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> used = words(running(manifest));
        return used.isPresent()
                ? Optional.of(new Verdict.Keep("in-use", used.get()))
                : words(users.get(manifest).stream()).map(words -> new Verdict.Keep("pinned", words));
    }

    /// For a sentence; empty if it isn't in use.
    Optional<String> words(int manifest) {
        return words(running(manifest));
    }

    private static Optional<String> words(Stream<Use> uses) {
        List<String> words = uses.map(Use::toString).sorted().distinct().toList();
        return switch (words.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(words.getFirst());
            default -> Optional.of(words.getFirst() + " and " + (words.size() - 1) + " more");
        };
    }
}
