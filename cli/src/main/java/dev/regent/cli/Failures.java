package dev.regent.cli;

import dev.regent.oci.Text;
import dev.regent.policy.PolicyException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what went wrong into a message and an exit code: 2 for what the caller can mend in the call or in a file, 1
/// for
/// everything else.
final class Failures implements IExecutionExceptionHandler {

    static final int FAILED = 1;
    static final int BAD_USAGE = 2;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case PolicyException policy -> {
                policy.problems().forEach(problem -> command.getErr().println(problem));
                yield BAD_USAGE;
            }
            case IllegalArgumentException usage -> {
                command.getErr().println("regent: " + usage.getMessage());
                yield BAD_USAGE;
            }
            case InterruptedException _ -> {
                command.getErr().println("regent: interrupted; nothing was changed");
                yield FAILED;
            }
            default -> {
                command.getErr().println("regent: " + Text.plain(String.valueOf(failure)));
                yield FAILED;
            }
        };
    }
}
