package dev.regent.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as people type them.
final class Durations {

    private Durations() {}

    /// Understands `30s`, `5m`, `1h`, `500ms` and ISO-8601.
    ///
    /// @throws IllegalArgumentException for anything else, and for what is not more than zero
    static Duration parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        try {
            Duration duration = plain.matches("[0-9]+ms")
                    ? Duration.ofMillis(Long.parseLong(plain.substring(0, plain.length() - 2)))
                    : Duration.parse(plain.startsWith("p") ? plain : "pt" + plain);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw unusable(text, e);
        }
        throw unusable(text, null);
    }

    private static IllegalArgumentException unusable(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "--timeout wants a duration of more than zero such as 30s, got " + text, cause);
    }

    /// Understands an instant with its offset, and a date alone, which is UTC.
    ///
    /// @throws IllegalArgumentException for anything else
    static Instant instant(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--at wants an instant such as 2026-01-31T00:00:00Z or a date, got " + text, e);
        }
    }
}
