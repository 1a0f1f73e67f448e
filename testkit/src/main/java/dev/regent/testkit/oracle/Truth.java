package dev.regent.testkit.oracle;

/// Kleene's three truth values, so ordered that *and* is the lesser and *or* the greater one.
enum Truth {
    FALSE,
    UNKNOWN,
    TRUE;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth and(Truth other) {
        return compareTo(other) < 0 ? this : other;
    }

    Truth or(Truth other) {
        return compareTo(other) < 0 ? other : this;
    }
}
