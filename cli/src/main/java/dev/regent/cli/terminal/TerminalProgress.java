package dev.regent.cli.terminal;

import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// One line on standard error that says how far the work is; nothing at all where standard error is no terminal.
public final class TerminalProgress implements Progress, AutoCloseable {

    private static final long BETWEEN_NANOS = 100_000_000;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final boolean shown;
    private final PrintStream err;
    private final AtomicLong last = new AtomicLong(System.nanoTime());

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
            err.print(CLEAR_LINE + Text.plain(source) + ": " + number(done) + of + " " + what);
            err.flush();
        }
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
