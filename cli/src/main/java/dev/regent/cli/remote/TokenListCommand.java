package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `regent token list`: who may come in.
@Command(name = "list", description = "Lists tokens; never the tokens themselves.", sortOptions = false)
final class TokenListCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    TokenListCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            Answer tokens = server.all(Route.to("tokens"));
            shown.show(tokens, page -> draw(page, tokens.items()));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, List<Answer> tokens) throws IOException {
        page.title(Units.count(tokens.size(), "token", "tokens"));
        if (tokens.isEmpty()) {
            return;
        }
        Grid grid = new Grid(page)
                .column("id", Column.LEFT)
                .column("name", Column.TEXT)
                .column("role", Column.LEFT)
                .column("expires", Column.LEFT)
                .column("used", Column.NUMBER, 80)
                .column("registries", Column.LEFT, 100);
        for (Answer token : tokens) {
            String expires = token.has("expires") ? page.ago(token.time("expires")) : "never";
            grid.row(
                    token.text("id"),
                    token.text("name"),
                    token.text("role"),
                    token.is("revoked") ? Grid.word("revoked") : expires,
                    token.has("lastUsed") ? page.ago(token.time("lastUsed")) : "never",
                    token.texts("registries").isEmpty() ? "all" : String.join(", ", token.texts("registries")));
        }
        grid.write();
    }
}
