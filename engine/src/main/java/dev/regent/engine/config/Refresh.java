package dev.regent.engine.config;

import dev.regent.policy.yaml.Problem;
import java.util.List;

/// What a look at the files came to.
public sealed interface Refresh {

    /// The files are as they were at the last look that said anything else.
    record Unchanged() implements Refresh {}

    /// Something is different now; it counts once two looks in a row found the same.
    record Settling() implements Refresh {}

    /// Another state is in force.
    record Changed(InForce before, InForce now) implements Refresh {}

    /// The files can't be used, and what was in force still is. Told once for each state of the files;
    /// [LiveConfiguration#problems()] goes on saying it.
    record Broken(List<Problem> problems) implements Refresh {
        public Broken {
            problems = List.copyOf(problems);
        }
    }
}
