package dev.regent.analyse.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.ownership.Attribution.Said;
import dev.regent.observe.Hint;
import dev.regent.observe.Hint.From;
import dev.regent.observe.Workload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What holds whatever far sides say. A failing seed is in the message.
class OwnershipPropertyTest {

    private static final long CASES = 20_000;
    private static final Set<From> ON_PURPOSE = EnumSet.of(From.LABEL, From.SPACE_LABEL, From.TAG, From.GROUP);
    private static final List<String> KEYS = List.of("tier", "env", "stage", "team", "owner", "app");
    private static final List<String> VALUES = List.of(
            "production",
            "prod-eu",
            "PRD",
            "live",
            "staging",
            "pre-prod",
            "uat",
            "dev",
            "test2",
            "qa",
            "non-prod",
            "frontend",
            "",
            " ",
            "shop",
            "test-prod",
            "a\u0000\u202eb",
            "x".repeat(300),
            "dev/" + "y".repeat(300));

    private record Case(long seed, String environment, List<Hint> about, Workload workload) {
        static Case of(long seed) {
            Random random = new Random(seed);
            return new Case(
                    seed,
                    any(random, VALUES),
                    hints(random),
                    new Workload("service web", Optional.of(any(random, VALUES)), hints(random)));
        }

        private static List<Hint> hints(Random random) {
            List<Hint> hints = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                hints.add(new Hint(any(random, List.of(From.values())), any(random, KEYS), any(random, VALUES)));
            }
            return hints;
        }

        Attribution attribution() {
            return Ownership.USUAL.of(environment, about, workload);
        }

        /// What is said on purpose; else what names say.
        Set<Tier> spokenOf() {
            Set<Tier> tiers = EnumSet.noneOf(Tier.class);
            Stream.concat(about.stream(), workload.hints().stream())
                    .filter(hint -> ON_PURPOSE.contains(hint.from()))
                    .filter(hint -> hint.from() == From.TAG
                            || hint.from() == From.GROUP
                            || LabelKeys.USUAL.tier().contains(hint.key()))
                    .forEach(hint -> tiers.addAll(Tier.spokenOfIn(hint.value())));
            if (tiers.isEmpty()) {
                tiers.addAll(Tier.spokenOfIn(environment));
                tiers.addAll(Tier.spokenOfIn(workload.space().orElse("")));
            }
            return tiers;
        }
    }

    @Test
    void noContradictionMakesAWorkloadSeemMoreHarmless() {
        for (long seed = 0; seed < CASES; seed++) {
            Case made = Case.of(seed);
            Attribution attribution = made.attribution();
            Set<Tier> spokenOf = made.spokenOf();
            Tier tier = attribution.tier().value();

            assertThat(spokenOf.isEmpty() ? tier == Tier.UNKNOWN : spokenOf.contains(tier))
                    .as("seed " + seed + ": " + made)
                    .isTrue();
            assertThat(spokenOf).as("seed " + seed + ": " + made).allMatch(other -> tier.compareTo(other) <= 0);
            assertThat(attribution.conflicts().stream().anyMatch(words -> words.startsWith("tier: ")))
                    .as("seed " + seed + ": " + made)
                    .isEqualTo(spokenOf.size() > 1);
            if (spokenOf.isEmpty() || spokenOf.contains(Tier.PRODUCTION)) {
                assertThat(tier.countsAs()).as("seed " + seed).isEqualTo(Tier.PRODUCTION);
            }
        }
    }

    @Test
    void theOrderOfHintsChangesNothing() {
        for (long seed = 0; seed < CASES; seed++) {
            Case made = Case.of(seed);
            Random random = new Random(seed);
            List<Hint> about = new ArrayList<>(made.about());
            List<Hint> own = new ArrayList<>(made.workload().hints());
            Collections.shuffle(about, random);
            Collections.shuffle(own, random);

            assertThat(new Case(
                                    seed,
                                    made.environment(),
                                    about,
                                    new Workload("service web", made.workload().space(), own))
                            .attribution())
                    .as("seed " + seed)
                    .isEqualTo(made.attribution());
        }
    }

    @Test
    void whatIsSaidIsPlainAndOfBoundedLength() {
        for (long seed = 0; seed < CASES; seed++) {
            Attribution attribution = Case.of(seed).attribution();
            Stream<String> words = Stream.of(
                            Stream.of(attribution.tier().source()),
                            attribution.team().stream().flatMap(OwnershipPropertyTest::words),
                            attribution.owner().stream().flatMap(OwnershipPropertyTest::words),
                            attribution.conflicts().stream())
                    .flatMap(all -> all);

            assertThat(words)
                    .as("seed " + seed)
                    .allMatch(word -> word.length() < 2000 && word.codePoints().noneMatch(c -> c < ' ' || c == 0x202e));
        }
    }

    private static Stream<String> words(Said<String> said) {
        return Stream.of(said.value(), said.source());
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
