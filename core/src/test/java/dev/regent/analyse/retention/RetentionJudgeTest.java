package dev.regent.analyse.retention;

import static dev.regent.given.Digests.config;
import static dev.regent.given.Digests.digest;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.PolicyBuilder.everyTag;
import static dev.regent.given.PolicyBuilder.olderThan;
import static dev.regent.given.PolicyBuilder.youngerThan;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.given.PolicyBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.inventory.Role;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What becomes of images by themselves.
class RetentionJudgeTest {

    private static final String CHART = "application/vnd.cncf.helm.config.v1+json";
    private static final String OLDER = "default: remove {olderThan: 30d}";
    private static final PolicyBuilder CLEAN = aPolicy().removeOlderThan(30);

    /// An old image beside a newer one that is the last.
    private final RepositoryBuilder repository = aRepository()
            .with(anImage(1).builtDaysAgo(90), "v1")
            .with(anImage(9).builtDaysAgo(40), "newest");

    @Test
    void judgesEachManifestOnceInTheOrderOfDigests() {
        assertThat(RetentionJudge.judge(repository.view(), List.of(CLEAN.build())))
                .containsExactly(
                        new Judgement(
                                "main",
                                "app",
                                digest(1),
                                Role.IMAGE,
                                List.of("v1"),
                                new Remove(OLDER, "built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age")),
                        new Judgement(
                                "main",
                                "app",
                                digest(9),
                                Role.IMAGE,
                                List.of("newest"),
                                new Keep("last-image", "built 2026-04-22T00:00:00Z, 40 d ago, number 1 by age")));
    }

    @Test
    void keepsEverythingWithoutAPolicy() {
        ManifestContent child = anImage(2).build();
        RepositoryView view = aRepository()
                .with(child)
                .with(anIndex(3, child), "v1")
                .with(anImage(4).subject(digest(9)))
                .with(anUnknown(5, "text/odd"))
                .with(anImage(6))
                .view(anEnvironment().running("web", digest(2)).uses());

        assertThat(verdicts(view)).containsOnly(new Keep("no-policy", "no policy was given, so everything stays"));
    }

    @Test
    void keepsByDefaultWhatNoRuleRemoves() {
        assertThat(verdicts(repository.view(), aPolicy().removeOlderThan(100)).getFirst())
                .isEqualTo(new Keep(
                        "default", "no rule removes it: built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age"));
    }

    @Test
    void keepsByDefaultWhereNoPolicyIsInScope() {
        assertThat(rules(repository.view(), aPolicy().repository("db").removeOlderThan(30)))
                .containsOnly("default");
        assertThat(rules(repository.view(), aPolicy().registry("other").removeOlderThan(30)))
                .containsOnly("default");
    }

    @Test
    void keepsByDefaultEvenWhatIsNotWhollyHeard() {
        RepositoryBuilder cut = repository.gap(Gap.Kind.STRUCTURE, "tags", "500");

        assertThat(rules(cut.view(), aPolicy().removeOlderThan(100))).containsExactly("default", "last-image");
    }

    @Test
    void keepsWhatIsInUseWhateverThePolicySays() {
        RepositoryView view =
                repository.view(anEnvironment().running("web", digest(1)).uses());

        assertThat(verdicts(view, CLEAN).getFirst()).isEqualTo(new Keep("in-use", "runs in host (web)"));
    }

    @Test
    void keepsTheWholeIndexOfAChildInUse() {
        ManifestContent amd64 = anImage(2).builtDaysAgo(90).build();
        ManifestContent arm64 = anImage(3).builtDaysAgo(90).build();
        RepositoryView view = repository
                .with(amd64)
                .with(arm64)
                .with(anIndex(4, amd64, arm64), "v2")
                .view(anEnvironment().running("web", config(2)).uses());

        assertThat(verdicts(view, CLEAN).subList(1, 4))
                .containsExactly(
                        new Keep("in-use", "runs in host (web)"),
                        new Keep("in-use", "belongs to v2 (000000000004), which stays"),
                        new Keep("in-use", "runs in host (web)"));
    }

