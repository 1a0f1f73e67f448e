package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What edge stacks are for the environments of their edge groups, and for those that Portainer gave them to before.
///
/// @param stacks one for each of an edge stack's environments
/// @param gaps what isn't known of the edge stacks of every edge environment, a sentence each
record EdgeStacks(List<StackItem> stacks, List<String> gaps) {

    static final EdgeStacks NONE = new EdgeStacks(List.of(), List.of());

    private static final Shape NOTHING = new Shape.Members(Map.of());

    static final Shape.Members GROUP = Shape.with(
            Shape.with(Shape.values("Id", "Name", "EndpointsCount"), "Endpoints", Shape.each(Shape.value())),
            "TrustedEndpoints",
            Shape.each(Shape.value()));

    /// `AutoUpdate`, `Webhook` and `GitConfig.Authentication` are not let in, as of other stacks.
    static final Shape.Members STACK = new Shape.Members(Map.ofEntries(
            Map.entry("Id", Shape.value()),
            Map.entry("Name", Shape.value()),
            Map.entry("EdgeGroups", Shape.each(Shape.value())),
            Map.entry("Status", new Shape.Entries(NOTHING)),
            Map.entry("CreatedBy", Shape.value()),
            Map.entry("UpdatedBy", Shape.value()),
            Map.entry("EnvVars", Shape.each(Shape.values("name", "value"))),
            Map.entry("GitConfig", Shape.values("URL")),
            Map.entry("CurrentDeploymentInfo", Shape.values("RepositoryURL")),
            Map.entry("HelmConfig", Shape.values("ChartPath", "ChartName"))));

    EdgeStacks {
        stacks = List.copyOf(stacks);
        gaps = List.copyOf(gaps);
    }

    /// An edge group.
    ///
    /// @param environments in it
    /// @param all how many Portainer counts in it; empty where it doesn't say
    record Group(int id, String name, Set<Integer> environments, Optional<Integer> all) {
        Group {
            environments = Set.copyOf(environments);
        }

        static Group of(JsonNode item) throws MalformedException {
            Set<Integer> environments = new TreeSet<>(Items.numbers(item.path("Endpoints")));
            environments.addAll(Items.numbers(item.path("TrustedEndpoints")));
            JsonNode count = item.path("EndpointsCount");
            return new Group(
                    Items.id(item, "Id"),
                    Items.text(item, "Name").orElse(""),
                    environments,
                    count.isInt() ? Optional.of(count.intValue()) : Optional.empty());
        }
    }

    /// One element of `/api/edge_stacks`.
    ///
    /// @param groups ids of its edge groups
    /// @param given environments that Portainer has a status of it from
    /// @param stack without an environment
    record Item(List<Integer> groups, Set<Integer> given, StackItem stack) {
        Item {
            groups = List.copyOf(groups);
            given = Set.copyOf(given);
        }

        static Item of(JsonNode item) throws MalformedException {
            JsonNode chart = item.path("HelmConfig");
            return new Item(
                    Items.numbers(item.path("EdgeGroups")),
                    Items.keys(item.path("Status")),
                    new StackItem(
                            Items.id(item, "Id"),
                            true,
                            Items.text(item, "Name").orElse("of id " + Items.id(item, "Id")),
                            0,
                            true,
                            StackItem.variables(item.path("EnvVars")),
                            StackItem.git(item),
                            List.of(),
                            Items.text(chart, "ChartPath")
                                    .or(() -> Items.text(chart, "ChartName"))
                                    .isPresent(),
                            Items.text(item, "CreatedBy"),
                            Items.text(item, "UpdatedBy"),
                            Set.of()));
        }
    }

    /// Puts each edge stack to its environments.
    static EdgeStacks of(List<Item> items, Collection<Group> groups) {
        Map<Integer, Group> byId = new HashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        List<StackItem> stacks = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        for (Item item : items) {
            Set<Integer> environments = new TreeSet<>(item.given());
            for (int id : item.groups()) {
                Optional<Group> group = Optional.ofNullable(byId.get(id));
                group.ifPresent(known -> environments.addAll(known.environments()));
                if (group.isEmpty()) {
                    gaps.add(item.stack().workload() + " goes to an edge group that Portainer doesn't list (" + id
                            + "), so it may be meant for any edge environment; look again, or mend it there");
                } else if (group.get()
                        .all()
                        .filter(all -> all != group.get().environments().size())
                        .isPresent()) {
                    gaps.add(item.stack().workload() + " goes to the edge group "
                            + Text.plain(group.get().name())
                            + ", of which Portainer shows "
                            + group.get().environments().size() + " of "
                            + group.get().all().get() + " environments, so it may be meant for any edge environment;"
                            + " look again");
                }
            }
            environments.forEach(environment -> stacks.add(item.stack().in(environment)));
        }
        return new EdgeStacks(stacks, gaps);
    }
}
