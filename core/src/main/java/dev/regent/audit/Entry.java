package dev.regent.audit;

import dev.regent.oci.CanonicalJson;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One entry of the record, in its place.
///
/// @param sequence 1 for the first; the next has one more
/// @param previous hash of the entry before; 64 zeros for the first
/// @param hash SHA-256 of the canonical form of everything above, 64 hexadecimal digits
/// @param mac the hash, sealed with the key that is kept outside of the database
public record Entry(long sequence, Draft what, String previous, String hash, String mac) {

    /// Stands where the first entry names the one before.
    public static final String NOTHING = "0".repeat(64);

    /// Adds to the record.
    ///
    /// @param before sequence and hash of the last entry
    public static Entry after(Head before, Draft what, AuditKey key) {
        long sequence = before.sequence() + 1;
        String hash = hash(sequence, what, before.hash());
        return new Entry(sequence, what, before.hash(), hash, key.seal(hash));
    }

    /// Where the record ends.
    ///
    /// @param sequence of the last entry; 0 if there is none
    public record Head(long sequence, String hash) {
        public static final Head START = new Head(0, NOTHING);
    }

    public Head head() {
        return new Head(sequence, hash);
    }

    /// Whether its hash is the one of its content.
    boolean isWhole() {
        return hash.equals(hash(sequence, what, previous));
    }

    private static String hash(long sequence, Draft what, String previous) {
        Map<String, Object> content = Map.of(
                "sequence", sequence,
                "at", what.at().toString(),
                "session", what.session(),
                "actor", what.actor(),
                "action", what.action(),
                "subject", what.subject(),
                "reason", what.reason(),
                "details", what.details(),
                "previous", previous);
        return Digest.sha256(CanonicalJson.of(content).getBytes(StandardCharsets.UTF_8))
                .hex();
    }
}
