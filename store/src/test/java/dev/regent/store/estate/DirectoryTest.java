package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Environments that another leads to.
final class DirectoryTest extends KeptEstate {

    private static final String GONE = "portainer lists it no more (it was deleted there, or your key lost the right to"
            + " see it); what it used stays protected until it is retired";

    @BeforeEach
    void listTwo() {
        environments.configured(Map.of("portainer", "portainer+https://portainer.example"), minute(0));
        environments.listed("portainer", Heard.YES, Set.of("portainer/a", "portainer/b"), minute(0));
        environments.remember(SeenEnvironment.named("portainer/a").running(1).observed(), at(0));
        environments.remember(SeenEnvironment.named("portainer/b").running(2).observed(), at(0));
    }

    private KeptEnvironment kept(String name) {
        return environments.list().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> workloads(EnvironmentObservation observation) {
        return observation.uses().stream().map(Use::workload).toList();
    }

    @Test
    void keepsWhatAConfiguredDirectoryLeadsTo() {
        environments.configured(Map.of("portainer", "portainer+https://portainer.example"), minute(1));

        assertThat(environments.list())
                .extracting(KeptEnvironment::name, KeptEnvironment::directory, KeptEnvironment::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("portainer", Optional.empty(), EnvironmentState.WATCHED),
                        org.assertj.core.groups.Tuple.tuple(
                                "portainer/a", Optional.of("portainer"), EnvironmentState.WATCHED),
                        org.assertj.core.groups.Tuple.tuple(
                                "portainer/b", Optional.of("portainer"), EnvironmentState.WATCHED));
    }

    @Test
    void removesWhatADirectoryLedToTogetherWithIt() {
        environments.configured(Map.of(), minute(1));

        assertThat(environments.removed()).containsExactlyInAnyOrder("portainer", "portainer/a", "portainer/b");
        assertThat(environments.remembered())
                .flatExtracting(DirectoryTest::workloads)
                .containsExactly("container c1 (remembered)", "container c2 (remembered)");
    }

    @Test
    void holdsWhatIsListedNoMoreForUnheardAndGoesOnProtectingUntilItIsRetired() {
        List<EnvironmentObservation> missing =
                environments.listed("portainer", Heard.YES, Set.of("portainer/a"), minute(5));

        assertThat(missing).hasSize(1);
        assertThat(missing.getFirst().name()).isEqualTo("portainer/b");
        assertThat(missing.getFirst().heard()).isEqualTo(Heard.NO);
        assertThat(missing.getFirst().detail()).startsWith(GONE).contains("environment retire portainer/b");
        assertThat(workloads(missing.getFirst())).containsExactly("container c2 (remembered)");
        assertThat(kept("portainer/b").state()).isEqualTo(EnvironmentState.REMOVED);
        assertThat(kept("portainer/b").why()).isEqualTo(GONE);
        assertThat(kept("portainer/b").remembered()).isEqualTo(1);
        assertThat(environments.listed("portainer", Heard.YES, Set.of("portainer/a"), minute(9)))
                .isEqualTo(missing);

        assertThat(environments.retire("portainer/b", "ann", "scrapped", minute(10)))
                .isInstanceOf(EnvironmentStore.Decision.Done.class);
        assertThat(environments.listed("portainer", Heard.YES, Set.of("portainer/a"), minute(11)))
                .isEmpty();
        assertThat(kept("portainer/b").remembered()).isZero();
    }

    @Test
    void removesNothingByAListThatWasNotHeardWholly() {
        List<EnvironmentObservation> missing =
                environments.listed("portainer", Heard.PARTLY, Set.of("portainer/a"), minute(5));

        assertThat(missing).extracting(EnvironmentObservation::heard).containsExactly(Heard.NO);
        assertThat(workloads(missing.getFirst())).containsExactly("container c2 (remembered)");
        assertThat(kept("portainer/b").state()).isEqualTo(EnvironmentState.WATCHED);
        assertThat(environments.listed("portainer", Heard.NO, Set.of(), minute(6)))
                .hasSize(2);
    }

    @Test
    void watchesAgainWhatComesBack() {
        environments.listed("portainer", Heard.YES, Set.of("portainer/a"), minute(5));
        environments.listed("portainer", Heard.YES, Set.of("portainer/a", "portainer/b"), minute(10));
        environments.remember(SeenEnvironment.named("portainer/b").running(2).observed(), at(10));

        assertThat(kept("portainer/b").state()).isEqualTo(EnvironmentState.WATCHED);
        assertThat(kept("portainer/b").uses()).isEqualTo(1);
    }

    @Test
    void leavesADirectoryBehindOnceAnEnvironmentIsConfiguredItself() {
        environments.configured(Map.of("portainer/a", "tcp://a:2375"), minute(5));

        assertThat(kept("portainer/a").directory()).isEmpty();
        assertThat(environments.removed()).containsExactlyInAnyOrder("portainer", "portainer/b");
    }
}
