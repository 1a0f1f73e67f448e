package dev.regent.observe;

/// Reads one registry. A far side that fails is never thrown: it lowers what was heard.
public interface RegistrySource {

    /// Looks once.
    ///
    /// @param times which build times are wanted
    /// @throws InterruptedException if the caller gave up
    RegistryObservation observe(BuildTimes times, Progress progress) throws InterruptedException;
}
