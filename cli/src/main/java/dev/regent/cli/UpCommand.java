package dev.regent.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stands in the list of commands with its options. The server is a program of its own, which the launcher starts
/// before this one is asked.
@Command(
        name = "up",
        description =
                "Starts the server: it watches registries and environments, keeps plans ready, and carries out what"
                        + " people approve.")
@SuppressWarnings("unused") // picocli fills the fields; the launcher's program is what reads them
final class UpCommand implements Callable<Integer> {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(names = "--demo", description = "Adds a lively made-up estate, over the real wire protocols.")
    private boolean demo;

    @Option(names = "--port", paramLabel = "PORT", description = "Where to listen (default 8480).")
    private int port;

    @Option(names = "--host", paramLabel = "ADDRESS", description = "At which address (default 127.0.0.1).")
    private @Nullable String host;

    @Option(names = "--data", paramLabel = "DIR", description = "Where to keep everything.")
    private @Nullable String data;

    @Option(names = "--config", paramLabel = "FILE", description = "What to watch.")
    private @Nullable String config;

    @Override
    public Integer call() {
        throw new IllegalArgumentException(
                "the server isn't part of this jar: start it with the launcher, `./regent up`");
    }
}
