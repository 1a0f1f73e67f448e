package dev.regent.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `regent` alone says, and where its commands are named.
@Command(
        name = "regent",
        description = "Knows the images of registries and where they run; says what could go, and why.",
        mixinStandardHelpOptions = true,
        version = "regent 0.1.0",
        subcommands = {AuditCommand.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "`regent audit --demo` shows a made-up registry in a second."})
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main(CommandSpec spec) {
        this.spec = spec;
    }

    public static void main(String[] args) {
        System.exit(execute(args));
    }

    static int execute(String... args) {
        CommandSpec none = CommandSpec.create();
        return new CommandLine(new Main(none))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new Failures())
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted");
    }
}
