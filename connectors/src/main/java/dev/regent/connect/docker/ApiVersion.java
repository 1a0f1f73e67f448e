package dev.regent.connect.docker;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A version of the engine's API, for example `1.41`.
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /// The newest whose answers are known here.
    static final ApiVersion NEWEST = new ApiVersion(1, 51);

    /// The first that tells what a service could roll back to (`PreviousSpec`, Docker 1.13).
    static final ApiVersion OLDEST = new ApiVersion(1, 25);

    private static final Pattern FORM = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})");
    private static final Comparator<ApiVersion> ORDER =
            Comparator.comparingInt(ApiVersion::major).thenComparingInt(ApiVersion::minor);

    /// Empty if `text` is no such version.
    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? Optional.of(new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /// The one to speak with an engine that speaks this one.
    ApiVersion spoken() {
        return compareTo(NEWEST) < 0 ? this : NEWEST;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