    @Test
    void keepsAReferrerInUse() {
        ManifestContent image = anImage(2).builtDaysAgo(90).build();
        RepositoryView view = repository
                .with(image, "v2")
                .with(anImage(3).subject(image))
                .view(anEnvironment().running("web", digest(3)).uses());

        assertThat(verdicts(view, CLEAN).get(2)).isEqualTo(new Keep("in-use", "runs in host (web)"));
    }

    @Test
    void keepsWhatIsNoImage() {
        RepositoryView view = repository
                .with(anImage(2).configType(CHART).builtDaysAgo(90), "chart")
                .view();

        assertThat(verdicts(view, CLEAN).get(1))
                .isEqualTo(new Keep("not-an-image", CHART + " is no image, and no policy's scope names it"));
    }

    @Test
    void judgesArtifactsThatAScopeNames() {
        RepositoryView view = repository
                .with(anImage(2).configType(CHART).builtDaysAgo(90), "chart-1")
                .with(anImage(3).configType(CHART).builtDaysAgo(80), "chart-2")
                .view();

        assertThat(rules(view, aPolicy().artifactType(CHART).removeOlderThan(30)))
                .containsExactly(OLDER, OLDER, "last-image", "last-image");
    }

    @Test
    void aPolicyThatNamesNoArtifactsNeitherKeepsNorRemovesThem() {
        RepositoryView view = repository
                .with(anImage(2).configType(CHART).builtDaysAgo(90), "chart-1")
                .with(anImage(3).configType(CHART).builtDaysAgo(80), "chart-2")
                .view();
        PolicyBuilder charts =
                aPolicy("charts").artifactType(CHART).repository("app").keep(youngerThan(5));

        assertThat(rules(view, CLEAN, charts).subList(1, 3)).containsExactly("default", "last-image");
    }

    @Test
    void anArtifactsPolicyOutOfScopeNamesNothing() {
        RepositoryView view = repository
                .with(anImage(2).configType(CHART).builtDaysAgo(90), "chart")
                .view();

        assertThat(rules(view, CLEAN, aPolicy("charts").artifactType(CHART).repository("db"))
                        .get(1))
                .isEqualTo("not-an-image");
    }

    @Test
    void keepsWhatCannotBeReadEvenWhereAScopeNamesIt() {
        RepositoryView view =
                repository.with(anUnknown(2, "text/odd\u202e"), "odd").view();

        assertThat(verdicts(view, aPolicy().artifactType("text/odd\u202e").removeOlderThan(30))
                        .get(1))
                .isEqualTo(new Keep("not-an-image", "text/odd<U+202E> is a media type that can't be read"));
    }

    @Test
    void allConditionsOfAnItemMustHold() {
        RepositoryView view = repository.view();

        assertThat(rules(view, aPolicy().remove(olderThan(30), everyTag("v1"))).getFirst())
                .isEqualTo("default: remove {olderThan: 30d, tags: [v1]}");
        assertThat(rules(view, aPolicy().remove(olderThan(30), everyTag("v2"))).getFirst())
                .isEqualTo("default");
        assertThat(rules(view, aPolicy().remove(everyTag("v1"), olderThan(100))).getFirst())
                .isEqualTo("default");
    }

    @Test
    void whatIsFalseDecidesThoughTheRestIsUnknown() {
        RepositoryView view = repository.view();
        Condition pulled = new Condition.PulledWithin(Duration.ofDays(90), "pulledWithin: 90d");

        assertThat(rules(view, CLEAN, aPolicy("pulls").keep(pulled, anyTag("v2")))
                        .getFirst())
                .isEqualTo(OLDER);
        assertThat(verdicts(view, aPolicy().remove(pulled, everyTag("v2"))).getFirst())
                .isInstanceOf(Keep.class);
    }

