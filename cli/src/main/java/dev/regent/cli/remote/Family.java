package dev.regent.cli.remote;

import dev.regent.cli.terminal.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/// A command that only holds others: `regent token`, `regent policy`.
final class Family implements Runnable {

    private final CommandSpec spec;

    private Family(String description) {
        spec = CommandSpec.wrapWithoutInspection(this).mixinStandardHelpOptions(false);
        spec.usageMessage().description(description).synopsisSubcommandLabel("COMMAND");
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
    }

    static CommandLine of(String name, String description, CommandGroup.Named... commands) {
        Family family = new Family(description);
        family.spec.name(name);
        CommandLine line = new CommandLine(family.spec);
        for (CommandGroup.Named command : commands) {
            line.addSubcommand(command.name(), command.made().get());
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is wanted: " + String.join(", ", spec.subcommands().keySet()));
    }
}
