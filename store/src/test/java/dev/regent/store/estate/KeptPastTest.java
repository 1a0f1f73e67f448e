package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.config;
import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Past;
import dev.regent.analyse.Truth;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import dev.regent.oci.ImageReference;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KeptPastTest extends KeptEstate {

    private void watched(int from, int to, int... running) {
        for (int minute = from; minute <= to; minute += 30) {
            environments.remember(SeenEnvironment.host().running(running).observed(), at(minute));
        }
    }

    private Truth used(int number, int since, int now) {
        return estate.past("main", minute(now)).usedSince(digest(number), minute(since));
    }

    @Test
    void knowsNothingOfWhatWasNeverRecorded() {
        Past past = estate.past("main", minute(0));

        assertThat(past.newSince("app", digest(1))).isEmpty();
        assertThat(past.untaggedSince("app", digest(1))).isEmpty();
        assertThat(past.reappeared("app", digest(1))).isFalse();
        assertThat(past.usedSince(digest(1), minute(0))).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void cannotTellOfATimeBeforeItWatched() {
        watched(0, 300);

        assertThat(used(1, -1, 300)).isEqualTo(Truth.UNKNOWN);
        assertThat(used(1, 0, 300)).isEqualTo(Truth.FALSE);
    }

    @Test
    void cannotTellOverAPauseOfMoreThanAnHour() {
        watched(0, 60);
        watched(121, 300);

        assertThat(used(1, 30, 300)).isEqualTo(Truth.UNKNOWN);
        assertThat(used(1, 121, 300)).isEqualTo(Truth.FALSE);
    }

    @Test
    void cannotTellWhenTheLastHearingIsLongAgo() {
        watched(0, 60);

        assertThat(used(1, 30, 120)).isEqualTo(Truth.FALSE);
        assertThat(used(1, 30, 121)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void countsNoLookThatWasNotHeardWholly() {
        watched(0, 0);
        environments.remember(SeenEnvironment.host().heard(Heard.PARTLY).observed(), at(45));
        watched(90, 90);

        assertThat(used(1, 30, 90)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void cannotTellIfOneOfTheEnvironmentsWasNeverHeard() {
        watched(0, 60);
        environments.configured(Map.of("host", "", "other", ""), minute(0));

        assertThat(used(1, 30, 60)).isEqualTo(Truth.UNKNOWN);
    }

    @Test
    void cannotTellWhatHappensInAnEnvironmentThatWasTakenOutUntilItIsRetired() {
        watched(0, 60);
        environments.remember(SeenEnvironment.named("other").running(2).observed(), at(0));
        environments.configured(Map.of("host", ""), minute(1));

        assertThat(used(1, 30, 60)).isEqualTo(Truth.UNKNOWN);
        assertThat(used(2, 30, 60)).isEqualTo(Truth.TRUE);

        environments.retire("other", "ann", "gone", minute(2));

        assertThat(used(1, 30, 60)).isEqualTo(Truth.FALSE);
        assertThat(used(2, 1, 60)).isEqualTo(Truth.TRUE);
        assertThat(used(2, 2, 60)).isEqualTo(Truth.FALSE);
    }

    @Test
    void knowsAUseThatEndedSinceThenAndOneThatGoesOn() {
        watched(0, 30, 1, 2);
        watched(60, 120, 2);

        assertThat(used(1, 59, 120)).isEqualTo(Truth.TRUE);
        assertThat(used(1, 60, 120)).isEqualTo(Truth.FALSE);
        assertThat(used(2, 119, 120)).isEqualTo(Truth.TRUE);
    }

    @Test
    void knowsAUseByTheConfig() {
        environments.remember(
                SeenEnvironment.host()
                        .using("container a", Use.Kind.RUNNING, Optional.empty(), Set.of(config(1)))
                        .observed(),
                at(0));

        assertThat(estate.past("main", minute(5)).usedSince(config(1), minute(1)))
                .isEqualTo(Truth.TRUE);
    }

    @Test
    void knowsAUseByTheDigestInAReference() {
        environments.remember(
                SeenEnvironment.host()
                        .service("web", "main.example/app@" + digest(1))
                        .observed(),
                at(0));

        assertThat(used(1, 1, 5)).isEqualTo(Truth.TRUE);
    }

    @Test
    void knowsAUseByATagForAllThatTheTagPointedAtMeanwhile() {
        estate.record(at(0), SeenRegistry.main().app("1=1", "2=3").observed());
        watched(0, 0);
        environments.remember(
                SeenEnvironment.host().service("web", "main.example/app:1").observed(), at(10));
        estate.record(at(20), SeenRegistry.main().app("1=2", "2=3").observed());
        environments.remember(SeenEnvironment.host().observed(), at(30));
        estate.record(at(40), SeenRegistry.main().app("1=4", "2=3").observed());

        assertThat(used(1, 15, 50)).isEqualTo(Truth.TRUE);
        assertThat(used(2, 15, 50)).isEqualTo(Truth.TRUE);
        assertThat(used(2, 30, 50)).isEqualTo(Truth.FALSE);
        assertThat(used(3, 15, 50)).isEqualTo(Truth.FALSE);
        assertThat(used(9, 15, 50)).isEqualTo(Truth.FALSE);
    }

    @Test
    void knowsAUseByATagWhateverHostItNames() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        environments.remember(
                SeenEnvironment.host()
                        .using(
                                "service web",
                                Use.Kind.DESIRED,
                                ImageReference.parse("elsewhere.example:5000/app:1"),
                                Set.of())
                        .observed(),
                at(10));

        assertThat(used(1, 15, 20)).isEqualTo(Truth.TRUE);
    }
}
