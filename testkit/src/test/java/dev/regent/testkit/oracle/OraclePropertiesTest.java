package dev.regent.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import dev.regent.testkit.oracle.Opinion.Judged;
import dev.regent.testkit.oracle.Opinion.Step;
import dev.regent.testkit.world.PolicyGenerator;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.UseGenerator;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import dev.regent.testkit.world.WorldGenerator.Size;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// What must hold for the oracle's judgement of every world; a seed that breaks it is in the
/// message.
class OraclePropertiesTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final List<View> VIEWS = List.copyOf(EnumSet.allOf(View.class));
    private static final int WORLDS = 150;

    @Test
    void neverRemovesWhatAnythingThatStaysHolds() {
        forEveryWorld((seed, question) -> {
            Opinion opinion = Oracle.judge(question);
            opinion.verdicts()
                    .forEach((repository, verdicts) -> verdicts.forEach((holder, judged) -> {
                        if (judged.verdict() != Verdict.REMOVE) {
                            for (StoredManifest.Part child :
                                    manifest(question, holder).children()) {
                                Judged its = verdicts.get(child.digest());
                                assertThat(its == null || its.verdict() != Verdict.REMOVE)
                                        .as("seed %d: child %s of %s", seed, child.digest(), holder)
                                        .isTrue();
                            }
                        }
                    }));
        });
    }

    @Test
    void neverRemovesAReferrerWhoseSubjectStays() {
        forEveryWorld((seed, question) -> {
            Opinion opinion = Oracle.judge(question);
            for (Step step : opinion.steps()) {
                Optional<Digest> subject = manifest(question, step.digest()).subject();
                Map<Digest, Judged> there = opinion.verdicts().get(step.repository());
                subject.map(there::get)
                        .ifPresent(judged -> assertThat(judged.verdict())
                                .as("seed %d: subject of %s", seed, step)
                                .isEqualTo(Verdict.REMOVE));
            }
        });
    }

    @Test
    void doesNotDependOnTheOrderOfPolicies() {
        forEveryWorld((seed, question) -> assertThat(
                        Oracle.judge(with(question, question.policies().reversed())))
                .as("seed %d", seed)
                .isEqualTo(Oracle.judge(question)));
    }

    @Test
    void removesNoMoreWhenAnythingIsKeptUsedOrUnheard() {
        forEveryWorld((seed, question) -> {
            Set<Step> steps = Oracle.judge(question).steps();
            List<PolicyModel> more = new ArrayList<>(question.policies());
            more.add(PolicyModel.everywhere("more", PolicyModel.keep(new PolicyModel.Condition.Newest(2, false))));

            if (!question.policies().isEmpty()) {
                assertThat(steps)
                        .as("seed %d", seed)
                        .containsAll(Oracle.judge(with(question, more)).steps());
            }
            Question used =
                    question.with(new UseGenerator(new SplittableRandom(seed), question.world(), "here:1").uses(9));
            assertThat(steps).as("seed %d", seed).containsAll(Oracle.judge(used).steps());
            assertThat(Oracle.judge(question.unheard()).steps())
                    .as("seed %d", seed)
                    .isEmpty();
        });
    }

    @Test
    void pricesStepsToTheSameSumInAnyOrder() {
        forEveryWorld((seed, question) -> {
            Opinion opinion = Oracle.judge(question);
            List<Step> steps = new ArrayList<>(opinion.steps());
            Collections.shuffle(steps, new Random(seed));

            assertThat(Reclaim.of(question).prices(steps).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .as("seed %d", seed)
                    .isEqualTo(opinion.reclaimBytes());
        });
    }

    @Test
    void givesTaggedImagesTheSameVerdictFromEitherSideWhereBothSeeTheirHolders() {
        forEveryWorld((seed, question) -> {
            Opinion storage = Oracle.judge(question.seen(View.FROM_STORAGE));
            Opinion wire = Oracle.judge(question.seen(View.OVER_V2));
            if (storage.partlyHeard()) {
                return;
            }
            wire.verdicts()
                    .forEach((name, verdicts) -> verdicts.forEach((digest, judged) -> {
                        SeenRepository all = new SeenRepository(question.world(), name, View.FROM_STORAGE);
                        if (!all.ordinaryTags(digest).isEmpty()
                                && seesHolders(all, digest, verdicts.keySet(), new HashSet<>())) {
                            assertThat(judged.verdict())
                                    .as("seed %d: %s@%s", seed, name, digest)
                                    .isEqualTo(storage.of(name, digest).verdict());
                        }
                    }));
        });
    }

    private static boolean seesHolders(SeenRepository all, Digest digest, Set<Digest> seen, Set<Digest> done) {
        return !done.add(digest)
                || (seen.contains(digest)
                        && all.holders(digest).stream().allMatch(holder -> seesHolders(all, holder, seen, done)));
    }

    private static void forEveryWorld(BiConsumer<Long, Question> check) {
        int removing = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            World world = WorldGenerator.generate(seed, new Size(3, 10, 0.1), NOW);
            SplittableRandom random = new SplittableRandom(seed);
            View view = VIEWS.get((int) (seed % 3));
            Question question = Question.about(world, view, new PolicyGenerator(random.split(), NOW).policies(), NOW);
            removing += Oracle.judge(question).steps().isEmpty() ? 0 : 1;
            check.accept(seed, question);
        }
        assertThat(removing).as("worlds in which anything is removed").isGreaterThan(WORLDS / 3);
    }

    private static Question with(Question question, List<PolicyModel> policies) {
        return Question.about(question.world(), question.view(), policies, question.now());
    }

    private static StoredManifest manifest(Question question, Digest digest) {
        return StoredManifest.read(question.world().blobs().get(digest));
    }
}
