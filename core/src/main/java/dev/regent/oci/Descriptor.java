package dev.regent.oci;

/// Points at one blob or manifest.
///
/// @param mediaType IANA media type, for example `application/vnd.oci.image.index.v1+json`
/// @param size length of the content in bytes as declared, zero or more
/// @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md">OCI</a>
public record Descriptor(String mediaType, Digest digest, long size) {
    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("a size is zero or more, got " + size + " for " + digest);
        }
    }
}
