package dev.regent.observe;

import dev.regent.oci.Digest;

/// What a tag that a registry listed led to.
public sealed interface TagTarget {

    record Points(Digest digest) implements TagTarget {}

    /// The registry lists the tag and answers 404 for it: it was moved away meanwhile, or its manifest is lost.
    record Gone() implements TagTarget {}

    /// It could not be read; the repository's [Gap] says why.
    record Unread() implements TagTarget {}
}
