package dev.regent.oci;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Names content for ever.
///
/// @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/descriptor.md#digests">OCI</a>
public final class Digest implements Comparable<Digest> {

    private static final String SHA256 = "sha256:";
    private static final String SHA512 = "sha512:";

    /// Copies of these begin anew: looking an algorithm up takes longer than hashing a small manifest does.
    private static final MessageDigest EMPTY_256 = messageDigest("SHA-256");

    private static final MessageDigest EMPTY_512 = messageDigest("SHA-512");

    private static final byte[] START = SHA256.getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private final String value;

    /// The one that `value` writes: algorithm, colon and lower-case hexadecimal, for example `sha256:` and 64 digits;
    /// `sha256` and `sha512` exist.
    public Digest(String value) {
        this(value, isDigest(value));
    }

    private Digest(String value, boolean valid) {
        if (!valid) {
            throw new IllegalArgumentException("a digest is sha256: and 64 or sha512: and 128 lower-case"
                    + " hexadecimal digits, got " + Text.quoted(value));
        }
        this.value = value;
    }

    /// Whether `text` could be given to the constructor.
    public static boolean isDigest(String text) {
        boolean whole = text.startsWith(SHA256) ? text.length() == 71 : text.startsWith(SHA512) && text.length() == 135;
        return whole && lowerHex(text, SHA256.length());
    }

    /// The SHA-256 of `content`.
    public static Digest sha256(byte[] content) {
        return new Digest(SHA256 + HexFormat.of().formatHex(begun(EMPTY_256).digest(content)));
    }

    /// The SHA-256 whose 32 bytes stand in `bytes` from `from` on.
    public static Digest sha256(byte[] bytes, int from) {
        byte[] text = Arrays.copyOf(START, START.length + 64);
        for (int place = 0; place < 32; place++) {
            text[START.length + 2 * place] = DIGITS[bytes[from + place] >> 4 & 15];
            text[START.length + 2 * place + 1] = DIGITS[bytes[from + place] & 15];
        }
        return new Digest(new String(text, StandardCharsets.ISO_8859_1), true);
    }

    /// The SHA-256 of all that `content` gives to what it is given, in that order.
    public static Digest sha256(Consumer<Consumer<byte[]>> content) {
        MessageDigest digest = begun(EMPTY_256);
        content.accept(digest::update);
        return new Digest(SHA256 + HexFormat.of().formatHex(digest.digest()));
    }

    /// Whether this digest, by its own algorithm, is the one of `content`.
    public boolean names(byte[] content) {
        MessageDigest digest = begun(value.startsWith(SHA256) ? EMPTY_256 : EMPTY_512);
        return value.regionMatches(
                SHA256.length(), HexFormat.of().formatHex(digest.digest(content)), 0, value.length() - SHA256.length());
    }

    /// Algorithm, colon and digits.
    public String value() {
        return value;
    }

    /// `sha256` or `sha512`.
    public String algorithm() {
        return value.substring(0, SHA256.length() - 1);
    }

    public String hex() {
        return value.substring(SHA256.length());
    }

    /// The first twelve hexadecimal digits, for people; never an identity.
    public String brief() {
        return value.substring(SHA256.length(), SHA256.length() + 12);
    }

    /// Of the first 32 bits, which are as good as all.
    @Override
    public int hashCode() {
        int hash = 0;
        for (int place = SHA256.length(); place < SHA256.length() + 8; place++) {
            hash = (hash << 4) + Character.digit(value.charAt(place), 16);
        }
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest digest && value.equals(digest.value);
    }

    @Override
    public int compareTo(Digest other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }

    private static boolean lowerHex(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static MessageDigest begun(MessageDigest empty) {
        try {
            return (MessageDigest) empty.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("digests of the platform can be copied", e);
        }
    }

    private static MessageDigest messageDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
