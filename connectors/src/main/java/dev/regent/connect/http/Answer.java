package dev.regent.connect.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An answer that came whole.
public final class Answer {

    private static final int QUOTED = 160;

    private final int status;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final long length;

    /// @param headers values by lower-case name, in the order in which they came; not changed any more
    Answer(int status, Map<String, List<String>> headers, byte[] body) {
        this(status, headers, body, body.length);
    }

    /// @param length of the body that came, kept or not
    Answer(int status, Map<String, List<String>> headers, byte[] body, long length) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.length = length;
    }

    public int status() {
        return status;
    }

    /// The bytes as sent; not a copy.
    public byte[] body() {
        return body;
    }

    /// How many bytes came, also where they weren't kept.
    public long length() {
        return length;
    }

    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    public List<String> headerValues(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /// The far side's clock, by its `Date` header.
    public Optional<Instant> date() {
        try {
            return header("date")
                    .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// The body as text.
    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /// How often the far side lets itself be asked, if it says so.
    public Optional<Allowance> allowance() {
        return Allowance.of(this);
    }

    /// The beginning of the body as text, for a message. It is the far side's text: escape it before it is shown.
    public String excerpt() {
        String text = new String(body, 0, Math.min(body.length, QUOTED), StandardCharsets.UTF_8);
        return text.strip();
    }
}
