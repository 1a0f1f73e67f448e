package dev.regent.engine.config;

import dev.regent.analyse.retention.RetentionPolicy;
import java.util.List;

/// A configuration with the policies that it names, as they were read together.
public record InForce(Configuration configuration, List<RetentionPolicy> policies) {
    public InForce {
        policies = List.copyOf(policies);
    }
}
