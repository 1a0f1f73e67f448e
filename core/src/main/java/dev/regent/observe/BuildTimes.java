package dev.regent.observe;

import java.util.Optional;

/// Which build times whoever asks wants to know; each can cost a request.
@FunctionalInterface
public interface BuildTimes {

    /// Nobody asks how old anything is.
    BuildTimes NONE = (repository, artifactType) -> false;

    /// Whether the age of what is judged by itself matters.
    ///
    /// @param artifactType empty for an image
    boolean needed(String repository, Optional<String> artifactType);
}
