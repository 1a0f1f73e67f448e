package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.cli.terminal.Surroundings;
import dev.regent.cli.terminal.TerminalProgress;
import java.io.IOException;

/// Begins an execution, waits for it where asked to, and shows it.
final class Carrying {

    private final Shown shown;
    private final Server server;

    Carrying(Shown shown, Server server) {
        this.shown = shown;
        this.server = server;
    }

    /// Does all of it.
    ///
    /// @return the exit code
    int carry(Body body, boolean wait) throws RemoteFailure, InterruptedException, IOException {
        Execution begun = begun(body);
        if (!wait) {
            shown.show(begun.answer(), page -> {
                begun.draw(page);
                page.heading("NEXT", "it goes on by itself");
                page.command("regent executions " + begun.id());
                page.command("regent stop " + begun.id() + " --reason TEXT");
            });
            return ExitCode.DONE;
        }
        Execution over = waited(begun);
        shown.show(over.answer(), over::draw);
        return over.exitCode();
    }

    private Execution begun(Body body) throws RemoteFailure, InterruptedException {
        Answer answer = server.post(Route.to("executions"), body.json());
        return new Execution(
                answer.has("steps") ? answer : server.get(Route.to("executions", answer.raw("execution"))));
    }

    private Execution waited(Execution begun) throws RemoteFailure, InterruptedException {
        Surroundings surroundings = shown.surroundings();
        Thread goodbye = new Thread(() -> surroundings.say("stopped waiting; execution " + begun.id()
                + " goes on on the server. To stop it: regent stop " + begun.id() + " --reason TEXT"));
        Runtime.getRuntime().addShutdownHook(goodbye);
        try (TerminalProgress progress = TerminalProgress.start(surroundings)) {
            return new Following(server, surroundings, progress, Thread::sleep).untilOver(begun);
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(goodbye);
            } catch (IllegalStateException _) {
                // The process ends already, and the sentence is being said.
            }
        }
    }
}
