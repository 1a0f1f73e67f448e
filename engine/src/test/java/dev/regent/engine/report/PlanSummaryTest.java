package dev.regent.engine.report;

import static dev.regent.engine.report.SampleReports.HEARD;
import static dev.regent.engine.report.SampleReports.OLD;
import static dev.regent.engine.report.SampleReports.REGISTRY;
import static dev.regent.engine.report.SampleReports.aReport;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.report.AuditReport.Source;
import dev.regent.engine.report.PlanSummary.BlindSpot;
import dev.regent.engine.report.PlanSummary.RuleCount;
import dev.regent.engine.report.PlanSummary.State;
import dev.regent.engine.report.PlanSummary.Tally;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import dev.regent.plan.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanSummaryTest {

    @Test
    void putsUnknownAgesFirstThenTheYoungestThenThoseWithMostTags() {
        PlanSummary summary = PlanSummary.of(aReport()
                .removes("app", Role.IMAGE, List.of("old"), OLD, 90, 1)
                .removes("app", Role.IMAGE, List.of("one"), OLD, 40, 1)
                .removes("app", Role.IMAGE, List.of("two", "three"), OLD, 40, 1)
                .removes("app", Role.CHILD, List.of(), OLD, 5, 1)
                .removes("app", Role.IMAGE, List.of("ageless"), OLD, -1, 1)
                .made());

        assertThat(summary.riskiest().stream().map(Step::tags))
                .isEqualTo(List.of(List.of("ageless"), List.of("two", "three"), List.of("one"), List.of("old")));
    }

    @Test
    void countsImagesApartFromWhatSharesTheirFate() {
        PlanSummary summary = PlanSummary.of(SampleReports.small().made());

        assertThat(summary.images()).isEqualTo(new Tally(2, 1, 2));
        assertThat(summary.manifests()).isEqualTo(new Tally(3, 1, 2));
    }

    @Test
    void putsTheRepositoryThatFreesMostFirst() {
        PlanSummary summary = PlanSummary.of(aReport()
                .repository("a", 1, 1, 500)
                .repository("b", 1, 1, 100)
                .repository("c", 1, 1, 900)
                .removes("a", Role.IMAGE, List.of("1"), OLD, 40, 10)
                .removes("b", Role.IMAGE, List.of("1"), OLD, 40, 90)
                .made());

        assertThat(summary.repositories().stream().map(RepositorySummary::repository))
                .isEqualTo(List.of("b", "a", "c"));
    }

    @Test
    void saysWhatEachUnheardSourceHoldsBack() {
        Source registry = new Source(REGISTRY, "registry", Heard.PARTLY, "tag 2.0: cut");
        Source environment = new Source("prod", "docker", Heard.NO, "no answer");
        PlanSummary summary = PlanSummary.of(aReport()
                .source(registry)
                .source(environment)
                .source(new Source("test", "docker", Heard.YES, "2 containers"))
                .doubts("app", Role.IMAGE, List.of("1"), "unheard", "not heard: environment prod: no answer")
                .doubts("app", Role.CHILD, List.of(), "unknown-media-type", "could hold it")
                .doubts("app", Role.IMAGE, List.of("2"), "default: keep {pulledWithin: 90d}", "no telling")
                .made());

        assertThat(summary.blindSpots()).isEqualTo(List.of(new BlindSpot(registry, 2), new BlindSpot(environment, 1)));
        assertThat(summary.uncertain()).isEqualTo(1);
    }

    @Test
    void countsVerdictsByRuleWhatGoesFirst() {
        assertThat(PlanSummary.of(SampleReports.small().made()).rules())
                .isEqualTo(List.of(
                        new RuleCount(2, OLD, 2, 3),
                        new RuleCount(1, "unheard", 1, 1),
                        new RuleCount(0, "last-image", 2, 2)));
    }

    @Test
    void saysFirstWhatThereIsToSay() {
        SampleReports stays = aReport().source(HEARD).keeps("app", Role.IMAGE, List.of("1"), "default", "no rule");
        assertThat(PlanSummary.of(aReport().source(HEARD).made()).state()).isEqualTo(State.NO_REPOSITORIES);
        assertThat(PlanSummary.of(stays.made()).state()).isEqualTo(State.NOTHING_TO_REMOVE);
        assertThat(PlanSummary.of(stays.doubts("app", Role.IMAGE, List.of("2"), "unheard", "cut")
                                .made())
                        .state())
                .isEqualTo(State.ALL_UNDECIDED);
        assertThat(PlanSummary.of(stays.removes("app", Role.IMAGE, List.of("3"), OLD, 40, 1)
                                .made())
                        .state())
                .isEqualTo(State.STEPS);
        assertThat(PlanSummary.of(aReport()
                                .keeps("app", Role.IMAGE, List.of("1"), "no-policy", "none")
                                .made())
                        .state())
                .isEqualTo(State.NO_POLICY);
    }
}
