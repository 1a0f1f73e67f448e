package dev.regent.act;

import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.util.Set;

/// Asks a registry for single things, right now; nothing is remembered between two questions. A far side that fails is
/// never thrown. Every method throws InterruptedException if the caller gave up.
public interface RegistryProbe {

    /// Which manifest a tag or a digest leads to, without its bytes.
    Reading<Digest> resolve(String repository, String reference) throws InterruptedException;

    /// A manifest with its bytes, checked against their digest.
    Reading<RawManifest> manifest(String repository, String reference) throws InterruptedException;

    /// All tags of a repository; a repository that isn't there has none and is `Gone`.
    Reading<Set<String>> tags(String repository) throws InterruptedException;

    /// Whether a blob's bytes are really there, by reading the last of them: a registry that has collected its garbage
    /// can still say that it has a blob, since it remembers the link or caches the answer.
    Reading<Digest> lastByte(String repository, Descriptor blob) throws InterruptedException;
}
