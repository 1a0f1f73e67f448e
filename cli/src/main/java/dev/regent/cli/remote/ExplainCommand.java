package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextLines.Ink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent explain`: why a verdict is what it is.
@Command(name = "explain", description = "Says why an image stays or could go, and what holds it.", sortOptions = false)
final class ExplainCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "IMAGE",
            description = "For example team/app:1.0, registry.example/team/app:1.0 or team/app@sha256:….")
    private String image = "";

    @Option(names = "--registry", paramLabel = "NAME", description = "Only in this registry. Default: wherever it is.")
    private @Nullable String registry;

    ExplainCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Route route =
                Route.to("images", "explain").with("image", image).with("registry", Optional.ofNullable(registry));
        try (Server server = remote.open()) {
            Answer explained = server.get(route);
            shown.show(explained, page -> draw(page, explained));
            if (explained.list("matches").isEmpty()) {
                throw RemoteFailure.of(
                        image + " isn't in any registry that was read; `regent sources` tells what was heard");
            }
            return ExitCode.DONE;
        }
    }

    private static void draw(Page page, Answer explained) throws IOException {
        boolean first = true;
        for (Answer match : explained.list("matches")) {
            if (!first) {
                page.lines().blank();
            }
            first = false;
            draw(page, match.text("verdict"), match);
        }
    }

    private static void draw(Page page, String verdict, Answer match) throws IOException {
        String tags = String.join(", ", match.texts("tags"));
        page.title(match.text("registry") + "/" + match.text("repository") + (tags.isEmpty() ? "" : ":" + tags));
        page.faint(match.text("digest"));
        page.field("Verdict", verdict, Page.ink(verdict));
        page.field("Rule", match.text("rule"));
        page.field("Why", match.text("reason"));
        page.field("Role", match.text("role"));
        page.field("Built", page.when(match.time("built")));
        page.field("First seen", page.when(match.time("firstSeen")));
        if (match.has("graceEnds")) {
            page.field(
                    "Too new",
                    "until " + page.when(match.time("graceEnds")) + ", whatever the policy says",
                    Ink.UNDECIDED);
        }
        page.field("Held by", digests(match.texts("heldBy")));
        page.field("Holds", digests(match.texts("holds")));
        page.field("Used by", match.list("usedBy").isEmpty() ? "nothing that is known" : "");
        for (Answer use : match.list("usedBy")) {
            page.point(
                    "  -",
                    use.json().isTextual()
                            ? FarText.whole(use.json().asText())
                            : use.text("workload") + " in " + use.text("environment") + ", " + use.text("kind")
                                    + " since " + page.when(use.time("since")),
                    Ink.STAYS);
        }
        for (Answer pin : match.list("pins")) {
            page.field("Pinned", pin.text("by", "-") + ": " + pin.text("reason"), Ink.STAYS);
        }
        if (match.has("plan")) {
            page.field("In plan", match.brief("plan"));
        }
    }

    private static String digests(List<String> digests) {
        String shown = digests.stream()
                .limit(3)
                .map(digest -> digest.replaceFirst("^sha256:([0-9a-f]{12}).*$", "$1"))
                .collect(Collectors.joining(", "));
        return digests.isEmpty() ? "-" : shown + (digests.size() > 3 ? " and " + (digests.size() - 3) + " more" : "");
    }
}
