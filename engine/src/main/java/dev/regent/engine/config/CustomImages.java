package dev.regent.engine.config;

import java.util.List;

/// A kind of resource of a cluster that names images where Regent doesn't know to look.
///
/// @param apiVersion for example `serving.knative.dev/v1`
/// @param resource its plural as the API has it, for example `services`
/// @param images paths to the images, for example `spec.template.spec.containers[*].image`
public record CustomImages(String apiVersion, String resource, List<String> images) {
    public CustomImages {
        images = List.copyOf(images);
    }
}
