package dev.regent.cli.terminal;

/// What a command tells scripts; the contract has them.
public final class ExitCode {

    public static final int DONE = 0;
    public static final int FAILED = 1;

    /// Bad usage, policy or configuration: nothing was tried.
    public static final int BAD_USAGE = 2;

    /// Done, and not all sources were heard.
    public static final int UNHEARD = 3;

    /// Done, and steps were skipped or impossible.
    public static final int PARTLY = 4;

    private ExitCode() {}
}
