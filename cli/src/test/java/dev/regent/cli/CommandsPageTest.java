package dev.regent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// `docs/commands.md` tells of every command and option, and of no other.
class CommandsPageTest {

    private static final Path PAGE = Path.of("..", "docs", "commands.md");
    private static final Set<String> EVERYWHERE = Set.of("-h", "--help", "--output", "--insecure-http");
    private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z]+(?:-[a-z]+)*");
    private static final Pattern HEADING = Pattern.compile("(?m)^### `regent ([^`]+)`$");
    private static final Pattern EXAMPLE = Pattern.compile("(?m)^regent (.+)$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private static CommandLine all() {
        return Main.commandLine(Surroundings.ofProcess(), "");
    }

    /// Commands that do something, by all their words; `audit` has a page of its own.
    private static Map<String, CommandLine> commands() {
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        collect("", all(), commands);
        commands.remove("audit");
        return commands;
    }

    private static void collect(String words, CommandLine line, Map<String, CommandLine> commands) {
        line.getSubcommands().forEach((name, command) -> {
            if (command.getSubcommands().isEmpty()) {
                commands.put(words + name, command);
            }
            collect(words + name + " ", command, commands);
        });
    }

    /// What stands below each heading, by the command in it.
    private static Map<String, String> sections() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> sections = new LinkedHashMap<>();
        List<MatchResult> headings = HEADING.matcher(page).results().toList();
        for (int i = 0; i < headings.size(); i++) {
            int end = i + 1 < headings.size() ? headings.get(i + 1).start() : page.length();
            String command = headings.get(i).group(1).replaceFirst(" \\[?[A-Z…\\]]+$", "");
            sections.put(command, page.substring(headings.get(i).start(), end));
        }
        return sections;
    }

    @Test
    void hasASectionForEachCommand() throws IOException {
        assertThat(commands()).hasSizeGreaterThan(20);
        assertThat(sections().keySet())
                .containsExactlyInAnyOrderElementsOf(commands().keySet());
    }

    @Test
    void namesEachOptionAndParameterInItsCommandsSection() throws IOException {
        Map<String, String> sections = sections();
        commands().forEach((name, command) -> {
            String section = sections.getOrDefault(name, "");
            Set<String> wanted = new TreeSet<>();
            command.getCommandSpec().options().forEach(option -> wanted.addAll(List.of(option.names())));
            command.getCommandSpec().positionalParameters().forEach(one -> wanted.add(one.paramLabel()));
            wanted.removeAll(EVERYWHERE);
            assertThat(wanted).as(name).allSatisfy(word -> assertThat(section).contains(word));
        });
    }

    @Test
    void namesNoOptionThatIsNotThere() throws IOException {
        Set<String> known = new TreeSet<>();
        commands().values().stream()
                .flatMap(command -> command.getCommandSpec().options().stream())
                .map(OptionSpec::names)
                .forEach(names -> known.addAll(List.of(names)));
        assertThat(OPTION.matcher(Files.readString(PAGE)).results().map(MatchResult::group))
                .isNotEmpty()
                .allSatisfy(option -> assertThat(known).contains(option));
    }

    @Test
    void showsOnlyCallsThatAreUnderstood() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(examples).hasSizeGreaterThanOrEqualTo(commands().size());
        for (String example : examples) {
            List<String> words = new ArrayList<>();
            WORD.matcher(example)
                    .results()
                    .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
            assertThat(all().parseArgs(words.toArray(String[]::new)).errors())
                    .as(example)
                    .isEmpty();
        }
    }

    @Test
    void isTheSameWhetherOneCommandIsMadeOrAllOfThem() {
        CommandLine one = Main.commandLine(Surroundings.ofProcess(), "apply");

        assertThat(one.getSubcommands()).containsOnlyKeys("apply");
        assertThat(one.getSubcommands().get("apply").getUsageMessage())
                .isEqualTo(all().getSubcommands().get("apply").getUsageMessage());
    }

    @Test
    void listsEveryCommandInTheHelp() {
        String help = all().getUsageMessage();

        assertThat(all().getSubcommands().keySet())
                .allSatisfy(name -> assertThat(help).contains("\n  " + name + " "));
        assertThat(help.lines().filter(line -> line.length() > 80)).isEmpty();
    }
}
