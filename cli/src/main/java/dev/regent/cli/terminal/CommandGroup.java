package dev.regent.cli.terminal;

import dev.regent.engine.report.TextLines;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Help;

/// Commands that belong together.
///
/// @param heading what they have in common, for a list of them
public record CommandGroup(String heading, List<Named> commands) {

    private static final int NAME = 14;
    private static final int COLUMNS = 80;

    public CommandGroup {
        commands = List.copyOf(commands);
    }

    /// A command that isn't made before it is wanted.
    ///
    /// @param made gives an object that picocli understands
    public record Named(String name, Supplier<Object> made) {}

    /// All groups with the first line of each command's description.
    ///
    /// @param help of the command that they are commands of
    public static String listing(List<CommandGroup> groups, Help help) {
        StringBuilder text = new StringBuilder();
        for (CommandGroup group : groups) {
            text.append('\n').append(group.heading()).append(":\n");
            for (Named command : group.commands()) {
                Help known = help.subcommands().get(command.name());
                if (known != null) {
                    text.append(line(command.name(), known));
                }
            }
        }
        return text.toString();
    }

    private static String line(String name, Help help) {
        String[] description = help.commandSpec().usageMessage().description();
        StringBuilder text = new StringBuilder();
        String begin = "  " + TextLines.left(name, NAME);
        for (String line : TextLines.broken(description.length == 0 ? "" : description[0], COLUMNS - begin.length())) {
            text.append(begin).append(line).append('\n');
            begin = " ".repeat(begin.length());
        }
        return text.toString();
    }
}
