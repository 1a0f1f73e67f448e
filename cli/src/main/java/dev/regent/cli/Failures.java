package dev.regent.cli;

import dev.regent.cli.remote.RemoteFailure;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.policy.PolicyException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/// Turns what went wrong into a message and an exit code: 2 for what the caller can mend in the call or in a file, 1
/// for everything else.
final class Failures implements IExecutionExceptionHandler {

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return switch (failure) {
            case PolicyException policy -> {
                policy.problems().forEach(problem -> command.getErr().println(problem));
                yield ExitCode.BAD_USAGE;
            }
            case RemoteFailure remote -> {
                remote.lines().forEach(line -> command.getErr().println(line));
                yield remote.exitCode();
            }
            case IllegalArgumentException usage -> {
                command.getErr().println("regent: " + usage.getMessage());
                yield ExitCode.BAD_USAGE;
            }
            case InterruptedException _ -> {
                command.getErr().println("regent: interrupted");
                yield ExitCode.FAILED;
            }
            default -> {
                command.getErr().println("regent: " + FarText.whole(String.valueOf(failure)));
                yield ExitCode.FAILED;
            }
        };
    }
}
