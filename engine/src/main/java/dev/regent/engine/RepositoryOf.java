package dev.regent.engine;

import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which repository a request is about.
final class RepositoryOf {

    private static final String BASE = "/v2/";

    private RepositoryOf() {}

    /// By the path of a request of the distribution API; empty if it names none.
    static Optional<String> path(@Nullable String path) {
        if (path == null || !path.startsWith(BASE)) {
            return Optional.empty();
        }
        int end = Stream.of("/manifests/", "/blobs/", "/tags/list", "/referrers/")
                .mapToInt(path::lastIndexOf)
                .max()
                .orElse(-1);
        return end <= BASE.length() ? Optional.empty() : Optional.of(path.substring(BASE.length(), end));
    }
}
