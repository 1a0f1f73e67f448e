package dev.regent.policy.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers what is wrong in one file.
public final class Problems {

    private final Source source;
    private final List<Problem> found = new ArrayList<>();

    /// Nothing is wrong yet.
    public Problems(Source source) {
        this.source = source;
    }

    /// Something is wrong at a place.
    ///
    /// @param at as [Node#at()]
    public void add(int at, String message) {
        found.add(source.place(at).problem(message));
    }

    /// `node` isn't what it should be.
    ///
    /// @param name whose value it is, with its article or quoted as a key
    /// @param wanted what should stand there, for people
    public void wanted(Node node, String name, String wanted) {
        if (!(node instanceof Node.Refused)) {
            add(node.at(), name + " wants " + wanted + "; got " + node.kind());
        }
    }

    /// The place with `at` characters before it.
    public Source.Place place(int at) {
        return source.place(at);
    }

    /// How many were found.
    public int count() {
        return found.size();
    }

    /// From top to bottom.
    public List<Problem> sorted() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }
}
