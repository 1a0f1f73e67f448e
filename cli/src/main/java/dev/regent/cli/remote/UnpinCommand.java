package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.Units;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent unpin`: no longer keeps an image for its pin.
@Command(
        name = "unpin",
        description = "Takes back the pins of an image that were set by `regent pin` or the console.",
        sortOptions = false)
final class UnpinCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "IMAGE", description = "The image as it was pinned, or the id of one pin.")
    private String image = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why; it goes into the record.")
    private String reason = "";

    UnpinCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        try (Server server = remote.open()) {
            List<Answer> pins = server.all(Route.to("pins")).items().stream()
                    .filter(pin ->
                            pin.raw("image").equals(image) || pin.raw("id").equals(image))
                    .toList();
            List<Answer> free = pins.stream()
                    .filter(pin -> !pin.raw("source").equals("configuration"))
                    .toList();
            if (free.isEmpty()) {
                throw RemoteFailure.of(image
                        + (pins.isEmpty()
                                ? " has no pin; `regent pins` lists what is pinned, and how it is written there"
                                : " is pinned by the server's configuration only; take it out of `pins:` there"));
            }
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("image", image);
            ArrayNode unpinned = json.putArray("unpinned");
            for (Answer pin : free) {
                server.delete(
                        Route.to("pins", pin.raw("id")),
                        Body.of("reason", reason).json());
                unpinned.add(pin.raw("id"));
            }
            json.put("stillPinned", free.size() < pins.size());
            shown.show(
                    json,
                    page -> page.title(
                            "Unpinned " + FarText.whole(image) + " (" + Units.count(free.size(), "pin", "pins") + ")"));
            if (free.size() < pins.size()) {
                shown.surroundings()
                        .say(image + " stays pinned by the server's configuration; take it out of `pins:` there");
                return ExitCode.PARTLY;
            }
            return ExitCode.DONE;
        }
    }
}
