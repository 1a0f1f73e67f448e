package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One element of `/containers/json`, as far as it tells of images.
///
/// @param image the name or id that the container was made from; an id where the name points
///     elsewhere by now
/// @param imageId digest of the config, with containerd's store of the index or manifest
/// @param manifest digest of the platform's manifest; only with containerd's store, API 1.48
/// @param mounted names of images that are mounted into it; API 1.48
/// @param node that it is on, where agents say so
/// @see <a href="https://docs.docker.com/reference/api/engine/version/v1.51/">API 1.51</a>
record ContainerItem(
        String name,
        String state,
        Optional<String> image,
        Optional<String> imageId,
        Optional<String> manifest,
        List<String> mounted,
        Optional<String> node,
        Labels labels) {

    private static final int SHORT_ID = 12;

    ContainerItem {
        mounted = List.copyOf(mounted);
    }

    /// @param asked hostname of the node that was asked, where one was
    /// @param keys of labels that become hints
    static ContainerItem of(JsonNode node, Optional<String> asked, Set<String> keys) {
        List<String> mounted = new ArrayList<>();
        for (JsonNode mount : node.path("Mounts")) {
            if (mount.path("Type").asText().equals("image")) {
                mounted.add(mount.path("Name").asText());
            }
        }
        return new ContainerItem(
                name(node),
                Json.text(node, "State").orElse("state unknown"),
                Json.text(node, "Image"),
                Json.text(node, "ImageID"),
                Json.text(node.path("ImageManifestDescriptor"), "digest"),
                mounted,
                Json.agentNode(node).or(() -> asked),
                Labels.of(node.path("Labels"), keys));
    }

    /// Its own name: links add names with a second slash. While it is removed it can have none.
    private static String name(JsonNode node) {
        for (JsonNode name : node.path("Names")) {
            String bare = name.asText().startsWith("/") ? name.asText().substring(1) : name.asText();
            if (!bare.isEmpty() && bare.indexOf('/') < 0) {
                return bare;
            }
        }
        String id = node.path("Id").asText();
        return id.substring(0, Math.min(SHORT_ID, id.length()));
    }

    boolean running() {
        return switch (state) {
            case "running", "paused", "restarting" -> true;
            default -> false;
        };
    }
}
