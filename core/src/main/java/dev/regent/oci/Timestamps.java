package dev.regent.oci;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as configs and annotations carry them.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc3339#section-5.6">RFC 3339</a>
public final class Timestamps {

    /// Stricter than Java's parser, which takes times without seconds.
    private static final Pattern FORM =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?(?:[Zz]|[+-]\\d\\d:\\d\\d)");

    private static final Pattern BELOW_NANOSECONDS = Pattern.compile("(\\.\\d{9})\\d+");

    private Timestamps() {}

    /// Empty if `text` is no RFC 3339 time. What is finer than a nanosecond is cut.
    public static Optional<Instant> parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            String nanoseconds = BELOW_NANOSECONDS.matcher(text).replaceFirst("$1");
            return Optional.of(OffsetDateTime.parse(nanoseconds).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
