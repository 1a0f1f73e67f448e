package dev.regent.analyse.ownership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.analyse.ownership.Attribution.Said;
import dev.regent.analyse.ownership.MappingRule.Match;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Hint.From;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.ImageReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnershipTest {

    private static final Said<Tier> UNSAID = new Said<>(Tier.UNKNOWN, "nobody says; it counts as production");

    @Test
    void knowsNothingWhereNobodySaysAnything() {
        assertThat(of("host", List.of(), "shop"))
                .isEqualTo(new Attribution(UNSAID, Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void readsAllThreeFromLabels() {
        assertThat(of(
                        "host",
                        List.of(
                                new Hint(From.LABEL, "env", "dev"),
                                new Hint(From.LABEL, "team", " shop "),
                                new Hint(From.LABEL, "owner", "ada"),
                                new Hint(From.LABEL, "app.kubernetes.io/part-of", "cart")),
                        "shop"))
                .isEqualTo(new Attribution(
                        new Said<>(Tier.DEVELOPMENT, "label env"),
                        Optional.of(new Said<>("shop", "label team")),
                        Optional.of(new Said<>("ada", "label owner")),
                        List.of()));
    }

    @Test
    void takesWhatIsNearestToTheWorkload() {
        List<Hint> all = List.of(
                new Hint(From.PERSON, "", "root"),
                new Hint(From.TEAM, "", "platform"),
                new Hint(From.GROUP, "", "Staging"),
                new Hint(From.TAG, "", "uat"),
                new Hint(From.SPACE_LABEL, "env", "stage"),
                new Hint(From.SPACE_LABEL, "team", "shop"),
                new Hint(From.LABEL, "tier", "staging"),
                new Hint(From.LABEL, "team", "cart"));

        assertThat(of("host", all, "x"))
                .isEqualTo(new Attribution(
                        new Said<>(Tier.STAGING, "label tier"),
                        Optional.of(new Said<>("cart", "label team")),
                        Optional.of(new Said<>("root", "made by root")),
                        List.of()));
        assertThat(of("host", all.subList(0, 6), "x").tier())
                .isEqualTo(new Said<>(Tier.STAGING, "namespace label env"));
        assertThat(of("host", all.subList(0, 6), "x").team()).contains(new Said<>("shop", "namespace label team"));
        assertThat(of("host", all.subList(0, 4), "x").tier()).isEqualTo(new Said<>(Tier.STAGING, "Portainer tag uat"));
        assertThat(of("host", all.subList(0, 3), "x").tier())
                .isEqualTo(new Said<>(Tier.STAGING, "Portainer group Staging"));
        assertThat(of("host", all.subList(0, 3), "x").team())
                .contains(new Said<>("platform", "Portainer team platform"));
    }

    @Test
    void readsNamesOnlyWhereNothingElseSpeaksOfATier() {
        assertThat(of("portainer/prod-eu", List.of(), "shop").tier())
                .isEqualTo(new Said<>(Tier.PRODUCTION, "environment portainer/prod-eu"));
        assertThat(of("host", List.of(new Hint(From.LABEL, "tier", "frontend")), "shop-staging")
                        .tier())
                .isEqualTo(new Said<>(Tier.STAGING, "namespace shop-staging"));
        assertThat(of("prod", List.of(new Hint(From.LABEL, "env", "test")), "shop-staging"))
                .isEqualTo(new Attribution(
                        new Said<>(Tier.DEVELOPMENT, "label env"), Optional.empty(), Optional.empty(), List.of()));
    }

    @Test
    void letsTheMostDangerousTierWinAndTellsTheConflict() {
        assertThat(of(
                        "host",
                        List.of(new Hint(From.LABEL, "env", "dev"), new Hint(From.GROUP, "", "Production")),
                        "shop"))
                .isEqualTo(new Attribution(
                        new Said<>(Tier.PRODUCTION, "Portainer group Production"),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("tier: label env says development, Portainer group Production says production;"
                                + " production counts until a mapping rule decides")));
        assertThat(of("prod", List.of(), "shop-dev").conflicts())
                .containsExactly("tier: namespace shop-dev says development, environment prod says production;"
                        + " production counts until a mapping rule decides");
        assertThat(of("host", List.of(new Hint(From.LABEL, "env", "dev"), new Hint(From.LABEL, "stage", "uat")), "shop")
                        .tier())
                .isEqualTo(new Said<>(Tier.STAGING, "label stage"));
    }

    @Test
    void believesNoneOfTwoTeamsThatAreEquallyNear() {
        assertThat(of("host", List.of(new Hint(From.TEAM, "", "b"), new Hint(From.TEAM, "", "a")), "shop"))
                .isEqualTo(new Attribution(
                        UNSAID,
                        Optional.empty(),
                        Optional.empty(),
                        List.of("team: Portainer team a says a, Portainer team b says b; none counts until a mapping"
                                + " rule decides")));
    }

    @Test
    void aRepositoryBelongsToTheTeamOfTheFirstRuleThatMatchesAndToNobodyWithoutOne() {
        Ownership ownership = new Ownership(
                LabelKeys.USUAL,
                List.of(),
                List.of(
                        new RepositoryRule("old"::equals, _ -> true, "nobody"),
                        new RepositoryRule(_ -> true, name -> name.startsWith("shop/"), "shop"),
                        new RepositoryRule(_ -> true, "shop/web"::equals, "late")));

        assertThat(ownership.teamOf("main", "shop/web")).contains("shop");
        assertThat(ownership.teamOf("old", "shop/web")).contains("nobody");
        assertThat(ownership.teamOf("main", "data/web")).isEmpty();
    }

    @Test
    void theFirstRuleThatMatchesAndSaysItDecides() {
        Ownership ownership = new Ownership(
                LabelKeys.USUAL,
                List.of(
                        rule(1, "other", Optional.of(Tier.STAGING), Optional.of("none")),
                        rule(2, "prod", Optional.empty(), Optional.of("shop")),
                        rule(3, "prod", Optional.of(Tier.DEVELOPMENT), Optional.of("late"))),
                List.of());

        assertThat(ownership.of(
                        "prod",
                        List.of(new Hint(From.GROUP, "", "Production")),
                        new Workload(
                                "service web",
                                Optional.empty(),
                                List.of(new Hint(From.LABEL, "env", "stage"), new Hint(From.LABEL, "owner", "ada")))))
                .isEqualTo(new Attribution(
                        new Said<>(Tier.DEVELOPMENT, "mapping rule 3 (line 13)"),
                        Optional.of(new Said<>("shop", "mapping rule 2 (line 12)")),
                        Optional.of(new Said<>("ada", "label owner")),
                        List.of()));
    }

    @Test
    void aRuleHoldsOnlyIfAllThreeOfItsGlobsDo() {
        Match match = new Match("prod"::equals, "shop"::equals, "service web"::equals);

        assertThat(match.holds("prod", Optional.of("shop"), "service web")).isTrue();
        assertThat(match.holds("test", Optional.of("shop"), "service web")).isFalse();
        assertThat(match.holds("prod", Optional.empty(), "service web")).isFalse();
        assertThat(match.holds("prod", Optional.of("shop"), "service db")).isFalse();
    }

    @Test
    void aRuleSaysSomethingAndNeverThatNothingIsKnown() {
        assertThatThrownBy(() -> rule(1, "a", Optional.empty(), Optional.empty()))
                .hasMessage("mapping rule 1 (line 11) says neither tier, team nor owner");
        assertThatThrownBy(() -> rule(1, "a", Optional.of(Tier.UNKNOWN), Optional.empty()))
                .hasMessage("mapping rule 1 (line 11) says that the tier is unknown; a rule says what it is");
    }

    @Test
    void boundsAndPlainsWhatFarSidesSay() {
        Attribution attribution = of(
                "host",
                List.of(
                        new Hint(From.LABEL, "team", "\u001b[31mshop\n\u202e"),
                        new Hint(From.PERSON, "", "x".repeat(100_000)),
                        new Hint(From.GROUP, "", "prod\u0007")),
                "shop");

        assertThat(attribution)
                .isEqualTo(new Attribution(
                        new Said<>(Tier.PRODUCTION, "Portainer group prod<U+0007>"),
                        Optional.of(new Said<>("<U+001B>[31mshop<U+000A><U+202E>", "label team")),
                        Optional.of(new Said<>("x".repeat(200) + "…", "made by " + "x".repeat(200) + "…")),
                        List.of()));
    }

    @Test
    void tellsOfEveryWorkloadWhetherAnythingIsSaidOfItOrNot() {
        EnvironmentObservation environment = new EnvironmentObservation(
                "prod-eu",
                "portainer",
                Heard.YES,
                "",
                List.of(
                        new Use(
                                "prod-eu",
                                "service web",
                                Use.Kind.RUNNING,
                                ImageReference.parse("a.example/b:1"),
                                Set.of()),
                        new Use(
                                "prod-eu",
                                "service db",
                                Use.Kind.RUNNING,
                                ImageReference.parse("a.example/c:1"),
                                Set.of())),
                0,
                Optional.empty(),
                new EnvironmentFacts(
                        List.of(new Workload(
                                "service db", Optional.of("shop"), List.of(new Hint(From.LABEL, "team", "data")))),
                        List.of(new Hint(From.TEAM, "", "platform")),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of()));
        Said<Tier> production = new Said<>(Tier.PRODUCTION, "environment prod-eu");

        assertThat(Ownership.USUAL.of(environment))
                .isEqualTo(Map.of(
                        "service db",
                        new Attribution(
                                production, Optional.of(new Said<>("data", "label team")), Optional.empty(), List.of()),
                        "service web",
                        new Attribution(
                                production,
                                Optional.of(new Said<>("platform", "Portainer team platform")),
                                Optional.empty(),
                                List.of())));
    }

    private static MappingRule rule(int number, String environment, Optional<Tier> tier, Optional<String> team) {
        return new MappingRule(
                "mapping rule " + number + " (line " + (number + 10) + ")",
                new Match(environment::equals, _ -> true, _ -> true),
                tier,
                team,
                Optional.empty());
    }

    private static Attribution of(String environment, List<Hint> hints, String space) {
        return Ownership.USUAL.of(environment, List.of(), new Workload("service web", Optional.of(space), hints));
    }
}
