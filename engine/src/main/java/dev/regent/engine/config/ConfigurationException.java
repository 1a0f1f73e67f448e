package dev.regent.engine.config;

import dev.regent.policy.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// A configuration, or a policy that it names, that can't be used. The message has a line for each
/// problem.
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// All that was found, from top to bottom; at least one.
    public List<Problem> problems() {
        return problems;
    }
}
