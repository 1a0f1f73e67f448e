package dev.regent.act;

import dev.regent.oci.Digest;
import java.util.Arrays;

/// A manifest byte for byte, as it has to be put back.
public final class RawManifest {

    private final Digest digest;
    private final String mediaType;
    private final byte[] bytes;

    /// Takes bytes that are the digest's own.
    ///
    /// @param mediaType what the registry called it when it gave it out
    /// @throws IllegalArgumentException if `bytes` aren't those of `digest`
    public RawManifest(Digest digest, String mediaType, byte[] bytes) {
        if (!digest.names(bytes)) {
            throw new IllegalArgumentException("these " + bytes.length + " bytes are not those of " + digest);
        }
        this.digest = digest;
        this.mediaType = mediaType;
        this.bytes = bytes.clone();
    }

    public Digest digest() {
        return digest;
    }

    public String mediaType() {
        return mediaType;
    }

    /// A copy.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Length in bytes.
    public int size() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawManifest that
                && digest.equals(that.digest)
                && mediaType.equals(that.mediaType)
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    @Override
    public String toString() {
        return mediaType + " " + digest;
    }
}
