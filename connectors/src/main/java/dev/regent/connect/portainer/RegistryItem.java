package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One element of `/api/registries`. Of its passwords and tokens nothing is read but whether they are there.
///
/// @param url without a scheme; empty where Portainer tells only its name
/// @param secrets what was in the answer and should not be, in words
/// @param accesses by the id of an environment
record RegistryItem(
        int id,
        String name,
        int type,
        Optional<String> url,
        boolean authenticated,
        List<String> secrets,
        SortedMap<Integer, Granted> accesses) {

    /// @param namespaces where Kubernetes may use it
    record Granted(Access access, List<String> namespaces) {
        Granted {
            namespaces = List.copyOf(namespaces);
        }
    }

    private static final String PASSWORD = "Password";
    private static final String MANAGEMENT = "ManagementConfiguration";
    private static final String TOKEN = "AccessToken";
    private static final String ACCESSES = "RegistryAccesses";

    static final Shape.Members SHAPE = new Shape.Members(Map.ofEntries(
            Map.entry("Id", Shape.value()),
            Map.entry("Name", Shape.value()),
            Map.entry("Type", Shape.value()),
            Map.entry("URL", Shape.value()),
            Map.entry("Authentication", Shape.value()),
            Map.entry(PASSWORD, Shape.presence()),
            Map.entry(MANAGEMENT, new Shape.Members(Map.of(PASSWORD, Shape.presence()))),
            Map.entry(TOKEN, Shape.presence()),
            Map.entry(
                    ACCESSES,
                    new Shape.Entries(
                            Access.in(Shape.with(Shape.values(), "Namespaces", Shape.each(Shape.value())))))));

    RegistryItem {
        secrets = List.copyOf(secrets);
    }

    static RegistryItem of(JsonNode item) throws MalformedException {
        List<String> secrets = new ArrayList<>();
        if (item.path(PASSWORD).asBoolean()) {
            secrets.add("its password");
        }
        if (item.path(MANAGEMENT).path(PASSWORD).asBoolean()) {
            secrets.add("the password for managing it");
        }
        if (item.path(TOKEN).asBoolean()) {
            secrets.add("a token for it");
        }
        SortedMap<Integer, Granted> accesses = new TreeMap<>();
        for (int environment : Items.keys(item.path(ACCESSES))) {
            JsonNode granted = item.path(ACCESSES).path(Integer.toString(environment));
            List<String> namespaces = new ArrayList<>();
            granted.path("Namespaces").forEach(namespace -> namespaces.add(namespace.asText()));
            accesses.put(environment, new Granted(Access.of(granted), namespaces));
        }
        return new RegistryItem(
                Items.id(item, "Id"),
                Items.text(item, "Name").orElse(""),
                item.path("Type").asInt(),
                Items.text(item, "URL"),
                item.path("Authentication").asBoolean(),
                secrets,
                accesses);
    }

    String product() {
        return switch (type) {
            case 1 -> "quay";
            case 2 -> "acr";
            case 4 -> "gitlab";
            case 5 -> "proget";
            case 6 -> "docker-hub";
            case 7 -> "ecr";
            case 8 -> "ghcr";
            default -> "other";
        };
    }
}
