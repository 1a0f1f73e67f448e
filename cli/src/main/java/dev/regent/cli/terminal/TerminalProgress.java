package dev.regent.cli.terminal;

import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// One line on standard error that says how far the work is; nothing at all where standard error is no terminal.
public final class TerminalProgress implements Progress, AutoCloseable {

    private static final long BETWEEN_NANOS = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final boolean shown;
    private final PrintStream err;
    private final long start = System.nanoTime();
    private final AtomicLong last = new AtomicLong(start);

    private TerminalProgress(boolean shown, PrintStream err) {
        this.shown = shown;
        this.err = err;
    }

    /// Begins with nothing shown.
    public static TerminalProgress start(Surroundings surroundings) {
        return new TerminalProgress(
                "1".equals(surroundings.variables().get("REGENT_STDERR_TERMINAL")), surroundings.err());
    }

    @Override
    public void at(String source, String what, long done, long total) {
        if (!shown) {
            return;
        }
        long now = System.nanoTime();
        long before = last.get();
        if (now - before > BETWEEN_NANOS && last.compareAndSet(before, now)) {
            String of = total > 0 ? " of " + number(total) : "";
            err.print(CLEAR_LINE + Text.plain(source) + ": " + number(done) + of + " " + what
                    + rate(done, total, Duration.ofNanos(now - start)));
            err.flush();
        }
    }

    /// How fast it goes, and how long what is left takes at that rate.
    static String rate(long done, long total, Duration passed) {
        double seconds = passed.toMillis() / 1000.0;
        if (seconds < 1 || done == 0) {
            return "";
        }
        double perSecond = done / seconds;
        String rate = ", " + (perSecond < 10 ? String.format(Locale.ROOT, "%.1f", perSecond) : number((long) perSecond))
                + "/s";
        return total > done
                ? rate + ", " + length(Duration.ofMillis((long) (1000 * (total - done) / perSecond))) + " left"
                : rate;
    }

    /// As people say it: 45 s, 3 min, 2 h 5 min.
    public static String length(Duration time) {
        long seconds = time.toSeconds();
        if (seconds < 60) {
            return Math.max(1, seconds) + " s";
        }
        long minutes = (seconds + 30) / 60;
        return minutes < 60 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    @Override
    public void close() {
        if (shown) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
