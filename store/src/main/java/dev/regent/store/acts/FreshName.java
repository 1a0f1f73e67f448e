package dev.regent.store.acts;

import java.security.SecureRandom;

/// Makes names that nothing else has and nobody can guess.
public final class FreshName {

    private static final String LETTERS = "abcdefghjkmnpqrstvwxyz0123456789";
    private static final int LENGTH = 20;
    private static final SecureRandom RANDOM = new SecureRandom();

    private FreshName() {}

    /// Twenty lower-case letters and digits, a hundred bits.
    public static String make() {
        StringBuilder name = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, LETTERS.length()).forEach(place -> name.append(LETTERS.charAt(place)));
        return name.toString();
    }
}
