package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.Durations;
import dev.regent.cli.terminal.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `regent token create`: lets somebody in.
@Command(
        name = "create",
        description = "Makes a token for a person or a program. It is shown once.",
        sortOptions = false,
        footer = {"", "Example:", "  regent token create --name ci --role proposer --expires 90d --to ci.token"})
final class TokenCreateCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Who will use it; the record names it.")
    private String name = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "viewer, proposer, approver or administrator; each may what those before it may. Or notifier,"
                    + " for a registry that tells of changes: it reads nothing.")
    private @Nullable Role role;

    @Option(
            names = "--registry",
            paramLabel = "GLOB",
            description = "Only for these registries. Repeatable. Default: all.")
    private List<String> registries = new ArrayList<>();

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            description = "When it ends, for example 90d. Default: never.")
    private @Nullable String expires;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "Write the token there, with mode 600, and not to standard output.")
    private @Nullable Path to;

    TokenCreateCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Body body = Body.of("name", name)
                .with("role", Objects.requireNonNull(role).name().toLowerCase(Locale.ROOT))
                .list("registries", registries)
                .with("expiresIn", Optional.ofNullable(expires).map(TokenCreateCommand::period));
        try (Server server = remote.open()) {
            if (to == null) {
                Answer made = server.post(Route.to("tokens"), body.json());
                if (shown.format() == Shown.Format.TEXT) {
                    shown.surroundings()
                            .say("token " + made.text("id") + " for " + made.text("name") + "; it is shown this once");
                }
                shown.show(
                        made,
                        page -> page.lines()
                                .line(Token.of("the answer", made.raw("token")).revealed()));
            } else {
                toFile(server, body, to);
            }
            return ExitCode.DONE;
        }
    }

    /// What its holder may.
    enum Role {
        NOTIFIER,
        VIEWER,
        PROPOSER,
        APPROVER,
        ADMINISTRATOR
    }

    private static String period(String text) {
        Duration length = Durations.parse("--expires", text);
        return length.equals(Duration.ofDays(length.toDays())) ? "P" + length.toDays() + "D" : length.toString();
    }

    /// The file is there before the token is, so that no token is made that nobody gets.
    private void toFile(Server server, Body body, Path file) throws Exception {
        PrivateFile.create("--to", file);
        boolean written = false;
        try {
            Answer made = server.post(Route.to("tokens"), body.json());
            PrivateFile.replace(file, Token.of("the answer", made.raw("token")).revealed() + "\n");
            written = true;
            ObjectNode json = made.json().deepCopy();
            json.remove("token");
            json.put("file", file.toString());
            shown.show(json, page -> {
                page.title("Token " + made.text("id") + " for " + made.text("name"));
                page.field("Role", made.text("role"));
                page.field(
                        "Registries",
                        made.texts("registries").isEmpty() ? "all" : String.join(", ", made.texts("registries")));
                page.field("Expires", made.has("expires") ? page.when(made.time("expires")) : "never");
                page.field("Kept in", file.toString());
            });
        } finally {
            if (!written) {
                Files.deleteIfExists(file);
            }
        }
    }
}
