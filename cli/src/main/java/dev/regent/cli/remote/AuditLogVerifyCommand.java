package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.audit.AuditKey;
import dev.regent.cli.terminal.ExitCode;
import dev.regent.engine.record.RecordCheck;
import dev.regent.engine.record.RecordFile;
import dev.regent.engine.report.FarText;
import dev.regent.engine.report.TextLines.Ink;
import dev.regent.engine.report.Units;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `regent audit-log verify`: whether a record is what was written.
@Command(
        name = "verify",
        description =
                "Checks a record that was exported, without a server: that nothing in it was changed or left out.",
        sortOptions = false,
        footer = {
            "",
            "Exit 1: it was changed or cut.",
            "",
            "Example:",
            "  regent audit-log verify record.ndjson --key-file audit.key"
        })
final class AuditLogVerifyCommand implements Callable<Integer> {

    @Mixin
    private final Shown shown;

    @Parameters(paramLabel = "FILE", description = "A record, as `regent audit-log export` wrote it.")
    private @Nullable Path file;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description =
                    "The key that the record is sealed with. Without it, a record made anew as a whole would not show.")
    private @Nullable Path keyFile;

    AuditLogVerifyCommand(Shown shown) {
        this.shown = shown;
    }

    @Override
    public Integer call() throws Exception {
        Path record = Objects.requireNonNull(file);
        Optional<AuditKey> key = keyFile == null ? Optional.empty() : Optional.of(key(keyFile));
        RecordCheck check;
        try (InputStream lines = Files.newInputStream(record)) {
            check = RecordFile.verify(lines, key);
        } catch (IOException e) {
            throw new IllegalArgumentException(record + ": can't be read (" + e.getMessage() + ")", e);
        }
        return switch (check) {
            case RecordCheck.Intact intact -> intact(record, intact);
            case RecordCheck.Broken broken -> broken(record, broken);
        };
    }

    private int intact(Path record, RecordCheck.Intact intact) throws IOException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("file", record.toString())
                .put("intact", true)
                .put("entries", intact.count())
                .put("sealsChecked", intact.sealsChecked());
        json.putObject("head")
                .put("sequence", intact.head().sequence())
                .put("hash", intact.head().hash());
        shown.show(json, page -> {
            page.title(record + ": nothing was changed");
            page.field("Entries", Units.count(intact.count()));
            page.field(
                    "Ends with",
                    "entry " + intact.head().sequence() + ", " + intact.head().hash());
            page.field(
                    "Seals",
                    intact.sealsChecked()
                            ? "all made with this key"
                            : "not checked; with --key-file a record made anew as a whole would show too",
                    intact.sealsChecked() ? Ink.STAYS : Ink.UNDECIDED);
        });
        return ExitCode.DONE;
    }

    private int broken(Path record, RecordCheck.Broken broken) throws IOException {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("file", record.toString())
                .put("intact", false)
                .put("line", broken.line())
                .put("problem", broken.sentence());
        shown.show(json, page -> {
            page.title(record + ": this is not what was written");
            page.field("Line", Units.count(broken.line()));
            page.field("Problem", FarText.whole(broken.sentence()), Ink.GOES);
        });
        return ExitCode.FAILED;
    }

    private static AuditKey key(Path file) {
        String digits;
        try {
            digits = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": the key can't be read (" + e.getMessage() + ")", e);
        }
        try {
            return AuditKey.parse(digits);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage() + ": name the server's audit-key", e);
        }
    }
}
