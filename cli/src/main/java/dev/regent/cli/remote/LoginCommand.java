package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent login`: remembers a server.
@Command(
        name = "login",
        description = "Remembers a server and your token for it, after asking the server whether it takes it.",
        sortOptions = false)
final class LoginCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "URL",
            description = "The server, for example https://regent.example or http://127.0.0.1:8480.")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "The file that holds your token.")
    private @Nullable Path tokenFile;

    LoginCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Surroundings surroundings = shown.surroundings();
        ServerAddress address = ServerAddress.of("URL", url);
        Connection.requireSafe(surroundings, address, remote.insecureHttp());
        Token token = Token.in(Objects.requireNonNull(tokenFile));
        try (Server server = new Server(new Connection(address, token, "REGENT_URL=" + address))) {
            Answer who = server.get(Route.to("whoami"));
            new Login(address, token, remote.insecureHttp()).keep(surroundings);
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", address.toString());
            who.json().properties().forEach(each -> json.set(each.getKey(), each.getValue()));
            shown.show(json, page -> draw(page, address, who));
        }
        if (surroundings.variable("REGENT_URL").isPresent()) {
            surroundings.say("REGENT_URL is set and comes before the login");
        }
        return ExitCode.DONE;
    }

    private void draw(Page page, ServerAddress address, Answer who) throws IOException {
        page.title("Logged in to " + address + " as " + who.text("name"));
        page.field("Role", who.text("role"));
        page.field("May", String.join(", ", who.texts("permissions")));
        page.field("Registries", String.join(", ", who.texts("registries")));
        page.field("Token", who.has("expires") ? "expires " + page.when(who.time("expires")) : "doesn't expire");
        page.field("Kept in", Login.file(shown.surroundings()).toString());
    }
}
