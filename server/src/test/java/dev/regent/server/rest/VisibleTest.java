package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.audit.Draft;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VisibleTest {

    private final Visible visible = new Visible(
            "mine"::equals,
            plan -> Optional.of(plan.equals("p1") ? "mine" : "theirs"),
            execution -> execution.equals("e1") ? Optional.of("mine") : Optional.empty());

    @Test
    void whatIsAboutNoRegistryIsNotShown() {
        assertThat(visible.includes(entry("token.created", "t1", Map.of("registries", "[mine]"))))
                .isFalse();
        assertThat(visible.includes(entry("configuration.changed", "mine", Map.of())))
                .isFalse();
    }

    @Test
    void registriesPlansAndExecutionsAreShownIfTheyAreCovered() {
        assertThat(visible.includes(entry("registry.looked", "mine", Map.of()))).isTrue();
        assertThat(visible.includes(entry("registry.looked", "theirs", Map.of())))
                .isFalse();
        assertThat(visible.includes(entry("plan.approved", "p1", Map.of()))).isTrue();
        assertThat(visible.includes(entry("plan.approved", "p2", Map.of()))).isFalse();
        assertThat(visible.includes(entry("execution.stopped", "e1", Map.of()))).isTrue();
        assertThat(visible.includes(entry("execution.stopped", "gone", Map.of())))
                .isFalse();
    }

    @Test
    void stepsAreShownByTheirExecution() {
        assertThat(visible.includes(entry("step.done", "team/app", Map.of("execution", "e1"))))
                .isTrue();
        assertThat(visible.includes(entry("step.done", "team/app", Map.of("registry", "theirs"))))
                .isFalse();
    }

    private static Draft entry(String action, String subject, Map<String, String> details) {
        return new Draft(Instant.EPOCH, "", "ann", action, subject, "", details);
    }
}
