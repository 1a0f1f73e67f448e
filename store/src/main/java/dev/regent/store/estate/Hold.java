package dev.regent.store.estate;

/// Why an open use protects.
enum Hold {
    /// The environment shows it.
    SHOWN,
    /// What showed it was not heard since.
    UNHEARD,
    /// It went with more than half of the images at once, and nobody confirmed that.
    SHRUNK,
    /// It is of who the environment was before its identity changed, and nobody confirmed that.
    CHANGED,
    /// A service wanted it lately and could be told to go back to it.
    ROLLBACK
}
