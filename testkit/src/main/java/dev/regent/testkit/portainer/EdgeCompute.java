package dev.regent.testkit.portainer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Edge groups and edge stacks of a Portainer. Where it is turned off, neither can be listed.
public final class EdgeCompute {

    /// An edge group.
    ///
    /// @param count how many environments Business Edition counts in it
    record Group(int id, String name, Set<Integer> environments, int count) {}

    /// An edge stack.
    ///
    /// @param groups ids of edge groups
    /// @param given environments that it was given to already
    /// @param file empty where Portainer can't read it
    record Stack(int id, String name, List<Integer> groups, Set<Integer> given, Optional<String> file) {}

    private final List<Group> groups = new ArrayList<>();
    private final List<Stack> stacks = new ArrayList<>();
    private boolean on = true;

    EdgeCompute() {}

    public void turnOff() {
        on = false;
    }

    /// Adds a group.
    ///
    /// @return its id
    public int group(String name, Integer... environments) {
        groups.add(new Group(groups.size() + 1, name, Set.of(environments), environments.length));
        return groups.size();
    }

    /// Adds a stack.
    ///
    /// @return its id
    public int stack(String name, String file, Integer... itsGroups) {
        stacks.add(new Stack(stacks.size() + 1, name, List.of(itsGroups), Set.of(), Optional.of(file)));
        return stacks.size();
    }

    /// Adds a stack of groups that aren't there any more, which some environments got while they were.
    public void leftOver(String name, String file, Map<Integer, Set<Integer>> environmentsByGroup) {
        Set<Integer> given = Set.copyOf(
                environmentsByGroup.values().stream().flatMap(Set::stream).toList());
        stacks.add(new Stack(
                stacks.size() + 1, name, List.copyOf(environmentsByGroup.keySet()), given, Optional.of(file)));
    }

    boolean on() {
        return on;
    }

    List<Group> groups() {
        return groups;
    }

    List<Stack> stacks() {
        return stacks;
    }
}
