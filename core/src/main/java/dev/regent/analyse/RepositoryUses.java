package dev.regent.analyse;

import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.Use;
import dev.regent.oci.Manifest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which manifests of one repository are in use, and by whom. An index is in use when a child of it is: engines report
/// now the one, now the other.
final class RepositoryUses {

    private final boolean asked;
    private final List<List<Use>> users;

    RepositoryUses(Uses uses, RegistryIdentity registry, RepositoryInventory repository) {
        asked = uses.asked();
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
        if (!uses.asked()) {
            return List.of();
        }
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

    boolean used(int manifest) {
        return !users.get(manifest).isEmpty();
    }

    /// What is used now is used; of the rest one look says nothing about the past.
    Truth usedSince(int manifest) {
        return used(manifest) ? Truth.TRUE : asked ? Truth.UNKNOWN : Truth.FALSE;
    }

    /// For a sentence; empty if it isn't in use.
    Optional<String> words(int manifest) {
        List<String> words = users.get(manifest).stream()
                .map(Use::toString)
                .sorted()
                .distinct()
                .toList();
        return switch (words.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(words.getFirst());
            default -> Optional.of(words.getFirst() + " and " + (words.size() - 1) + " more");
        };
    }
}
