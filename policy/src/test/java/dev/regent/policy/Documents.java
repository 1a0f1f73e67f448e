package dev.regent.policy;

import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.policy.yaml.Problem;
import java.util.List;

/// Policies to test with.
final class Documents {

    /// The first three lines; what is added begins in line 4.
    static final String HEAD = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: default}
            """;

    /// Every key once, in every way of writing it.
    static final String WHOLE = """
            # What the platform keeps.
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata:
              name: default
              description: |
                Releases stay,
                builds go.
            scope:
              registries: ["**"]
              repositories: [team/**, "*/app"]
              artifactTypes: [application/vnd.cncf.helm.config.v1+json]
              exclude: {registries: [old.example], repositories: [team/archive/**]}
            rules:
              - keep: {newest: 3}
              - keep: {newest: 5, by: pushed}
              - keep: {tags: ["latest", 'stable', release-*]}
              - keep: {tagPattern: "^v?\\\\d+\\\\.\\\\d+\\\\.\\\\d+$", youngerThan: 180d}
              - keep: {pulledWithin: 90d}
              - keep: {usedWithin: PT720H}
              - remove:
                  olderThan: 30d
                  tags:
                    - pr-*
              - remove: {untaggedFor: 1w}
              - remove: {olderThan: 2024-01-01T12:00:00+02:00}
            allowEmpty: false
            """;

    private Documents() {}

    static RetentionPolicy policy(String text) throws PolicyException {
        List<RetentionPolicy> policies = PolicyFiles.parse("p.yaml", text);
        if (policies.size() != 1) {
            throw new AssertionError("one policy is wanted, got " + policies);
        }
        return policies.getFirst();
    }

    /// A policy with these items, each as `keep: {…}` or `remove: {…}`.
    static String rules(String... items) {
        return HEAD + "rules:\n"
                + String.join(
                        "",
                        List.of(items).stream()
                                .map(item -> "  - " + item + "\n")
                                .toList());
    }

    /// The problems of a text, each as it is printed; none for a good one.
    static List<String> problems(String text) {
        try {
            PolicyFiles.parse("p.yaml", text);
            return List.of();
        } catch (PolicyException e) {
            return e.problems().stream().map(Problem::toString).toList();
        }
    }
}
