package dev.regent.connect.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a far side asks to be left alone: `Retry-After` in seconds or as a date, in milliseconds by the headers
/// that some services have for it, or as GHCR says it, in the body and as Go writes times.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9110#field.retry-after">RFC 9110</a>
final class RetryAfter {

    private static final List<String> IN_MILLISECONDS = List.of("retry-after-ms", "x-ms-retry-after-ms");
    private static final Pattern IN_BODY = Pattern.compile("retry-after:\\s*(\\d{1,8}(?:\\.\\d{1,9})?)(ms|s)\\b");
    private static final Pattern WHOLE = Pattern.compile("\\d{1,8}");
    private static final int LONGEST_BODY = 4096;

    private RetryAfter() {}

    static Optional<Duration> of(Answer answer) {
        for (String header : IN_MILLISECONDS) {
            Optional<Duration> millis = whole(answer.header(header)).map(Duration::ofMillis);
            if (millis.isPresent()) {
                return millis;
            }
        }
        Optional<String> header = answer.header("retry-after").map(String::strip);
        return whole(header)
                .map(Duration::ofSeconds)
                .or(() -> header.flatMap(text -> until(text, answer)))
                .or(() -> inBody(answer));
    }

    private static Optional<Long> whole(Optional<String> text) {
        return text.map(String::strip)
                .filter(digits -> WHOLE.matcher(digits).matches())
                .map(Long::parseLong);
    }

    private static Optional<Duration> until(String text, Answer answer) {
        try {
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return answer.date().map(now -> Duration.between(now, then)).filter(Duration::isPositive);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> inBody(Answer answer) {
        if (answer.body().length > LONGEST_BODY) {
            return Optional.empty();
        }
        Matcher words = IN_BODY.matcher(answer.text());
        if (!words.find()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(words.group(1));
        double millis = words.group(2).equals("ms") ? number : number * 1000;
        return Optional.of(Duration.ofMillis((long) Math.ceil(millis)));
    }
}
