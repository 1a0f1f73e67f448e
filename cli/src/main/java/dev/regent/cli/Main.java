package dev.regent.cli;

import dev.regent.cli.remote.RemoteCommands;
import dev.regent.cli.terminal.CommandGroup;
import dev.regent.cli.terminal.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `regent` alone says, and where its commands are named.
@Command(
        name = "regent",
        description = "Knows the images of registries and where they run; says what could go, and why.",
        mixinStandardHelpOptions = true,
        version = "regent 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "`regent audit --demo` shows a made-up registry in a second, `regent up --demo` a whole server.",
            "`regent COMMAND --help` tells of one command."
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private Main(CommandSpec spec) {
        this.spec = spec;
    }

    public static void main(String[] args) {
        System.exit(execute(Surroundings.ofProcess(), args));
    }

    static int execute(String... args) {
        return execute(Surroundings.ofProcess(), args);
    }

    static int execute(Surroundings surroundings, String... args) {
        return commandLine(surroundings, args.length == 0 ? "" : args[0]).execute(args);
    }

    /// Knows the command that is called, or all of them where none of them is: describing one takes
    /// longer than most audits have to wait for their first answer.
    ///
    /// @param called what follows `regent`
    static CommandLine commandLine(Surroundings surroundings, String called) {
        List<CommandGroup> groups = groups(surroundings);
        CommandLine line = new CommandLine(new Main(CommandSpec.create()));
        boolean known = groups.stream()
                .flatMap(group -> group.commands().stream())
                .anyMatch(command -> command.name().equals(called));
        groups.stream()
                .flatMap(group -> group.commands().stream())
                .filter(command -> !known || command.name().equals(called))
                .forEach(command ->
                        line.addSubcommand(command.name(), command.made().get()));
        line.getHelpSectionMap()
                .put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> CommandGroup.listing(groups, help));
        line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, _ -> "");
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler(new Failures());
    }

    private static List<CommandGroup> groups(Surroundings surroundings) {
        CommandGroup alone = new CommandGroup(
                "Without a server",
                List.of(
                        new CommandGroup.Named("audit", () -> new AuditCommand(surroundings)),
                        new CommandGroup.Named("up", UpCommand::new)));
        return Stream.concat(Stream.of(alone), RemoteCommands.groups(surroundings).stream())
                .toList();
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is wanted");
    }
}
