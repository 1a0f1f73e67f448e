package dev.regent.server.rest;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Constants as the outside calls them.
final class Words {

    private Words() {}

    /// What constants with names of their own are called.
    static List<String> all(Enum<?>... constants) {
        return Arrays.stream(constants).map(Enum::toString).toList();
    }

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
