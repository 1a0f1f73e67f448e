package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.store.sql.Storable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EnvironmentStoreTest extends KeptEstate {

    private static final int DAY = 24 * 60;

    private List<String> seen(int minute, SeenEnvironment seen) {
        return words(environments.remember(seen.observed(), at(minute)));
    }

    private static List<String> words(EnvironmentObservation observation) {
        return observation.uses().stream()
                .map(EnvironmentStoreTest::word)
                .sorted()
                .toList();
    }

    private static String word(Use use) {
        String image = use.reference()
                .map(ImageReference::toString)
                .orElseGet(() -> use.digests().stream()
                        .map(Digest::hex)
                        .map(hex -> hex.replaceFirst("^0+", ""))
                        .findFirst()
                        .orElse(""));
        return Storable.word(use.kind()) + " " + use.workload() + " " + image;
    }

    private KeptEnvironment host() {
        return environments.list().getFirst();
    }

    @Test
    void goesOnProtectingWhatRanInAnEnvironmentThatIsNotHeard() {
        seen(0, SeenEnvironment.host().running(1, 2));
        EnvironmentObservation given =
                environments.remember(SeenEnvironment.host().heard(Heard.NO).observed(), at(5));

        assertThat(words(given))
                .containsExactly(
                        "running container c1 (remembered, not heard since 2026-06-01T00:05:00Z) 1",
                        "running container c2 (remembered, not heard since 2026-06-01T00:05:00Z) 2");
        assertThat(given.heard()).isEqualTo(Heard.NO);
        assertThat(given.detail()).isEqualTo("connection refused");
        assertThat(host().remembered()).isEqualTo(2);
    }

    @Test
    void goesOnProtectingWhatAnEnvironmentHeardPartlyDoesNotShow() {
        seen(0, SeenEnvironment.host().running(1, 2));

        assertThat(seen(5, SeenEnvironment.host().heard(Heard.PARTLY).running(2)))
                .containsExactly(
                        "running container c1 (remembered, not heard since 2026-06-01T00:05:00Z) 1",
                        "running container c2 2");
    }

    @Test
    void forgetsWhatIsGoneOnceAllIsHeardAgain() {
        seen(0, SeenEnvironment.host().running(1, 2));
        seen(5, SeenEnvironment.host().heard(Heard.NO));

        assertThat(seen(10, SeenEnvironment.host().running(2))).containsExactly("running container c2 2");
        assertThat(host().remembered()).isZero();
    }

    @Test
    void keepsAnEndedUseAsAnInterval() {
        seen(0, SeenEnvironment.host().running(1));
        seen(5, SeenEnvironment.host().running(1));
        seen(10, SeenEnvironment.host());

        Page<EstatePages.UseItem> uses =
                pages.uses(new EstatePages.UseFilter(Optional.of("host"), Set.of(), Optional.empty(), false), "", 10);
        assertThat(uses.items())
                .containsExactly(new EstatePages.UseItem(
                        SeenEnvironment.host().running(1).observed().uses().getFirst(),
                        minute(0),
                        Optional.of(minute(10)),
                        Optional.empty()));
    }

    @Test
    void protectsWhatTheFormerOneUsedWhenTheIdentityChanges() {
        seen(0, SeenEnvironment.host().identity("engine-one-of-old").running(1));

        assertThat(seen(5, SeenEnvironment.host().identity("engine-two").running(1, 2)))
                .containsExactly(
                        "running container c1 (remembered of engine-one-o) 1",
                        "running container c1 1",
                        "running container c2 2");
        assertThat(host().state()).isEqualTo(EnvironmentState.CHANGED);
        assertThat(host().why()).startsWith("it was engine-one-o and is engine-two");
        assertThat(seen(10, SeenEnvironment.host().identity("engine-two")))
                .containsExactly("running container c1 (remembered of engine-one-o) 1");
        assertThat(host().state()).isEqualTo(EnvironmentState.CHANGED);
    }

    @Test
    void stopsProtectingWhatTheFormerOneUsedOnceItIsConfirmed() {
        seen(0, SeenEnvironment.host().identity("one").running(1));
        seen(5, SeenEnvironment.host().identity("two").running(2));

        assertThat(environments.confirm("host", "ann", "the engine was moved", minute(6)))
                .isInstanceOf(EnvironmentStore.Decision.Done.class);

        assertThat(seen(10, SeenEnvironment.host().identity("two").running(2)))
                .containsExactly("running container c2 2");
        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
    }

    @Test
    void takesAnIdentityThatIsNotSaidForTheSame() {
        seen(0, SeenEnvironment.host().identity("one").running(1));
        seen(5, SeenEnvironment.host().running(2));

        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
        assertThat(host().identity()).contains("one");
        seen(10, SeenEnvironment.host().identity("two").running(2));
        assertThat(host().state()).isEqualTo(EnvironmentState.CHANGED);
    }

    @Test
    void protectsWhatIsMissingWhenAnEnvironmentIsSuddenlyHalfEmpty() {
        seen(0, SeenEnvironment.host().running(1, 2, 3, 4, 5));

        assertThat(seen(5, SeenEnvironment.host().running(1, 2))).hasSize(5);
        assertThat(host().state()).isEqualTo(EnvironmentState.SHRUNK);
        assertThat(host().why()).startsWith("it used 5 images and shows 2");
        assertThat(seen(10, SeenEnvironment.host().running(1, 2))).hasSize(5);
        assertThat(seen(15, SeenEnvironment.host().running(1))).hasSize(5);
    }

    @Test
    void goesOnProtectingWhatOfTheMissingDidNotComeBack() {
        seen(0, SeenEnvironment.host().running(1, 2, 3, 4, 5));
        seen(5, SeenEnvironment.host().running(1));

        assertThat(seen(10, SeenEnvironment.host().running(1, 2, 3, 4)))
                .contains("running container c5 (remembered, gone with many at 2026-06-01T00:05:00Z) 5")
                .hasSize(5);
        assertThat(host().state()).isEqualTo(EnvironmentState.SHRUNK);
        assertThat(seen(15, SeenEnvironment.host().running(1, 2, 3, 4, 5))).hasSize(5);
        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
    }

    @Test
    void letsGoOfWhatIsMissingOnceThatIsConfirmed() {
        seen(0, SeenEnvironment.host().running(1, 2, 3, 4, 5));
        seen(5, SeenEnvironment.host().running(1));
        environments.confirm("host", "ann", "moved to another engine", minute(6));

        assertThat(seen(10, SeenEnvironment.host().running(1))).containsExactly("running container c1 1");
        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
    }

    @Test
    void noticesAShrinkingBehindASilence() {
        seen(0, SeenEnvironment.host().running(1, 2, 3, 4));
        seen(5, SeenEnvironment.host().heard(Heard.NO));

        assertThat(seen(10, SeenEnvironment.host())).hasSize(4);
        assertThat(host().state()).isEqualTo(EnvironmentState.SHRUNK);
    }

    @Test
    void takesASmallOrSlowEndForWhatItIs() {
        seen(0, SeenEnvironment.host().running(1, 2, 3));
        assertThat(seen(5, SeenEnvironment.host())).isEmpty();
        seen(10, SeenEnvironment.host().running(1, 2, 3, 4));
        assertThat(seen(15, SeenEnvironment.host().running(1, 2))).hasSize(2);
        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
    }

    @Test
    void remembersTheTwoImagesThatAServiceWantedBefore() {
        seen(0, SeenEnvironment.host().service("web", "app:1"));
        seen(5, SeenEnvironment.host().service("web", "app:2").previous("web", "app:1"));
        seen(10, SeenEnvironment.host().service("web", "app:3").previous("web", "app:2"));
        seen(15, SeenEnvironment.host().service("web", "app:4").previous("web", "app:3"));

        assertThat(seen(20, SeenEnvironment.host().service("web", "app:5").previous("web", "app:4")))
                .containsExactly(
                        "desired service web docker.io/library/app:5",
                        "rollback service web (remembered, wanted until lately, kept until 2026-07-01T00:15:00Z)"
                                + " docker.io/library/app:2",
                        "rollback service web (remembered, wanted until lately, kept until 2026-07-01T00:20:00Z)"
                                + " docker.io/library/app:3",
                        "rollback service web docker.io/library/app:4");
    }

    /// Swarm's own memory of one specification is overwritten by it.
    @Test
    void remembersWhatAServiceCouldGoBackToAfterAnUpdateOfItsLabelsOnly() {
        seen(0, SeenEnvironment.host().service("web", "app:1"));
        seen(5, SeenEnvironment.host().service("web", "app:2").previous("web", "app:1"));

        assertThat(seen(10, SeenEnvironment.host().service("web", "app:2").previous("web", "app:2")))
                .containsExactly(
                        "desired service web docker.io/library/app:2",
                        "rollback service web (remembered, wanted until lately, kept until 2026-07-01T00:10:00Z)"
                                + " docker.io/library/app:1",
                        "rollback service web docker.io/library/app:2");
    }

    /// The image before was never seen as wanted.
    @Test
    void remembersItTooWhereTheServiceWasUpdatedBeforeTheFirstLook() {
        seen(0, SeenEnvironment.host().service("web", "app:2").previous("web", "app:1"));
        seen(5, SeenEnvironment.host().service("web", "app:2").previous("web", "app:2"));

        assertThat(seen(10, SeenEnvironment.host().service("web", "app:2").previous("web", "app:2")))
                .containsExactly(
                        "desired service web docker.io/library/app:2",
                        "rollback service web (remembered, wanted until lately, kept until 2026-07-01T00:05:00Z)"
                                + " docker.io/library/app:1",
                        "rollback service web docker.io/library/app:2");
        assertThat(seen(10 + 30 * DAY, SeenEnvironment.host().service("web", "app:2")))
                .noneMatch(use -> use.contains("app:1"));
    }

    @Test
    void forgetsWhatAServiceWantedThirtyDaysAgoAndWhatAVanishedOneWanted() {
        seen(0, SeenEnvironment.host().service("web", "app:1"));
        seen(5, SeenEnvironment.host().service("web", "app:2"));

        assertThat(seen(5 + 30 * DAY, SeenEnvironment.host().service("web", "app:2")))
                .hasSize(2);
        assertThat(seen(6 + 30 * DAY, SeenEnvironment.host().service("web", "app:2")))
                .hasSize(1);
        assertThat(seen(10 + 30 * DAY, SeenEnvironment.host().service("web", "app:3")))
                .hasSize(2);
        assertThat(seen(15 + 30 * DAY, SeenEnvironment.host())).isEmpty();
    }

    @Test
    void keepsRollbacksWhileTheEnvironmentIsNotHeard() {
        seen(0, SeenEnvironment.host().service("web", "app:1"));
        seen(5, SeenEnvironment.host().service("web", "app:2"));

        assertThat(seen(10, SeenEnvironment.host().heard(Heard.NO))).hasSize(2);
        assertThat(seen(15, SeenEnvironment.host().service("web", "app:2"))).hasSize(2);
    }

    @Test
    void protectsForAnEnvironmentThatWasTakenOutOfTheConfiguration() {
        seen(0, SeenEnvironment.host().running(1));
        seen(0, SeenEnvironment.named("other").running(2));
        environments.configured(Map.of("other", "tcp://other:2375"), minute(5));

        List<EnvironmentObservation> remembered = environments.remembered();

        assertThat(remembered).hasSize(1);
        assertThat(remembered.getFirst().kind()).isEqualTo("remembered");
        assertThat(remembered.getFirst().heard()).isEqualTo(Heard.YES);
        assertThat(remembered.getFirst().detail())
                .isEqualTo("taken out of the configuration at 2026-06-01T00:05:00Z;"
                        + " 1 uses are remembered until it is retired");
        assertThat(words(remembered.getFirst())).containsExactly("running container c1 (remembered) 1");
    }

    @Test
    void stopsProtectingOnceARemovedEnvironmentIsRetired() {
        seen(0, SeenEnvironment.host().running(1));
        assertThat(environments.retire("host", "ann", "scrapped", minute(4)))
                .isEqualTo(new EnvironmentStore.Decision.Refused(
                        "environment host is watched: take it out of the configuration first"));
        environments.configured(Map.of(), minute(5));

        assertThat(environments.retire("host", "ann", "scrapped", minute(6)))
                .isInstanceOf(EnvironmentStore.Decision.Done.class);

        assertThat(environments.remembered()).isEmpty();
        assertThat(host().state()).isEqualTo(EnvironmentState.RETIRED);
        assertThat(host().by()).contains("ann");
        assertThat(host().why()).isEqualTo("scrapped");
        assertThat(pages.usesOf(Set.of(SeenRegistry.digest(1)))).isEmpty();
    }

    @Test
    void watchesARemovedEnvironmentAgainWhenItIsConfiguredAgain() {
        seen(0, SeenEnvironment.host().running(1));
        environments.configured(Map.of(), minute(5));
        environments.configured(Map.of("host", "tcp://host:2375"), minute(10));

        assertThat(seen(11, SeenEnvironment.host().heard(Heard.NO))).hasSize(1);
        assertThat(host().state()).isEqualTo(EnvironmentState.WATCHED);
        assertThat(environments.remembered()).isEmpty();
    }

    @Test
    void refusesDecisionsOnWhatNobodyKnowsOrWaitsFor() {
        seen(0, SeenEnvironment.host());

        assertThat(environments.confirm("host", "ann", "why not", minute(1)))
                .isInstanceOf(EnvironmentStore.Decision.Refused.class);
        assertThat(environments.retire("nobody", "ann", "why not", minute(1)))
                .isEqualTo(new EnvironmentStore.Decision.Unknown("nobody"));
    }

    @Test
    void changesNothingByALookThatALaterOneHasOvertaken() {
        seen(10, SeenEnvironment.host().running(1));

        assertThat(seen(5, SeenEnvironment.host().running(2)))
                .containsExactly("running container c1 1", "running container c2 2");
        assertThat(seen(15, SeenEnvironment.host().running(1))).containsExactly("running container c1 1");
    }

    @Test
    void knowsAUseAgainWhateverItsNamesAreMadeOf() {
        String odd = "container zero\0 half\ud83d \"quoted\\\" {кот} " + "long".repeat(2000);
        SeenEnvironment host = SeenEnvironment.host()
                .using(odd, Use.Kind.RUNNING, ImageReference.parse("localhost:5000/a/b:1.0"), Set.of())
                .using(
                        "pod {a,b}",
                        Use.Kind.RUNNING,
                        Optional.of(new ImageReference(
                                "word", "app", Optional.of("1"), Optional.of(SeenRegistry.digest(3)))),
                        Set.of(SeenRegistry.digest(1), SeenRegistry.digest(2)));
        EnvironmentObservation first = environments.remember(host.observed(), at(0));
        EnvironmentObservation second = environments.remember(host.observed(), at(5));

        assertThat(second).isEqualTo(first);
        assertThat(pages.uses(new EstatePages.UseFilter(Optional.empty(), Set.of(), Optional.empty(), false), "", 10)
                        .items())
                .hasSize(2);
        assertThat(pages.usesOf(Set.of(SeenRegistry.digest(3)))).hasSize(1);
    }
}
