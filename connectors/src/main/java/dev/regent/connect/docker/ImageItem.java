package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One element of `/images/json`.
///
/// @param id as a container's `ImageID` names it
/// @param repoTags names by tag; empty for an image that Swarm pulled by digest
/// @param repoDigests names by digest, of the index or manifest that was pulled or pushed
/// @param digests of what the image is besides: with containerd's store its index and manifests
/// @param size on the engine in bytes
/// @param node that it lies on, where agents say so
record ImageItem(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        List<String> digests,
        long size,
        Optional<String> node) {

    ImageItem {
        repoTags = List.copyOf(repoTags);
        repoDigests = List.copyOf(repoDigests);
        digests = List.copyOf(digests);
    }

    /// @param asked hostname of the node that was asked, where one was
    static ImageItem of(JsonNode node, Optional<String> asked) {
        List<String> digests = new ArrayList<>();
        Json.text(node.path("Descriptor"), "digest").ifPresent(digests::add);
        for (JsonNode manifest : node.path("Manifests")) {
            // Children of other platforms are listed too, with nothing of them on this engine.
            if (manifest.path("Available").asBoolean()) {
                Json.text(manifest.path("Descriptor"), "digest").ifPresent(digests::add);
            }
        }
        return new ImageItem(
                node.path("Id").asText(),
                Json.texts(node, "RepoTags"),
                Json.texts(node, "RepoDigests"),
                digests,
                Math.max(0, node.path("Size").asLong()),
                Json.agentNode(node).or(() -> asked));
    }
}
