package dev.regent.engine.report;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// How reports write numbers: the same in every country, on every machine.
public final class Units {

    private static final String[] BINARY = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private Units() {}

    /// For example `1.5 GiB`; below one KiB the bytes themselves.
    public static String bytes(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double value = bytes / 1024.0;
        int unit = 0;
        while (value >= 1023.95 && unit < BINARY.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, BINARY[unit]);
    }

    /// For example `10,120`.
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /// For example `1 step`, `2,000 steps`.
    public static String count(long count, String one, String many) {
        return count(count) + " " + (count == 1 ? one : many);
    }

    /// Whole percents; neither `0 %` nor `100 %` unless it is just that.
    public static String share(long part, long whole) {
        if (part <= 0 || whole <= 0) {
            return "0 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 1) {
            return "<1 %";
        }
        return part < whole && percent > 99 ? ">99 %" : Math.round(Math.min(percent, 100)) + " %";
    }

    /// Days, or hours on the first one; `?` where it isn't known.
    public static String age(Optional<Instant> built, Instant at) {
        if (built.isEmpty()) {
            return "?";
        }
        Duration age = Duration.between(built.get(), at);
        return age.toDays() < 1 ? Math.max(0, age.toHours()) + " h" : count(age.toDays()) + " d";
    }

    /// To the minute, in UTC.
    public static String minute(Instant at) {
        return MINUTE.format(at.atZone(ZoneOffset.UTC)) + " UTC";
    }
}
