package dev.regent.policy;

import dev.regent.analyse.retention.Moment;
import dev.regent.oci.Text;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations and moments as people write them.
public final class Times {

    private static final int LONGEST = 40;
    private static final Duration MOST = Duration.ofDays(1_000_000);
    private static final Pattern SHORT = Pattern.compile("([0-9]+)([smhdw])");
    private static final Pattern ISO = Pattern.compile(
            "P(?:([0-9]+)W|(?=.)(?:([0-9]+)D)?(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?)");
    private static final Pattern CALENDAR = Pattern.compile("P[0-9]*Y?[0-9]+[YM].*|[0-9]+ ?(?:y|M|mo|years?|months?)");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern INSTANT = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})");

    private Times() {}

    /// A length of time: `30d`, `12h`, or ISO-8601.
    ///
    /// @throws IllegalArgumentException saying what was wanted
    public static Duration duration(String text) {
        if (text.length() <= LONGEST) {
            Matcher few = SHORT.matcher(text);
            if (few.matches()) {
                return bounded(of(few.group(1), few.group(2).charAt(0)), text);
            }
            Matcher iso = ISO.matcher(text);
            if (iso.matches()) {
                Duration sum = of(iso.group(1), 'w')
                        .plus(of(iso.group(2), 'd'))
                        .plus(of(iso.group(3), 'h'))
                        .plus(of(iso.group(4), 'm'))
                        .plus(of(iso.group(5), 's'));
                return bounded(sum, text);
            }
            if (CALENDAR.matcher(text).matches()) {
                throw new IllegalArgumentException("years and months have no fixed length; count in days, for example"
                        + " 365d; got " + Text.quoted(text));
            }
        }
        throw new IllegalArgumentException("a duration is a whole number and s, m, h, d or w (30d, 12h), or ISO-8601"
                + " (P30D, PT12H), never less than zero; got " + Text.quoted(text));
    }

    /// A duration before now, an instant, or the beginning of a date in UTC.
    ///
    /// @throws IllegalArgumentException saying what was wanted
    public static Moment moment(String text) {
        boolean date = text.length() <= LONGEST && DATE.matcher(text).matches();
        try {
            if (date) {
                return new Moment.At(
                        LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant(), text);
            }
            if (text.length() <= LONGEST && INSTANT.matcher(text).matches()) {
                return new Moment.At(OffsetDateTime.parse(text).toInstant(), text);
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such " + (date ? "date" : "time") + ": " + text, e);
        }
        if (text.length() > 4 && text.charAt(4) == '-') {
            throw new IllegalArgumentException(
                    "an instant is written 2026-01-31T12:00:00Z, a date 2026-01-31; got " + Text.quoted(text));
        }
        return new Moment.Ago(duration(text), text);
    }

    /// Zero where there are no digits, more than [#MOST] where there are too many.
    private static Duration of(@Nullable String digits, char unit) {
        if (digits == null) {
            return Duration.ZERO;
        }
        String number = digits.replaceFirst("^0+(?=.)", "");
        if (number.length() > 11) {
            return MOST.plusDays(1);
        }
        long count = Long.parseLong(number);
        return switch (unit) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            case 'd' -> Duration.ofDays(count);
            case 'w' -> Duration.ofDays(7 * count);
            default -> throw new IllegalArgumentException("no unit of time: " + unit);
        };
    }

    private static Duration bounded(Duration duration, String text) {
        if (duration.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("a duration is at most " + MOST.toDays() + "d; got " + text);
        }
        return duration;
    }
}
