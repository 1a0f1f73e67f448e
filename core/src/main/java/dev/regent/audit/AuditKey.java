package dev.regent.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key that the record is sealed with. It is kept outside of the database: who can change the
/// one can't seal it.
public final class AuditKey {

    /// Shortest key, in bytes.
    public static final int SHORTEST = 32;

    private static final String ALGORITHM = "HmacSHA256";

    private final byte[] key;

    /// Takes a key.
    ///
    /// @throws IllegalArgumentException if it is shorter than [#SHORTEST]
    public AuditKey(byte[] key) {
        if (key.length < SHORTEST) {
            throw new IllegalArgumentException("an audit key has " + SHORTEST + " bytes or more, got " + key.length);
        }
        this.key = key.clone();
    }

    /// Reads a key as its file holds it.
    ///
    /// @param digits hexadecimal, with white space around them or none
    /// @throws IllegalArgumentException if they are no key; it doesn't quote them
    public static AuditKey parse(String digits) {
        try {
            return new AuditKey(HexFormat.of().parseHex(digits.strip()));
        } catch (IllegalArgumentException _) {
            // The cause would quote what stands in the file.
            throw new IllegalArgumentException(
                    "an audit key is " + SHORTEST + " bytes or more, written as hexadecimal digits");
        }
    }

    /// HMAC-SHA-256 of `text`, 64 hexadecimal digits.
    String seal(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    @Override
    public String toString() {
        return "***";
    }
}
