package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.Regent;
import dev.regent.Regent.Known;
import dev.regent.Regent.Proposal;
import dev.regent.Regent.Request;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.engine.Reach.Place;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Use;
import dev.regent.plan.HeldBack;
import dev.regent.policy.PolicyFiles;
import dev.regent.testkit.world.PolicyGenerator;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.UseGenerator;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What has to hold over two registries and several environments, some on their own and some behind a directory, with
/// what is remembered of them and of those that are gone. A failing seed is in the message.
class EnvironmentsPropertyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final Map<String, String> HOSTS =
            Map.of("main", "registry.example:5000", "other", "other.example:5000");
    private static final long ESTATES = 10 * Long.getLong("regent.worlds", 40);

    /// One environment.
    ///
    /// @param seen what a look shows
    /// @param remembered what earlier looks showed besides
    private record Environment(String name, Heard heard, List<Use> seen, List<Use> remembered) {
        EnvironmentObservation observed() {
            return new EnvironmentObservation(name, "made-up", heard, "made up", seen, 0);
        }

        Environment heard(Heard less, List<Use> fewer) {
            return new Environment(name, less, fewer, remembered);
        }

        Stream<Use> all() {
            return Stream.concat(seen.stream(), remembered.stream());
        }
    }

    /// @param listed environments behind a directory
    /// @param gone what is remembered of an environment that the directory doesn't list any more
    private record Estate(
            long seed,
            Map<String, World> worlds,
            List<RetentionPolicy> policies,
            List<Environment> alone,
            List<Environment> listed,
            List<Use> gone,
            List<Use> pins) {

        static Estate of(long seed) throws Exception {
            Random random = new Random(seed);
            Map<String, World> worlds = new TreeMap<>();
            for (String registry : List.of("main", "other")) {
                worlds.put(registry, WorldGenerator.generate(random.nextLong(), WorldGenerator.Size.SMALL, NOW));
            }
            List<Environment> alone = new ArrayList<>();
            List<Environment> listed = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                boolean lists = random.nextBoolean();
                String name = (lists ? "fleet/e" : "e") + i;
                (lists ? listed : alone)
                        .add(new Environment(name, Heard.YES, uses(random, worlds, name), uses(random, worlds, name)));
            }
            List<Use> pins = uses(random, worlds, "pins").stream()
                    .map(use -> new Use("pins", "a person said so", Use.Kind.PINNED, use.reference(), use.digests()))
                    .toList();
            List<RetentionPolicy> policies = new ArrayList<>();
            for (PolicyModel policy : new PolicyGenerator(random, NOW).policies()) {
                policies.addAll(PolicyFiles.parse(policy.name() + ".yaml", policy.toYaml()));
            }
            return new Estate(seed, worlds, policies, alone, listed, uses(random, worlds, "fleet/gone"), pins);
        }

        private static List<Use> uses(Random random, Map<String, World> worlds, String environment) {
            List<Use> uses = new ArrayList<>();
            worlds.forEach((registry, world) ->
                    uses.addAll(new UseGenerator(random, world, HOSTS.get(registry)).usesIn(environment, 1)));
            return uses;
        }

        /// The same with less heard of each environment: uses go missing where it isn't heard wholly.
        Estate hearingLess(Random random) {
            return new Estate(seed, worlds, policies, less(random, alone), less(random, listed), gone, pins);
        }

        private static List<Environment> less(Random random, List<Environment> all) {
            return all.stream()
                    .map(each -> switch (random.nextInt(3)) {
                        case 0 -> each.heard(Heard.NO, List.of());
                        case 1 ->
                            each.heard(
                                    Heard.PARTLY,
                                    each.seen().stream()
                                            .filter(_ -> random.nextBoolean())
                                            .toList());
                        default -> each;
                    })
                    .toList();
        }

        boolean allHeard() {
            return Stream.concat(alone.stream(), listed.stream()).allMatch(each -> each.heard() == Heard.YES);
        }

        List<Use> uses() {
            return Stream.of(
                            alone.stream().flatMap(Environment::all),
                            listed.stream().flatMap(Environment::all),
                            gone.stream(),
                            pins.stream())
                    .flatMap(each -> each)
                    .toList();
        }

        Request request() {
            Map<String, RegistrySource> registries = new LinkedHashMap<>();
            worlds.forEach((name, world) -> registries.put(
                    name, WorldSource.whole(new RegistryIdentity(name, true, Set.of(HOSTS.get(name))), world)));
            Map<String, FarEnvironment> environments = new LinkedHashMap<>();
            alone.forEach(each -> environments.put(each.name(), new FarEnvironment.One(_ -> each.observed())));
            Map<String, EnvironmentSource> fleet = new LinkedHashMap<>();
            listed.forEach(each -> fleet.put(each.name(), _ -> each.observed()));
            environments.put(
                    "fleet",
                    new FarEnvironment.Many(_ -> new Listing(
                            new EnvironmentObservation("fleet", "made-up", Heard.YES, "made up", List.of(), 0),
                            fleet)));
            return new Request(
                    registries,
                    Optional.of(new EnvironmentLooks(environments, new Remembering(this))),
                    policies,
                    NOW,
                    new Known(Map.of(), pins, Set.of()));
        }

        Proposal propose() throws InterruptedException {
            return Regent.propose(request(), Progress.SILENT);
        }
    }

    private record Remembering(Estate estate) implements EnvironmentLooks.Memory {
        @Override
        public EnvironmentObservation seen(EnvironmentObservation now) {
            return Stream.concat(estate.alone().stream(), estate.listed().stream())
                    .filter(each -> each.name().equals(now.name()))
                    .findFirst()
                    .map(each -> now.using(each.all().toList()))
                    .orElse(now);
        }

        @Override
        public List<EnvironmentObservation> missing(String directory, Heard heard, Set<String> listed) {
            return List.of(
                    new EnvironmentObservation(directory + "/gone", "made-up", Heard.YES, "made up", estate.gone(), 0));
        }
    }

    @Test
    void noRemovedDigestIsReachableFromAnyUseSeenRememberedOrDeclared() throws Exception {
        Set<Use.Kind> kinds = EnumSet.noneOf(Use.Kind.class);
        Set<Boolean> named = new HashSet<>();
        long removed = 0;
        long protectedOnes = 0;
        for (long seed = 0; seed < ESTATES; seed++) {
            Estate estate = Estate.of(seed);
            Set<Place> reached = new Reach(HOSTS, estate.worlds()).of(estate.uses());
            Set<Place> gone = places(estate.propose());

            assertThat(gone).as("seed " + seed).doesNotContainAnyElementsOf(reached);
            estate.uses().forEach(use -> {
                kinds.add(use.kind());
                named.add(!use.container().isEmpty());
            });
            removed += gone.size();
            protectedOnes += reached.size();
        }
        // A property over nothing would hold.
        assertThat(kinds).containsExactlyInAnyOrder(Use.Kind.values());
        assertThat(named).containsExactlyInAnyOrder(true, false);
        assertThat(removed).isGreaterThan(ESTATES);
        assertThat(protectedOnes).isGreaterThan(ESTATES);
    }

    @Test
    void hearingLessOfAnyEnvironmentRemovesNoMoreAndSaysHowMuchItHoldsBack() throws Exception {
        for (long seed = 0; seed < ESTATES; seed++) {
            Estate all = Estate.of(seed);
            Estate less = all.hearingLess(new Random(seed));
            Proposal most = all.propose();
            Proposal fewer = less.propose();
            HeldBack heldBack = Regent.heldBack(less.request(), fewer);

            assertThat(places(most)).as("seed " + seed).containsAll(places(fewer));
            assertThat(Regent.heldBack(all.request(), most)).as("seed " + seed).isEqualTo(HeldBack.NOTHING);
            if (less.allHeard()) {
                assertThat(fewer.plan()).as("seed " + seed).isEqualTo(most.plan());
                assertThat(heldBack).as("seed " + seed).isEqualTo(HeldBack.NOTHING);
            } else {
                assertThat(fewer.plan().steps()).as("seed " + seed).isEmpty();
                // At least what goes once all is heard: what is heard then can only protect more.
                assertThat(heldBack.manifests())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(most.plan().steps().size());
                assertThat(heldBack.bytes())
                        .as("seed " + seed)
                        .isGreaterThanOrEqualTo(most.plan().reclaimBytes());
            }
        }
    }

    private static Set<Place> places(Proposal proposal) {
        return proposal.plan().steps().stream()
                .map(step -> new Place(step.registry(), step.repository(), step.digest()))
                .collect(Collectors.toSet());
    }
}
