package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.Map;
import java.util.Set;

/// Asks one registry for single references. A far side that fails is never thrown: it lowers what was heard.
public interface ReferenceSource {

    /// Asks for each reference once, and for children of indexes that are not known.
    ///
    /// @param references tags and digests, by repository
    /// @throws InterruptedException if the caller gave up
    ReferenceObservation ask(Map<String, Set<String>> references, Known known) throws InterruptedException;

    /// Which manifests are known to be in a repository. Used from many threads.
    @FunctionalInterface
    interface Known {
        Set<Digest> among(String repository, Set<Digest> manifests);
    }
}
