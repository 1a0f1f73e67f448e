package dev.regent.inventory.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Groups of manifests, each as a repository would have them.
final class Groups {

    private final Numbers ids = new Numbers(0);
    private final List<int[]> manifests = new ArrayList<>();
    private int[] sizes = new int[8];

    /// @param repositories ids of the repositories whose members `graph` has
    /// @param items ids of their manifests
    static List<RepositoryBytes> of(Rows graph, Numbers repositories, Numbers items, Grouping grouping) {
        Groups groups = new Groups();
        for (int repository = 0; repository < repositories.size(); repository++) {
            Members here = graph.members()[repository];
            for (int place = 0; place < here.size(); place++) {
                int manifest = here.get(place);
                for (long group : grouping.of(repositories.id(repository), items.id(manifest))) {
                    groups.add(group, manifest);
                }
            }
        }
        return Shares.of(graph, groups.ids, groups.members());
    }

    private void add(long group, int manifest) {
        int number = ids.of(group);
        if (number == manifests.size()) {
            manifests.add(new int[4]);
            sizes = sizes.length > number ? sizes : Arrays.copyOf(sizes, number * 2);
        }
        int[] kept = manifests.get(number);
        if (sizes[number] == kept.length) {
            kept = Arrays.copyOf(kept, kept.length * 2);
            manifests.set(number, kept);
        }
        kept[sizes[number]++] = manifest;
    }

    private Members[] members() {
        Members[] members = new Members[manifests.size()];
        for (int group = 0; group < members.length; group++) {
            members[group] = new Members(Arrays.stream(manifests.get(group), 0, sizes[group])
                    .sorted()
                    .distinct()
                    .toArray());
        }
        return members;
    }
}
