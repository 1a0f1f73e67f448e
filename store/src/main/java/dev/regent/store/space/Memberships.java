package dev.regent.store.space;

import dev.regent.inventory.graph.RegistryGraph;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongPredicate;

/// Which manifests are in which repositories of one registry now.
final class Memberships {

    /// Side by side, sorted by repository.
    private long[] repositories = new long[1024];

    private long[] manifests = new long[1024];
    private int size;

    void add(long repository, long manifest) {
        if (size == repositories.length) {
            repositories = Arrays.copyOf(repositories, size * 2);
            manifests = Arrays.copyOf(manifests, size * 2);
        }
        repositories[size] = repository;
        manifests[size++] = manifest;
    }

    /// Those that `wanted` wants, each once, sorted.
    long[] manifests(LongPredicate wanted) {
        return Arrays.stream(manifests, 0, size)
                .filter(wanted)
                .sorted()
                .distinct()
                .toArray();
    }

    /// Has the repositories of a graph have just these.
    void putInto(RegistryGraph graph) {
        Set<Long> others = new HashSet<>();
        Arrays.stream(graph.repositoryIds()).forEach(others::add);
        int from = 0;
        while (from < size) {
            int to = from;
            while (to < size && repositories[to] == repositories[from]) {
                to++;
            }
            graph.has(
                    repositories[from],
                    Arrays.stream(manifests, from, to)
                            .map(GraphContents::manifest)
                            .toArray());
            others.remove(repositories[from]);
            from = to;
        }
        others.forEach(graph::has);
    }
}