    @Test
    void keepBeatsRemoveOverAllPolicies() {
        PolicyBuilder keeper = aPolicy("keeper").keep(anyTag("v1"));

        assertThat(verdicts(repository.view(), CLEAN, keeper).getFirst())
                .isEqualTo(
                        new Keep("keeper: keep {tags: [v1]}", "built 2026-03-03T00:00:00Z, 90 d ago, number 2 by age"));
    }

    @Test
    void keepBeatsWhatIsNotKnown() {
        PolicyBuilder keeper = aPolicy("keeper")
                .keep(new Condition.PulledWithin(Duration.ofDays(90), "pulledWithin: 90d"))
                .keep(anyTag("v1"));
        RepositoryView view = repository
                .gap(Gap.Kind.STRUCTURE, "tags", "500")
                .view(anEnvironment().heard(Heard.NO, "refused").uses());

        assertThat(rules(view, CLEAN, keeper).getFirst()).isEqualTo("keeper: keep {tags: [v1]}");
    }

    @Test
    void aPolicyKeepsOnlyWithinItsScope() {
        PolicyBuilder elsewhere = aPolicy("keeper").repository("db").keep(anyTag("v1"));

        assertThat(rules(repository.view(), CLEAN, elsewhere).getFirst()).isEqualTo(OLDER);
    }

    @Test
    void theLastImageStaysUnlessEveryPolicyLetsItGo() {
        PolicyBuilder emptying = aPolicy("emptying").allowEmpty().removeOlderThan(30);
        PolicyBuilder elsewhere = aPolicy("elsewhere").repository("db").removeOlderThan(30);

        assertThat(rules(repository.view(), emptying).getLast()).isEqualTo("emptying: remove {olderThan: 30d}");
        assertThat(rules(repository.view(), emptying, elsewhere).getLast())
                .isEqualTo("emptying: remove {olderThan: 30d}");
        assertThat(rules(repository.view(), emptying, CLEAN).getLast()).isEqualTo("last-image");
    }

    @Test
    void saysThatAnImageIsUntagged() {
        RepositoryView view = repository.with(anImage(2).builtDaysAgo(90)).view();

        assertThat(verdicts(view, CLEAN).get(1))
                .isEqualTo(new Remove(OLDER, "built 2026-03-03T00:00:00Z, 90 d ago, untagged"));
    }

    @Test
    void orderOfItemsAndPoliciesChangesNothing() {
        ManifestContent child = anImage(2).builtDaysAgo(50).build();
        RepositoryView view = repository
                .with(child)
                .with(anIndex(3, child), "v2")
                .with(anImage(4), "v3")
                .with(anImage(5).builtDaysAgo(60))
                .view();
        List<RetentionPolicy> policies = new ArrayList<>(List.of(
                aPolicy("a")
                        .removeOlderThan(30)
                        .keep(anyTag("v2"))
                        .keep(anyTag("v3"))
                        .build(),
                aPolicy("a")
                        .keep(anyTag("v3"))
                        .keep(anyTag("v2"))
                        .removeOlderThan(30)
                        .build(),
                aPolicy("b").removeOlderThan(20).keep(anyTag("v2")).build(),
                aPolicy("c").remove(olderThan(10)).build()));
        List<Judgement> judged = RetentionJudge.judge(view, policies);

        for (int turn = 0; turn < policies.size(); turn++) {
            Collections.rotate(policies, 1);
            assertThat(RetentionJudge.judge(view, policies)).isEqualTo(judged);
            assertThat(RetentionJudge.judge(view, policies.reversed())).isEqualTo(judged);
        }
        assertThat(judged.getFirst().verdict().rule()).isEqualTo("a: remove {olderThan: 30d}");
    }

    private static List<Verdict> verdicts(RepositoryView view, PolicyBuilder... policies) {
        return RetentionJudge.judge(
                        view, Stream.of(policies).map(PolicyBuilder::build).toList())
                .stream()
                .map(Judgement::verdict)
                .toList();
    }

    private static List<String> rules(RepositoryView view, PolicyBuilder... policies) {
        return verdicts(view, policies).stream().map(Verdict::rule).toList();
    }
}
