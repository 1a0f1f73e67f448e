package dev.regent.inventory.graph;

/// Says for which groups a manifest in a repository counts; for each of them as a whole.
@FunctionalInterface
public interface Grouping {

    /// Ids of groups, each once; any number of them.
    long[] of(long repository, long manifest);
}
