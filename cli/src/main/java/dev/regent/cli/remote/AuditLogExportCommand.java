package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `regent audit-log export`: takes the record along.
@Command(
        name = "export",
        description = "Writes the whole record, sealed at both ends, to a file.",
        sortOptions = false,
        footer = {"", "Example:", "  regent audit-log export record.ndjson"})
final class AuditLogExportCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Mixin
    private final Remote remote;

    @Parameters(paramLabel = "FILE", description = "Where to; - is standard output.")
    private String file = "";

    AuditLogExportCommand(Shown shown) {
        this.shown = shown;
        this.remote = new Remote(shown);
    }

    @Override
    public Integer call() throws Exception {
        if (!file.equals("-") && !Files.isDirectory(target().resolveSibling("."))) {
            throw new IllegalArgumentException(file + ": there is no such folder; make it, or name another");
        }
        try (Server server = remote.open();
                InputStream record = server.download(Route.to("audit", "export"))) {
            if (file.equals("-")) {
                record.transferTo(shown.surroundings().out());
                shown.surroundings().out().flush();
                return ExitCode.DONE;
            }
            Path target = target();
            Path part = target.resolveSibling(target.getFileName() + ".part");
            long bytes;
            try {
                bytes = Files.copy(record, part, StandardCopyOption.REPLACE_EXISTING);
                Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
            ObjectNode json =
                    JsonNodeFactory.instance.objectNode().put("file", file).put("bytes", bytes);
            shown.show(json, page -> {
                page.title("Wrote " + Units.bytes(bytes) + " to " + file);
                page.heading("NEXT", "");
                page.command("regent audit-log verify " + file);
            });
            return ExitCode.DONE;
        } catch (IOException e) {
            throw RemoteFailure.of("the record could not be taken: " + (e.getMessage() == null ? e : e.getMessage())
                    + "; there is no file of it, try again");
        }
    }

    private Path target() {
        return Path.of(file).toAbsolutePath();
    }
}
