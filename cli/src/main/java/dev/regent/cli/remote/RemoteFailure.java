package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import java.util.ArrayList;
import java.util.List;

/// A server that wasn't reached, that refused, or whose work failed. The message says what, where and what to do.
public final class RemoteFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final boolean lasting;
    private final transient List<String> reasons;

    private RemoteFailure(int exitCode, boolean lasting, String message, List<String> reasons) {
        super(message);
        this.exitCode = exitCode;
        this.lasting = lasting;
        this.reasons = List.copyOf(reasons);
    }

    static RemoteFailure of(String message) {
        return new RemoteFailure(ExitCode.FAILED, true, message, List.of());
    }

    /// The same may well be answered a little later.
    static RemoteFailure passing(String message, List<String> reasons) {
        return new RemoteFailure(ExitCode.FAILED, false, message, reasons);
    }

    /// A refusal.
    ///
    /// @param reasons each of which gets its own line
    static RemoteFailure refused(String message, List<String> reasons) {
        return new RemoteFailure(ExitCode.FAILED, true, message, reasons);
    }

    /// What the caller asked for makes no sense to the server.
    static RemoteFailure badUsage(String message, List<String> reasons) {
        return new RemoteFailure(ExitCode.BAD_USAGE, true, message, reasons);
    }

    /// Whether another try can't help.
    boolean isLasting() {
        return lasting;
    }

    public int exitCode() {
        return exitCode;
    }

    /// What to print on standard error, fit for a terminal.
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("regent: " + FarText.whole(String.valueOf(getMessage())));
        reasons.forEach(reason -> lines.add("  - " + FarText.whole(reason)));
        return List.copyOf(lines);
    }
}
