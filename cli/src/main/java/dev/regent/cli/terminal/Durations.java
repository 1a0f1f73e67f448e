package dev.regent.cli.terminal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Times as people type them.
public final class Durations {

    private Durations() {}

    /// Understands `30s`, `5m`, `1h`, `90d`, `500ms` and ISO-8601.
    ///
    /// @param option that it was given to, for the message
    /// @throws IllegalArgumentException for anything else, and for what is not more than zero
    public static Duration parse(String option, String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        try {
            Duration duration = of(plain);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw unusable(option, text, e);
        }
        throw unusable(option, text, null);
    }

    private static Duration of(String plain) {
        if (plain.matches("[0-9]+ms")) {
            return Duration.ofMillis(Long.parseLong(plain.substring(0, plain.length() - 2)));
        }
        if (plain.matches("[0-9]+d")) {
            return Duration.ofDays(Long.parseLong(plain.substring(0, plain.length() - 1)));
        }
        return Duration.parse(plain.startsWith("p") ? plain : "pt" + plain);
    }

    private static IllegalArgumentException unusable(String option, String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                option + " wants a duration of more than zero such as 30s, 12h or 90d, got " + text, cause);
    }

    /// Understands an instant with its offset, and a date alone, which is UTC.
    ///
    /// @param option that it was given to, for the message
    /// @throws IllegalArgumentException for anything else
    public static Instant instant(String option, String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    option + " wants an instant such as 2026-01-31T00:00:00Z or a date, got " + text, e);
        }
    }
}
