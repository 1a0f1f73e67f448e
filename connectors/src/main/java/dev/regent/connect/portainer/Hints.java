package dev.regent.connect.portainer;

import dev.regent.connect.portainer.ActivityItem.Kind;
import dev.regent.observe.Hint;
import dev.regent.observe.Workload;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// From what Portainer knows of an environment and of its stacks, whom they belong to.
final class Hints {

    private final DirectoryReading.Result read;

    Hints(DirectoryReading.Result read) {
        this.read = read;
    }

    /// Its group, its tags and its group's, and the team that alone may use it.
    List<Hint> of(EnvironmentItem environment) {
        List<Hint> hints = new ArrayList<>();
        Optional<GroupItem> group = Optional.ofNullable(read.groups().get(environment.group()));
        group.filter(known ->
                        known.id() != GroupItem.UNASSIGNED && !known.name().isEmpty())
                .ifPresent(known -> hints.add(new Hint(Hint.From.GROUP, "", known.name())));
        Set<Integer> tags = new LinkedHashSet<>(environment.tags());
        group.ifPresent(known -> tags.addAll(known.tags()));
        tags.stream()
                .flatMap(tag -> Optional.ofNullable(read.tags().get(tag)).stream())
                .forEach(tag -> hints.add(new Hint(Hint.From.TAG, "", tag)));
        Access access = environment.access().or(group.map(GroupItem::access).orElse(Access.NONE));
        read.people().onlyTeam(access).ifPresent(team -> hints.add(new Hint(Hint.From.TEAM, "", team)));
        return hints;
    }

    /// Who made a stack, who changed it last, and the team that alone may use it.
    Workload of(StackItem stack) {
        List<Hint> hints = new ArrayList<>();
        stack.madeBy().ifPresent(person -> hints.add(new Hint(Hint.From.PERSON, "", person)));
        read.activity()
                .last(stack.edge() ? Kind.EDGE_STACK : Kind.STACK, stack.id())
                .map(ActivityItem::who)
                .or(stack::changedBy)
                .ifPresent(person -> hints.add(new Hint(Hint.From.CHANGED, "", person)));
        read.people()
                .onlyTeam(new Access(Set.of(), stack.teams()))
                .ifPresent(team -> hints.add(new Hint(Hint.From.TEAM, "", team)));
        return new Workload(stack.workload(), Optional.of(stack.name()), hints);
    }
}
