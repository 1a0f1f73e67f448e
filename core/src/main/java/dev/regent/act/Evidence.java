package dev.regent.act;

/// Looks at a repository and its uses again, right before something is done there.
@FunctionalInterface
public interface Evidence {

    /// The repository as it is now, judged by the policies in force now. What it gives is at most
    /// ten seconds old, by when the look began. What wasn't heard is in it as what it is: nothing
    /// that depends on it goes.
    ///
    /// @throws InterruptedException if the caller gave up
    RepositoryNow of(String repository) throws InterruptedException;
}
