package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent logout`: forgets the server.
@Command(
        name = "logout",
        description = "Forgets the login. The token itself stays valid until it is revoked.",
        sortOptions = false)
final class LogoutCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    LogoutCommand(Shown shown) {
        this.shown = shown;
    }

    @Override
    public Integer call() throws Exception {
        boolean was = Login.forget(shown.surroundings());
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("loggedOut", was);
        shown.show(json, page -> page.title(was ? "Logged out" : "There was no login"));
        return ExitCode.DONE;
    }
}
