package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.MalformedException;
import java.util.List;
import java.util.Optional;

/// One element of `/api/endpoints`.
///
/// @param type 1 to 7; others are of a Portainer newer than what is known here
/// @param access who may use it, besides those who may use its group
/// @param up whether Portainer reached it when it last tried; it says nothing of edge agents
/// @param heartbeat whether its edge agent called in lately
/// @param async whether its edge agent opens no tunnel
record EnvironmentItem(
        int id,
        String name,
        int type,
        int group,
        List<Integer> tags,
        Access access,
        boolean up,
        boolean heartbeat,
        boolean async,
        Optional<String> agent) {

    static final int DOCKER = 1;
    static final int DOCKER_AGENT = 2;
    static final int AZURE = 3;
    static final int DOCKER_EDGE = 4;
    static final int KUBERNETES_LOCAL = 5;
    static final int KUBERNETES_AGENT = 6;
    static final int KUBERNETES_EDGE = 7;

    private static final int DOWN = 2;

    static final Shape.Members SHAPE = Shape.with(
            Shape.with(
                    Access.in(Shape.with(
                            Shape.values("Id", "Name", "Type", "GroupId", "Status", "Heartbeat"),
                            "TagIds",
                            Shape.each(Shape.value()))),
                    "Edge",
                    Shape.values("AsyncMode")),
            "Agent",
            Shape.values("Version"));

    EnvironmentItem {
        tags = List.copyOf(tags);
    }

    static EnvironmentItem of(JsonNode item) throws MalformedException {
        return new EnvironmentItem(
                Items.id(item, "Id"),
                Items.text(item, "Name").orElse(""),
                Items.id(item, "Type"),
                item.path("GroupId").asInt(),
                Items.numbers(item.path("TagIds")),
                Access.of(item),
                item.path("Status").asInt() != DOWN,
                item.path("Heartbeat").asBoolean(),
                item.path("Edge").path("AsyncMode").asBoolean(),
                Items.text(item.path("Agent"), "Version"));
    }

    boolean edge() {
        return type == DOCKER_EDGE || type == KUBERNETES_EDGE;
    }

    boolean docker() {
        return type == DOCKER || type == DOCKER_AGENT || type == DOCKER_EDGE;
    }

    boolean kubernetes() {
        return type == KUBERNETES_LOCAL || type == KUBERNETES_AGENT || type == KUBERNETES_EDGE;
    }

    /// For people, in Portainer's words.
    String kind() {
        return switch (type) {
            case DOCKER -> "Docker";
            case DOCKER_AGENT -> "Docker, by agent";
            case AZURE -> "Azure Container Instances";
            case DOCKER_EDGE -> "Docker, by edge agent";
            case KUBERNETES_LOCAL -> "Kubernetes";
            case KUBERNETES_AGENT -> "Kubernetes, by agent";
            case KUBERNETES_EDGE -> "Kubernetes, by edge agent";
            default -> "of unknown type " + type;
        };
    }
}
