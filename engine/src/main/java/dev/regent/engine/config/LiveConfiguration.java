package dev.regent.engine.config;

import dev.regent.policy.PolicyException;
import dev.regent.policy.PolicyFiles;
import dev.regent.policy.yaml.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The configuration and the policies in force. They follow the files as far as those can be used:
/// what is broken, empty or gone changes nothing but [#problems()].
///
/// An editor that saves truncates a file and writes it in parts, and a folder is exchanged file by
/// file: a part of a good file may be good too, and say less. So a change counts once two looks in a
/// row found the same contents.
public final class LiveConfiguration {

    private final Path file;
    private volatile InForce inForce;
    private volatile List<Problem> problems = List.of();

    /// What led to `inForce`.
    private FileContents used;

    /// What the last look found.
    private FileContents seen;

    /// What the last decision was about, good or broken.
    private FileContents decided;

    private LiveConfiguration(Path file, FileContents contents, InForce inForce) {
        this.file = file;
        this.inForce = inForce;
        this.used = contents;
        this.seen = contents;
        this.decided = contents;
    }

    /// Reads the files for the first time, when there is nothing to fall back on.
    ///
    /// @throws ConfigurationException if they can't be used
    public static LiveConfiguration load(Path file) throws ConfigurationException {
        Path absolute = file.toAbsolutePath();
        FileContents contents = FileContents.of(absolute, policies(ConfigurationFile.read(absolute)));
        Configuration configuration = ConfigurationFile.read(absolute);
        return new LiveConfiguration(absolute, contents, withPolicies(configuration));
    }

    /// What is in force now. Never waits.
    public InForce current() {
        return inForce;
    }

    /// What is wrong with the files as they are now; empty where they are in force.
    public List<Problem> problems() {
        return problems;
    }

    /// As [#problems()], a line for each.
    public Optional<String> problem() {
        List<Problem> now = problems;
        return now.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        String.join("\n", now.stream().map(Problem::toString).toList()));
    }

    /// Looks at the files, and takes them into force if they changed, settled and can be used.
    public synchronized Refresh refresh() {
        FileContents now = contents();
        boolean settled = now.equals(seen);
        seen = now;
        if (now.equals(decided)) {
            return new Refresh.Unchanged();
        }
        if (!settled) {
            return new Refresh.Settling();
        }
        if (now.equals(used)) {
            decided = now;
            problems = List.of();
            return new Refresh.Unchanged();
        }
        Refresh refresh = taken();
        FileContents after = contents();
        if (!after.equals(now)) {
            seen = after;
            return new Refresh.Settling();
        }
        decided = now;
        switch (refresh) {
            case Refresh.Changed(var _, var next) -> {
                used = now;
                inForce = next;
                problems = List.of();
            }
            case Refresh.Broken(var found) -> problems = found;
            case Refresh.Unchanged _, Refresh.Settling _ -> {}
        }
        return refresh;
    }

    private Refresh taken() {
        try {
            Optional<Configuration> configuration = ConfigurationFile.said(file);
            if (configuration.isEmpty()) {
                return new Refresh.Broken(List.of(new Problem(
                        file.toString(),
                        1,
                        1,
                        "this file is gone or empty; what it said before stays in force. To look at nothing, write"
                                + " `registries: []`")));
            }
            return new Refresh.Changed(inForce, withPolicies(configuration.get()));
        } catch (ConfigurationException e) {
            return new Refresh.Broken(e.problems());
        }
    }

    /// With the policies that the file names now; where it can't be read, those that it named.
    private FileContents contents() {
        try {
            return FileContents.of(file, policies(ConfigurationFile.read(file)));
        } catch (ConfigurationException e) {
            return FileContents.of(file, policies(inForce.configuration()));
        }
    }

    private static List<Path> policies(Configuration configuration) {
        return configuration.policies();
    }

    private static InForce withPolicies(Configuration configuration) throws ConfigurationException {
        try {
            return new InForce(configuration, PolicyFiles.read(configuration.policies()));
        } catch (PolicyException e) {
            throw new ConfigurationException(e.problems());
        }
    }
}
