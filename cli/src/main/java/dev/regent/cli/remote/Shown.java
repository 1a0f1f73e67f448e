package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.cli.terminal.Surroundings;
import java.io.IOException;
import picocli.CommandLine.Option;

/// How a command's data is shown; every command has these options.
final class Shown {

    /// In what form.
    enum Format {
        TEXT,
        JSON
    }

    /// Draws for people what scripts get as JSON.
    interface Drawing {
        void on(Page page) throws IOException;
    }

    private final Surroundings surroundings;

    @Option(
            names = "--output",
            order = 100,
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What to print. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.TEXT;

    Shown(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// What shows the help acts on the option itself.
    @Option(
            names = {"-h", "--help"},
            order = 102,
            usageHelp = true,
            description = "Show this help and exit.")
    void help(boolean wanted) {}

    Surroundings surroundings() {
        return surroundings;
    }

    Format format() {
        return format;
    }

    void show(JsonNode json, Drawing drawing) throws IOException {
        switch (format) {
            case JSON -> surroundings.print(json.toPrettyString() + "\n");
            case TEXT -> {
                StringBuilder text = new StringBuilder();
                drawing.on(new Page(surroundings, text));
                surroundings.print(text.toString());
            }
        }
    }

    void show(Answer answer, Drawing drawing) throws IOException {
        show(answer.json(), drawing);
    }
}
