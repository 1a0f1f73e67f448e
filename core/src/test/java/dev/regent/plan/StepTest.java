package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepTest {

    @Test
    void namesKindsAndUndosAsTheContractDoes() {
        assertThat(Step.Kind.values()).extracting(Step.Kind::toString).containsExactly("delete-manifest", "delete-tag");
        assertThat(Step.Undo.values()).extracting(Step.Undo::toString).containsExactly("always", "until-gc", "none");
    }

    @Test
    void doesNotChangeWithTheListItWasGiven() {
        List<String> tags = new ArrayList<>(List.of("v1"));
        Step step = new Step(
                Step.Kind.DELETE_MANIFEST,
                "main",
                "app",
                digest(1),
                tags,
                "",
                "",
                0,
                Step.Undo.UNTIL_GC,
                digest(1),
                Optional.empty());
        tags.add("v2");

        assertThat(step.tags()).containsExactly("v1");
    }
}
