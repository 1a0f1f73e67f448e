package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import dev.regent.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RiskTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(400));

    @Test
    void anOldBuildThatNobodyNamesIsLow() {
        assertThat(Risk.of(step(List.of("build-17"), Step.Undo.ALWAYS, LONG_AGO), NOW))
                .isEqualTo(new Risk(Risk.Level.LOW, List.of()));
    }

    @Test
    void aReleaseIsMedium() {
        assertThat(Risk.of(step(List.of("v1.2.3"), Step.Undo.ALWAYS, LONG_AGO), NOW))
                .isEqualTo(new Risk(Risk.Level.MEDIUM, List.of("the tag v1.2.3 names a release")));
    }

    @Test
    void aTagThatDeploymentsFollowIsHighWhateverElseIsThere() {
        assertThat(Risk.of(step(List.of("1.2", "Latest"), Step.Undo.ALWAYS, LONG_AGO), NOW)
                        .level())
                .isEqualTo(Risk.Level.HIGH);
    }

    @Test
    void whatCannotBeUndoneIsHigh() {
        assertThat(Risk.of(step(List.of(), Step.Undo.NONE, LONG_AGO), NOW))
                .isEqualTo(new Risk(Risk.Level.HIGH, List.of("it can't be undone")));
    }

    @Test
    void whatWasBuiltLatelyIsMedium() {
        assertThat(Risk.of(step(List.of(), Step.Undo.ALWAYS, NOW.minus(Duration.ofDays(29))), NOW)
                        .level())
                .isEqualTo(Risk.Level.MEDIUM);
    }

    private static Step step(List<String> tags, Step.Undo undo, Instant built) {
        Digest digest = new Digest("sha256:" + "a".repeat(64));
        return new Step(
                Step.Kind.DELETE_MANIFEST,
                "main",
                "team/app",
                digest,
                tags,
                "older than 30d",
                "default",
                10,
                undo,
                digest,
                Optional.of(built));
    }
}
