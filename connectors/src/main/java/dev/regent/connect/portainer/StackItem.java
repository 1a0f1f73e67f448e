package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.Redaction;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Text;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One element of `/api/stacks`, or what one of `/api/edge_stacks` is for one environment.
///
/// @param edge whether it is one of the latter, which have numbers of their own
/// @param variables that its file is filled in with; each can be a secret
/// @param git where its files come from; empty if they were written in Portainer
/// @param moreFiles names of its files besides the one that Portainer shows
/// @param chart whether it is a Helm chart
/// @param madeBy empty where Portainer doesn't say
/// @param changedBy who changed it last; empty where nobody did or Portainer doesn't say
/// @param teams that may use it
record StackItem(
        int id,
        boolean edge,
        String name,
        int environment,
        boolean active,
        Map<String, Secret> variables,
        Optional<String> git,
        List<String> moreFiles,
        boolean chart,
        Optional<String> madeBy,
        Optional<String> changedBy,
        Set<Integer> teams) {

    private static final int ACTIVE = 1;
    private static final String DEPLOYED = "CurrentDeploymentInfo";

    /// `AutoUpdate` has a webhook that starts the stack anew for whoever knows it, `GitConfig.Authentication` a
    /// password: neither is let in.
    static final Shape.Members SHAPE = new Shape.Members(Map.ofEntries(
            Map.entry("Id", Shape.value()),
            Map.entry("Name", Shape.value()),
            Map.entry("EndpointId", Shape.value()),
            Map.entry("Status", Shape.value()),
            Map.entry("CreatedBy", Shape.value()),
            Map.entry("UpdatedBy", Shape.value()),
            Map.entry("HelmChartPath", Shape.value()),
            Map.entry("WorkflowID", Shape.value()),
            Map.entry("AdditionalFiles", Shape.each(Shape.value())),
            Map.entry("Env", Shape.each(Shape.values("name", "value"))),
            Map.entry("GitConfig", Shape.values("URL")),
            Map.entry(DEPLOYED, Shape.values("RepositoryURL")),
            Map.entry(
                    "ResourceControl", new Shape.Members(Map.of("TeamAccesses", Shape.each(Shape.values("TeamId")))))));

    StackItem {
        variables = Map.copyOf(variables);
        moreFiles = List.copyOf(moreFiles);
        teams = Set.copyOf(teams);
    }

    static StackItem of(JsonNode item) throws MalformedException {
        Set<Integer> teams = new HashSet<>();
        item.path("ResourceControl")
                .path("TeamAccesses")
                .forEach(access -> teams.add(access.path("TeamId").asInt()));
        return new StackItem(
                Items.id(item, "Id"),
                false,
                Items.text(item, "Name").orElse("of id " + Items.id(item, "Id")),
                Items.id(item, "EndpointId"),
                item.path("Status").asInt() == ACTIVE,
                variables(item.path("Env")),
                git(item),
                Items.texts(item.path("AdditionalFiles")),
                Items.text(item, "HelmChartPath").isPresent(),
                Items.text(item, "CreatedBy"),
                Items.text(item, "UpdatedBy"),
                teams);
    }

    /// @param list of objects with a name and a value
    static Map<String, Secret> variables(JsonNode list) {
        Map<String, Secret> variables = new HashMap<>();
        for (JsonNode variable : list) {
            Items.text(variable, "name")
                    .ifPresent(name -> variables.put(
                            name, new Secret(variable.path("value").asText(""))));
        }
        return variables;
    }

    static Optional<String> git(JsonNode item) {
        Optional<String> url =
                Items.text(item.path("GitConfig"), "URL").or(() -> Items.text(item.path(DEPLOYED), "RepositoryURL"));
        if (url.isEmpty() && item.path("WorkflowID").asInt() > 0) {
            return Optional.of("Git");
        }
        return url.map(StackItem::shown);
    }

    /// People put tokens into such URLs.
    private static String shown(String url) {
        try {
            URI address = URI.create(url);
            return address.getHost() == null ? "Git" : Redaction.shown(address);
        } catch (IllegalArgumentException e) {
            return "Git";
        }
    }

    /// The same in another environment.
    StackItem in(int other) {
        return new StackItem(id, edge, name, other, active, variables, git, moreFiles, chart, madeBy, changedBy, teams);
    }

    /// As its uses have it.
    String workload() {
        return (edge ? "edge stack " : "stack ") + Text.plain(name);
    }
}
