package dev.regent.observe;

import java.util.Optional;

/// Reads what one environment runs, wants and could roll back to. A far side that fails is never thrown: it lowers
/// what was heard.
@FunctionalInterface
public interface EnvironmentSource {

    /// Looks once.
    ///
    /// @throws InterruptedException if the caller gave up
    EnvironmentObservation observe(Progress progress) throws InterruptedException;

    /// Listens for changes from this moment on; empty where the environment can't tell of any. Whoever wants to miss
    /// nothing opens this first, and looks then.
    ///
    /// @throws InterruptedException if the caller gave up
    default Optional<ChangeFeed> changes() throws InterruptedException {
        return Optional.empty();
    }
}
