package dev.regent.connect.http;

import java.io.IOException;

/// What came is no answer, or only the beginning of one.
final class CutException extends IOException {

    private static final long serialVersionUID = 1;

    private final boolean bodiless;

    CutException(String message) {
        this(message, false);
    }

    /// @param bodiless whether a length was promised and not one byte of that came
    CutException(String message, boolean bodiless) {
        super(message);
        this.bodiless = bodiless;
    }

    boolean isBodiless() {
        return bodiless;
    }
}
