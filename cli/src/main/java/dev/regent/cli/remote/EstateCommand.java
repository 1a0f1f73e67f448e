package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// A list of what registries hold, for people, as JSON, or as a table for spreadsheets.
abstract class EstateCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Option(names = "--registry", order = 10, paramLabel = "NAME", description = "Only this registry.")
    private @Nullable String registry;

    @Option(
            names = "--csv",
            order = 11,
            description = "Print a table as RFC 4180 describes it, with a line of names at its top.")
    private boolean csv;

    EstateCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    /// What is asked for.
    abstract Route route();

    /// How many are drawn, where it takes no others to draw them: others aren't asked for then.
    OptionalInt most() {
        return OptionalInt.empty();
    }

    abstract void draw(Page page, List<Answer> items) throws IOException;

    @Override
    public final Integer call() throws Exception {
        Route asked = route().with("registry", Optional.ofNullable(registry));
        Route route = asked.with("limit", "1000");
        try (Server server = remote.open()) {
            if (csv) {
                shown.surroundings().print(server.table(route));
            } else {
                OptionalInt most = shown.format() == Shown.Format.TEXT ? most() : OptionalInt.empty();
                Answer items = most.isPresent()
                        ? server.get(asked.with("limit", String.valueOf(most.getAsInt())))
                        : server.all(route);
                shown.show(items, page -> {
                    draw(page, items.items());
                    if (items.has("next")) {
                        page.faint("There are more: `--csv` or `--output json` has them all.");
                    }
                });
            }
            return ExitCode.DONE;
        }
    }

    /// What people call something that may have no name.
    static String name(Answer item, String nobody) {
        return item.text("name", nobody);
    }
}
