package dev.regent.cli.remote;

import dev.regent.cli.terminal.Durations;
import dev.regent.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent pin`: keeps an image.
@Command(name = "pin", description = "Pins an image: it stays, whatever policies say.", sortOptions = false)
final class PinCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "IMAGE",
            description = "For example team/app:1.0, registry.example/team/app:1.0 or team/app@sha256:….")
    private String image = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it goes into the record.")
    private String reason = "";

    @Option(
            names = "--until",
            paramLabel = "DATE",
            description =
                    "Until then, for example 2027-01-31 (UTC) or 2027-01-31T12:00:00Z. Default: until it is unpinned.")
    private @Nullable String until;

    @Option(names = "--owner", paramLabel = "OWNER", description = "Whom to ask about it, for example a team.")
    private @Nullable String owner;

    PinCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Body body = Body.of("image", image)
                .with("reason", reason)
                .given("owner", owner)
                .with(
                        "until",
                        Optional.ofNullable(until)
                                .map(text -> Durations.instant("--until", text).toString()));
        try (Server server = remote.open()) {
            Answer pin = server.post(Route.to("pins"), body.json());
            shown.show(pin, page -> draw(page, pin));
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, Answer pin) throws IOException {
        page.title("Pinned " + pin.text("image"));
        page.field("Reason", pin.text("reason"));
        page.field("Owner", pin.text("owner", "-"));
        page.field("Until", pin.has("until") ? page.when(pin.time("until")) : "it is unpinned");
    }
}
