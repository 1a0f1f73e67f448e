package dev.regent.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.testkit.world.PolicyModel.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyModelTest {

    @Test
    void writesTheFileThatAPersonWouldWrite() {
        PolicyModel policy = PolicyModel.everywhere(
                        "default",
                        PolicyModel.keep(new Condition.Newest(3, true)),
                        PolicyModel.keep(
                                new Condition.TagPattern("^v?\\d+$"), new Condition.YoungerThan(Duration.ofDays(180))),
                        PolicyModel.keep(new Condition.Tags(List.of("latest", "stable"))),
                        PolicyModel.keep(new Condition.PulledWithin(Duration.ofHours(36))),
                        PolicyModel.remove(new Condition.OlderThan(Duration.ofMinutes(90))),
                        PolicyModel.remove(new Condition.OlderThanInstant(Instant.EPOCH)))
                .judging(ImageBuilder.CHART_CONFIG);

        assertThat(policy.toYaml()).isEqualTo("""
                        apiVersion: regent.dev/v1
                        kind: RetentionPolicy
                        metadata: {name: default}
                        scope:
                          registries: ["**"]
                          repositories: ["**"]
                          artifactTypes: ["application/vnd.cncf.helm.config.v1+json"]
                        rules:
                          - keep: {newest: 3, by: pushed}
                          - keep: {tagPattern: "^v?\\\\d+$", youngerThan: 180d}
                          - keep: {tags: ["latest","stable"]}
                          - keep: {pulledWithin: 36h}
                          - remove: {olderThan: PT1H30M}
                          - remove: {olderThan: "1970-01-01T00:00:00Z"}
                        allowEmpty: false
                        """);
    }
}
