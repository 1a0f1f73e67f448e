package dev.regent.server.rest;

import java.util.Locale;

/// Constants as the outside calls them.
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
