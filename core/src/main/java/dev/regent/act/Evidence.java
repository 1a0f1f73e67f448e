package dev.regent.act;

import java.time.Duration;
import java.util.Optional;

/// Looks at a repository and its uses again, right before something is done there.
@FunctionalInterface
public interface Evidence {

    /// The repository as it is now, judged by the policies in force now. What wasn't heard is in it
    /// as what it is: nothing that depends on it goes.
    ///
    /// @param age how old it may be, by when the look began; it is the same object if it was given
    ///     before and isn't older
    /// @throws InterruptedException if the caller gave up
    RepositoryNow of(String repository, Duration age) throws InterruptedException;

    /// Why nothing may be done in this registry any more, whatever is seen there; empty if it may.
    default Optional<String> barred() {
        return Optional.empty();
    }
}
