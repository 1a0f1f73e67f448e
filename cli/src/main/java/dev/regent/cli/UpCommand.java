package dev.regent.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/// Stands in the list of commands. The server is a program of its own, which the launcher starts.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Starts the server: it watches registries and environments, keeps plans ready, and carries out what"
                        + " people approve.",
        footer = {"", "`./regent up --help` of the launcher tells its options."})
final class UpCommand implements Callable<Integer> {

    @Unmatched
    private List<String> everything = new ArrayList<>();

    @Override
    public Integer call() {
        throw new IllegalArgumentException("the server isn't part of this jar: start it with the launcher, `./regent up"
                + (everything.isEmpty() ? "" : " " + String.join(" ", everything)) + "`");
    }
}
