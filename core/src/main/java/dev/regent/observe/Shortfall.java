package dev.regent.observe;

import java.util.ArrayList;
import java.util.List;

/// Collects what was not heard of a registry, and says it in one line.
public final class Shortfall {

    private static final int SHOWN = 3;

    private final List<String> sentences = new ArrayList<>();

    public void add(String sentence) {
        sentences.add(sentence);
    }

    /// Adds the first gap of a repository, if it has one, and how many more there are.
    public void addGaps(RepositoryObservation repository) {
        if (!repository.gaps().isEmpty()) {
            int more = repository.gaps().size() - 1;
            add(repository.name() + ": " + repository.gaps().getFirst()
                    + (more == 0 ? "" : " (and " + more + " more)"));
        }
    }

    public boolean isEmpty() {
        return sentences.isEmpty();
    }

    /// The first few, in the order of the alphabet, and how many more there are.
    @Override
    public String toString() {
        String shown =
                String.join("; ", sentences.stream().sorted().limit(SHOWN).toList());
        int more = sentences.size() - SHOWN;
        return more > 0 ? shown + "; and " + more + " more" : shown;
    }
}
