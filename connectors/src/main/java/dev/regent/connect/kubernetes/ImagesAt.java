package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where objects of a kind that isn't known here name images.
///
/// @param apiVersion for example `serving.knative.dev/v1`
/// @param resource its plural as the API has it, for example `services`
/// @param paths for example `spec.template.spec.containers[*].image`; `[*]` stands for each of a list, `*` for each
///     of a mapping
public record ImagesAt(String apiVersion, String resource, List<String> paths) {

    public ImagesAt {
        paths = List.copyOf(paths);
        for (String path : paths) {
            if (Arrays.stream(path.replace("[*]", "").split("\\.", -1)).anyMatch(Lean.LEFT_OUT::contains)) {
                throw new IllegalArgumentException("the path " + Text.quoted(path)
                        + " leads through what is never read: "
                        + String.join(", ", Lean.LEFT_OUT.stream().sorted().toList()));
            }
        }
    }

    Resource listed() {
        return Resource.of(apiVersion, resource);
    }

    /// What stands at the end of one path, where the object has it.
    static List<JsonNode> at(String path, JsonNode object) {
        List<JsonNode> found = List.of(object);
        for (String step : Arrays.asList(path.replace("[*]", ".*").split("\\.", -1))) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : found) {
                if (step.equals("*")) {
                    node.forEach(next::add);
                } else if (node.has(step)) {
                    next.add(node.get(step));
                }
            }
            found = next;
        }
        return found.stream().filter(node -> !node.isNull()).toList();
    }
}
