package dev.regent.connect.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a far side says of how often it lets itself be asked: `ratelimit-limit: 100;w=21600` as Docker Hub does, with
/// `ratelimit-reset` in place of the window, or `RateLimit-Policy` and `RateLimit` as the later drafts have them.
///
/// @param limit requests in one window, more than zero
/// @param remaining of them; empty if it isn't said
/// @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">IETF draft</a>
public record Allowance(long limit, OptionalLong remaining, Duration window) {

    /// Anything longer is a ration, not a pace.
    private static final Duration LONGEST_PACE = Duration.ofMinutes(1);

    /// Of a ration so much is left to those who pull.
    private static final int RESERVED = 10;

    private static final Pattern NUMBER = Pattern.compile("\\s*(\\d{1,12})\\s*(?:[;,].*)?");
    private static final Pattern WINDOW = Pattern.compile(";\\s*w=(\\d{1,9})");
    private static final Pattern QUOTA = Pattern.compile(";\\s*q=(\\d{1,12})");
    private static final Pattern LEFT = Pattern.compile(";\\s*r=(\\d{1,12})");

    /// Empty if the answer says nothing that can be used.
    static Optional<Allowance> of(Answer answer) {
        Optional<String> policy = answer.header("ratelimit-policy").filter(text -> text.contains("q="));
        Optional<String> limit = answer.header("ratelimit-limit").or(() -> answer.header("x-ratelimit-limit"));
        OptionalLong most = policy.isPresent() ? in(QUOTA, policy) : in(NUMBER, limit);
        OptionalLong seconds = in(WINDOW, policy.or(() -> limit));
        if (seconds.isEmpty()) {
            seconds = in(NUMBER, answer.header("ratelimit-reset"));
        }
        if (most.isEmpty() || most.getAsLong() == 0 || seconds.isEmpty() || seconds.getAsLong() == 0) {
            return Optional.empty();
        }
        OptionalLong left = policy.isPresent()
                ? in(LEFT, answer.header("ratelimit"))
                : in(NUMBER, answer.header("ratelimit-remaining").or(() -> answer.header("x-ratelimit-remaining")));
        return Optional.of(new Allowance(most.getAsLong(), left, Duration.ofSeconds(seconds.getAsLong())));
    }

    /// Whether it is a ration of hours, which people's pulls draw on too, and no pace of seconds.
    public boolean isRation() {
        return window.compareTo(LONGEST_PACE) > 0;
    }

    /// Whether all that is left of a ration is left to those who pull.
    public boolean isReserved() {
        return isRation() && remaining.isPresent() && remaining.getAsLong() <= limit / RESERVED;
    }

    private static OptionalLong in(Pattern pattern, Optional<String> text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher matcher = pattern.matcher(text.get());
        boolean found = pattern == NUMBER ? matcher.matches() : matcher.find();
        return found ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }
}
