package dev.regent.cli.remote;

import dev.regent.cli.terminal.Surroundings;
import dev.regent.engine.report.TextLines;
import dev.regent.engine.report.TextLines.Ink;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// What a terminal shows of one answer: a title, fields, tables and what to do next.
final class Page {

    private static final String INDENT = "  ";
    private static final int NAME = 12;
    private static final int NARROW = 20;

    private final TextLines lines;
    private final Moments moments;

    Page(Surroundings surroundings, Appendable out) {
        lines = new TextLines(out, surroundings.columns(), surroundings.colour());
        moments = new Moments(surroundings.clock().instant());
    }

    TextLines lines() {
        return lines;
    }

    int columns() {
        return lines.columns();
    }

    Instant now() {
        return moments.now();
    }

    String when(Optional<Instant> at) {
        return moments.both(at);
    }

    String ago(Optional<Instant> at) {
        return moments.relative(at);
    }

    void title(String text) throws IOException {
        for (String line : TextLines.broken(text, columns())) {
            lines.line(lines.painted(Ink.STRONG, line));
        }
    }

    void field(String name, String value) throws IOException {
        field(name, value, Ink.PLAIN);
    }

    /// A name and what it is, broken between words.
    void field(String name, String value, Ink ink) throws IOException {
        String begin = INDENT + lines.painted(Ink.FAINT, TextLines.left(name, NAME));
        int room = Math.max(NARROW, columns() - INDENT.length() - NAME);
        for (String piece : TextLines.broken(value, room)) {
            lines.line(begin + lines.painted(ink, piece));
            begin = INDENT + " ".repeat(NAME);
        }
    }

    void heading(String text, String aside) throws IOException {
        lines.heading(text, TextLines.width(text) + 2 + TextLines.width(aside) > columns() ? "" : aside);
    }

    void point(String bullet, String text, Ink ink) throws IOException {
        lines.wrapped(INDENT + bullet + " ", text, ink);
    }

    void faint(String text) throws IOException {
        lines.wrapped(INDENT, text, Ink.FAINT);
    }

    /// A command, in one piece so that it can be copied.
    void command(String text) throws IOException {
        lines.line("    " + text);
    }

    /// How good the news is that a word of the server brings.
    static Ink ink(String word) {
        return switch (word) {
            case "done", "gone", "yes", "keep", "approved", "carried-out", "watched", "low" -> Ink.STAYS;
            case "failed", "no", "never", "remove", "high", "void" -> Ink.GOES;
            case "skipped",
                    "impossible",
                    "stopped",
                    "partly",
                    "undecided",
                    "changed",
                    "shrunk",
                    "remembered",
                    "medium",
                    "expired" -> Ink.UNDECIDED;
            default -> Ink.PLAIN;
        };
    }
}
