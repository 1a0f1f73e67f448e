package dev.regent.analyse.health;

/// Something that people should look at.
///
/// @param what in words, with the tags or digests that it is about
public record Finding(Kind kind, String registry, String repository, String what) {

    public enum Kind {
        /// An index lists a manifest, or a tag points at one, that isn't there.
        BROKEN("broken"),
        /// A signature, SBOM or the like whose subject was not seen.
        ORPHAN_REFERRER("orphan-referrer"),
        /// Docker's first manifest format, which engines no longer pull.
        SCHEMA_1("schema-1"),
        /// A manifest that can't be read: what it holds is unknown.
        UNKNOWN_MEDIA_TYPE("unknown-media-type"),
        /// Bytes that a manifest needs are gone from the volume.
        LOST_BYTES("lost-bytes"),
        /// A clock that is wrong, here or there.
        CLOCK("clock");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
