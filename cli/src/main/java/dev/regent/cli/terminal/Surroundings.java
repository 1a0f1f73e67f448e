package dev.regent.cli.terminal;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a command finds around it. The launcher says in variables what a JVM can't ask: whether streams are terminals,
/// and how wide.
///
/// @param out data, and nothing else
/// @param err everything else
public record Surroundings(Map<String, String> variables, PrintStream out, PrintStream err, InstantSource clock) {

    private static final int USUAL_COLUMNS = 100;
    private static final int FEWEST_COLUMNS = 40;
    private static final int MOST_COLUMNS = 160;

    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /// Those of this process.
    public static Surroundings ofProcess() {
        return new Surroundings(System.getenv(), System.out, System.err, InstantSource.system());
    }

    /// The variable's value; empty where it is unset or has none.
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /// As wide as the terminal is said to be, between 40 and 160.
    public int columns() {
        int columns = variable("COLUMNS")
                .filter(text -> text.matches("[1-9][0-9]{0,3}"))
                .map(Integer::parseInt)
                .orElse(USUAL_COLUMNS);
        return Math.clamp(columns, FEWEST_COLUMNS, MOST_COLUMNS);
    }

    /// Whether standard output shows colours and its reader wants them; see <https://no-color.org>.
    public boolean colour() {
        return "1".equals(variables.get("REGENT_STDOUT_TERMINAL"))
                && variable("NO_COLOR").isEmpty();
    }

    /// Where Regent keeps what belongs to this user: `$XDG_CONFIG_HOME/regent`, else `~/.config/regent`.
    ///
    /// @throws IllegalArgumentException if there is neither variable
    public Path configuration() {
        return variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .or(() -> variable("HOME").map(home -> Path.of(home, ".config")))
                .map(folder -> folder.resolve("regent"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no place for a login: set HOME or XDG_CONFIG_HOME, or use REGENT_URL and"
                                + " REGENT_TOKEN_FILE"));
    }

    /// Writes data, as UTF-8 whatever the terminal's own encoding.
    public void print(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        out.flush();
    }

    /// Tells people something that is no data.
    public void say(String sentence) {
        byte[] bytes = ("regent: " + sentence + "\n").getBytes(StandardCharsets.UTF_8);
        err.write(bytes, 0, bytes.length);
        err.flush();
    }
}
