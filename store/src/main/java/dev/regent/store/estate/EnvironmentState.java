package dev.regent.store.estate;

/// How an environment stands with the configuration and with what it was.
public enum EnvironmentState {
    WATCHED,
    /// It is configured no more; what it used stays protected until it is retired.
    REMOVED,
    /// It calls itself something else than before; what the former one used stays protected until a
    /// person confirms what it shows now.
    CHANGED,
    /// It shows fewer than half of the images that it used; the others stay protected until they
    /// come back or a person confirms that they are gone.
    SHRUNK,
    /// A person said that it is gone; it protects nothing.
    RETIRED
}
