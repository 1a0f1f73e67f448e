package dev.regent.plan;

import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.Role;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;

/// What goes with manifests of one repository, if they do.
public final class Together {

    private Together() {}

    /// Why a manifest goes.
    ///
    /// @param with the number of the one that it goes with; its own where it was named
    public record Reason(Kind kind, int with) {

        public enum Kind {
            /// It was asked for.
            NAMED,
            /// It is an index that lists what goes: without that it would be broken.
            INDEX,
            /// It is a child of what goes, and nothing that stays holds it.
            CHILD,
            /// It belongs to what goes, and nothing that stays holds it.
            REFERRER
        }
    }

    /// The manifests that go, by their numbers: those that are named, the indexes that list them at any distance,
    /// and what these hold that isn't an image by itself and that nothing else holds.
    public static SortedMap<Integer, Reason> of(RepositoryInventory repository, Collection<Integer> named) {
        SortedMap<Integer, Reason> goes = new TreeMap<>();
        Deque<Integer> open = new ArrayDeque<>();
        for (int manifest : named) {
            if (goes.putIfAbsent(manifest, new Reason(Reason.Kind.NAMED, manifest)) == null) {
                open.add(manifest);
            }
        }
        int[] holders = holders(repository);
        while (!open.isEmpty()) {
            int next = open.remove();
            for (int index : repository.indexes(next)) {
                if (goes.putIfAbsent(index, new Reason(Reason.Kind.INDEX, next)) == null) {
                    open.add(index);
                }
            }
            for (int held : repository.held(next)) {
                holders[held]--;
                Role role = repository.role(held);
                if (holders[held] == 0 && role != Role.IMAGE) {
                    Reason.Kind kind = role == Role.CHILD ? Reason.Kind.CHILD : Reason.Kind.REFERRER;
                    if (goes.putIfAbsent(held, new Reason(kind, next)) == null) {
                        open.add(held);
                    }
                }
            }
        }
        return goes;
    }

    /// By manifest: how many hold it.
    private static int[] holders(RepositoryInventory repository) {
        int[] holders = new int[repository.size()];
        for (int manifest = 0; manifest < repository.size(); manifest++) {
            for (int held : repository.held(manifest)) {
                holders[held]++;
            }
        }
        return holders;
    }
}
