package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `regent token revoke`: no longer lets somebody in.
@Command(name = "revoke", description = "Revokes a token, at once.", sortOptions = false)
final class TokenRevokeCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "ID",
            description = "The token's id, as `regent token list` shows it; never the token itself.")
    private String id = "";

    TokenRevokeCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        if (id.startsWith("rgt_")) {
            throw new IllegalArgumentException("ID is the token's id, not the token; `regent token list` shows it");
        }
        Route route = Route.to("tokens", id);
        try (Server server = remote.open()) {
            server.delete(route, new Body().json());
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("id", id).put("revoked", true);
            shown.show(json, page -> page.title("Revoked token " + FarText.whole(id)));
            return ExitCode.DONE;
        }
    }
}
