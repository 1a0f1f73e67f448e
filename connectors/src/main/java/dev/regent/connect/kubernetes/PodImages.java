package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The images that the specification of a pod names.
final class PodImages {

    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private PodImages() {}

    /// @param container its name; `volume NAME` for an image that is mounted
    /// @param volume whether it is mounted, not run
    record Named(String container, String image, boolean volume) {}

    /// Blank names are left out: a template may leave the image to somebody who fills it in.
    static List<Named> of(JsonNode spec) {
        List<Named> images = new ArrayList<>();
        for (String list : CONTAINERS) {
            for (JsonNode container : spec.path(list)) {
                images.add(new Named(
                        container.path("name").asText(), container.path("image").asText(), false));
            }
        }
        for (JsonNode volume : spec.path("volumes")) {
            images.add(new Named(
                    volume(volume), volume.path("image").path("reference").asText(), true));
        }
        images.removeIf(named -> named.image().isBlank());
        return images;
    }

    /// What a volume, or a mount of it, counts as among containers.
    static String volume(JsonNode named) {
        return "volume " + named.path("name").asText();
    }

    /// Where an object of a known shape has the specification of its pods.
    static Optional<JsonNode> template(JsonNode object) {
        JsonNode spec = object.path("spec");
        JsonNode template = spec.path("template").path("spec");
        JsonNode scheduled =
                spec.path("jobTemplate").path("spec").path("template").path("spec");
        if (template.isObject()) {
            return Optional.of(template);
        }
        if (scheduled.isObject()) {
            return Optional.of(scheduled);
        }
        return spec.path("containers").isArray() ? Optional.of(spec) : Optional.empty();
    }
}
