package dev.regent.observe;

import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;

/// A manifest's bytes, understood. The same content can be present in many repositories.
///
/// @param size length of the manifest itself in bytes
public record ManifestContent(Digest digest, long size, Manifest manifest, Created created) {

    public ManifestContent createdAt(Created other) {
        return new ManifestContent(digest, size, manifest, other);
    }
}
