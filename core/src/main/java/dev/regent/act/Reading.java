package dev.regent.act;

/// What came of asking a registry for one thing.
public sealed interface Reading<T> {

    record Here<T>(T it) implements Reading<T> {}

    /// The registry said that it isn't there (404).
    record Gone<T>() implements Reading<T> {}

    /// Anything else: it may be there or not.
    ///
    /// @param why in words, with what to do about it
    record Unheard<T>(String why) implements Reading<T> {}
}
