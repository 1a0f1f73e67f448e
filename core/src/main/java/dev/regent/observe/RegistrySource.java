package dev.regent.observe;

import java.util.function.Predicate;

/// Reads one registry. A far side that fails is never thrown: it lowers what was heard.
public interface RegistrySource {

    /// Looks once.
    ///
    /// @param createdNeeded whether the build times of a repository's images are needed; they cost a request each
    /// @throws InterruptedException if the caller gave up
    RegistryObservation observe(Predicate<String> createdNeeded, Progress progress) throws InterruptedException;
}
