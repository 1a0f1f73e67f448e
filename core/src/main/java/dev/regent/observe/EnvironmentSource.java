package dev.regent.observe;

/// Reads what one environment runs, wants and could roll back to. A far side that fails is never thrown: it lowers
/// what was heard.
public interface EnvironmentSource {

    /// Looks once.
    ///
    /// @throws InterruptedException if the caller gave up
    EnvironmentObservation observe(Progress progress) throws InterruptedException;
}
