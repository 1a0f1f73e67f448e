package dev.regent.cli.remote;

import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.TextTable.Column;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent what-if`: what would come free.
@Command(
        name = "what-if",
        description = "Says what would come free if images went, and what would go with them. Nothing is deleted.",
        sortOptions = false)
final class WhatIfCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(
            paramLabel = "IMAGE",
            arity = "1..*",
            description = "For example team/app:1.0 or team/app@sha256:…; team/app alone is the whole repository.")
    private List<String> images = new ArrayList<>();

    @Option(names = "--registry", paramLabel = "NAME", required = true, description = "The registry that has them.")
    private String registry = "";

    WhatIfCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        Body body = new Body()
                .list("images", images.stream().filter(WhatIfCommand::isImage).toList())
                .list(
                        "repositories",
                        images.stream().filter(name -> !isImage(name)).toList());
        try (Server server = remote.open()) {
            Answer freed = server.post(Route.to("registries", registry, "what-if"), body.json());
            shown.show(freed, page -> draw(page, freed));
            return ExitCode.DONE;
        }
    }

    /// A repository's name has neither.
    private static boolean isImage(String name) {
        return name.contains("@") || name.substring(name.lastIndexOf('/') + 1).contains(":");
    }

    private static void draw(Page page, Answer freed) throws IOException {
        page.title(Units.bytes(freed.number("freedBytes")) + " would come free of "
                + Units.bytes(freed.number("storedBytes")) + " in " + freed.text("registry"));
        Grid repositories = new Grid(page)
                .column("repository", Column.TEXT)
                .column("manifests", Column.NUMBER)
                .column("loses", Column.NUMBER);
        for (Answer repository : freed.list("repositories")) {
            repositories.row(
                    repository.text("repository"),
                    Units.count(repository.number("manifests")),
                    Units.bytes(repository.number("lostBytes")));
        }
        repositories.write();
        page.lines().blank();
        Grid manifests = new Grid(page)
                .column("repository", Column.TEXT)
                .column("tags", Column.TEXT)
                .column("digest", Column.LEFT)
                .column("why", Column.LEFT)
                .column("alone", Column.NUMBER)
                .column("shared", Column.NUMBER);
        for (Answer manifest : freed.list("manifests")) {
            List<String> tags = manifest.texts("tags");
            manifests.row(
                    manifest.text("repository"),
                    tags.isEmpty() ? "-" : String.join(", ", tags),
                    manifest.brief("digest"),
                    manifest.text("why"),
                    Units.bytes(manifest.number("exclusiveBytes")),
                    Units.bytes(manifest.number("sharedBytes")));
        }
        manifests.write();
    }
}
