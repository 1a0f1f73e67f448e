package dev.regent.policy;

import dev.regent.policy.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;

/// Policy files that can't be used. The message has a line for each problem.
public final class PolicyException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    PolicyException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// All that was found, file after file and from top to bottom; at least one.
    public List<Problem> problems() {
        return problems;
    }
}
