package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a service's or task's template says of images.
///
/// @param runsContainers false for plugins and network attachments, which have no image
/// @param image name of the image, with the digest that a manager resolved it to if it could
/// @param mounted names of images that are mounted
record SpecItem(boolean runsContainers, Optional<String> image, List<String> mounted) {

    SpecItem {
        mounted = List.copyOf(mounted);
    }

    /// @param template `Spec.TaskTemplate` of a service, `Spec` of a task
    static SpecItem of(JsonNode template) {
        JsonNode container = template.path("ContainerSpec");
        List<String> mounted = new ArrayList<>();
        for (JsonNode mount : container.path("Mounts")) {
            if (mount.path("Type").asText().equals("image")) {
                mounted.add(mount.path("Source").asText());
            }
        }
        return new SpecItem(!withoutContainer(template), Json.text(container, "Image"), mounted);
    }

    private static boolean withoutContainer(JsonNode template) {
        return !template.path("ContainerSpec").isObject()
                && (template.path("PluginSpec").isObject()
                        || template.path("NetworkAttachmentSpec").isObject()
                        || template.path("Runtime").asText().equals("plugin")
                        || template.path("Runtime").asText().equals("attachment"));
    }
}
