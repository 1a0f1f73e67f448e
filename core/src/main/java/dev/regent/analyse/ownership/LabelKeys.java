package dev.regent.analyse.ownership;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Keys of the labels that are read, of workloads and of their namespaces. Other labels say nothing.
///
/// @param tier keys of labels whose values speak of a tier
/// @param team keys of labels whose values name a team
/// @param owner keys of labels whose values name an owner
public record LabelKeys(List<String> tier, List<String> team, List<String> owner) {

    /// `app.kubernetes.io/part-of` is not among them: it names an application, and no team.
    public static final LabelKeys USUAL =
            new LabelKeys(List.of("tier", "env", "environment", "stage"), List.of("team"), List.of("owner"));

    public LabelKeys {
        tier = List.copyOf(tier);
        team = List.copyOf(team);
        owner = List.copyOf(owner);
    }

    /// All of them: who reads labels needs to keep no others.
    public Set<String> all() {
        Set<String> all = new TreeSet<>(tier);
        all.addAll(team);
        all.addAll(owner);
        return Set.copyOf(all);
    }
}
