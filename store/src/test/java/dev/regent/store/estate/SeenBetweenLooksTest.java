package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Uses that an environment told of before a look could find them.
final class SeenBetweenLooksTest extends KeptEstate {

    private static List<Use> uses(int... images) {
        return SeenEnvironment.host().running(images).observed().uses();
    }

    private static List<String> workloads(EnvironmentObservation observation) {
        return observation.uses().stream().map(Use::workload).sorted().toList();
    }

    @Test
    void protectsAtOnceAndEndsNothing() {
        environments.remember(SeenEnvironment.host().running(1).observed(), at(0));
        environments.seen("host", uses(2), minute(1));
        environments.seen("host", uses(1, 2), minute(2));

        assertThat(pages.usesOf(Set.of(SeenRegistry.digest(1), SeenRegistry.digest(2))))
                .extracting(EstatePages.UseItem::from)
                .containsExactly(minute(0), minute(1));
        EnvironmentObservation dead =
                environments.remember(SeenEnvironment.host().heard(Heard.NO).observed(), at(3));
        assertThat(workloads(dead))
                .containsExactly(
                        "container c1 (remembered, not heard since 2026-06-01T00:03:00Z)",
                        "container c2 (remembered, not heard since 2026-06-01T00:03:00Z)");
    }

    @Test
    void isNotEndedByALookThatBeganBefore() {
        environments.remember(SeenEnvironment.host().running(1).observed(), at(0));
        environments.seen("host", uses(2), minute(2));

        EnvironmentObservation given = environments.remember(
                SeenEnvironment.host().running(1).observed(), new Look("session", minute(1), minute(3)));

        assertThat(workloads(given)).containsExactly("container c1", "container c2");
        assertThat(workloads(
                        environments.remember(SeenEnvironment.host().running(1).observed(), at(4))))
                .containsExactly("container c1");
    }

    @Test
    void addsNothingToWhatNobodyKnowsOrWhatWasRetired() {
        environments.seen("host", uses(1), minute(0));
        environments.remember(SeenEnvironment.host().observed(), at(1));
        environments.configured(java.util.Map.of(), minute(2));
        environments.retire("host", "ann", "scrapped", minute(3));
        environments.seen("host", uses(1), minute(4));

        assertThat(pages.usesOf(Set.of(SeenRegistry.digest(1)))).isEmpty();
    }

    @Test
    void saysSinceWhenAnEnvironmentIsHeardAsItIsNow() {
        environments.remember(SeenEnvironment.host().observed(), at(0));
        environments.remember(SeenEnvironment.host().observed(), at(1));
        assertThat(environments.list().getFirst().heardSince()).contains(minute(0));

        environments.remember(SeenEnvironment.host().heard(Heard.NO).observed(), at(2));
        environments.remember(SeenEnvironment.host().heard(Heard.NO).observed(), at(3));
        assertThat(environments.list().getFirst().heardSince()).contains(minute(2));
    }

    @Test
    void saysHowFreshAnEnvironmentIsWhileSomebodyWatchesIt() {
        WatchClaims claims = new WatchClaims(database);
        environments.remember(SeenEnvironment.host().observed(), at(0));
        environments.freshness("host", Freshness.EVENTS, "");
        assertThat(environments.list().getFirst().freshness()).isEqualTo(Freshness.NONE);

        assertThat(claims.hold("one", List.of("host"), Duration.ofMinutes(1))).containsExactly("host");
        assertThat(environments.list().getFirst().freshness()).isEqualTo(Freshness.EVENTS);
    }

    @Test
    void letsOneServerAtATimeWatch() {
        WatchClaims claims = new WatchClaims(database);

        assertThat(claims.hold("one", List.of("a", "b"), Duration.ofMinutes(1))).containsExactlyInAnyOrder("a", "b");
        assertThat(claims.hold("two", List.of("a", "c"), Duration.ofMinutes(1))).containsExactly("c");
        assertThat(claims.hold("one", List.of("a", "b"), Duration.ofMinutes(1))).containsExactlyInAnyOrder("a", "b");
        claims.release("one", List.of("b"));
        assertThat(claims.hold("two", List.of("a", "b"), Duration.ofMinutes(1))).containsExactly("a");
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "update environment_watches set until_at = clock_timestamp() where holder = 'one'"));
        assertThat(claims.hold("two", List.of("a", "b"), Duration.ofMinutes(1))).containsExactlyInAnyOrder("a", "b");
    }
}
