package dev.regent.store.acts;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A token as its owner has it. It never prints; nothing keeps it.
public final class TokenSecret {

    private static final String PREFIX = "rgt_";
    private static final int BYTES = 32;
    private static final int DIGITS = 43;
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(BASE62.length());
    private static final Pattern FORM = Pattern.compile(PREFIX + "[0-9A-Za-z]{" + DIGITS + "}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String text;

    /// Takes what somebody sent.
    public TokenSecret(String text) {
        this.text = text;
    }

    static TokenSecret make() {
        byte[] random = new byte[BYTES];
        RANDOM.nextBytes(random);
        StringBuilder digits = new StringBuilder(DIGITS);
        BigInteger rest = new BigInteger(1, random);
        for (int i = 0; i < DIGITS; i++) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            digits.append(BASE62.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return new TokenSecret(PREFIX + digits.reverse());
    }

    /// Whether it could be a token at all.
    boolean wellFormed() {
        return FORM.matcher(text).matches();
    }

    /// By which it is found. It has 256 random bits: no salt and no slow hash are needed.
    String sha256() {
        return HexFormat.of().formatHex(PlanRows.sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    /// The token itself, to be shown to its owner once.
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return "***";
    }
}
