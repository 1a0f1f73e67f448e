package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.Regent;
import dev.regent.Regent.Proposal;
import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.plan.Planner.Judged;
import dev.regent.plan.Step;
import dev.regent.policy.PolicyFiles;
import dev.regent.testkit.world.PolicyGenerator;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.UseGenerator;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What has to hold of every plan, over made-up worlds, uses, policies and things not heard. A failing seed is in the
/// message; the worlds are small, so it is a small case already.
class SafetyPropertyTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RegistryIdentity IDENTITY =
            new RegistryIdentity("registry", true, Set.of("registry.example:5000"));

    /// Ten times as many as the worlds that are held against the oracle.
    private static final long WORLDS = 10 * Long.getLong("regent.worlds", 40);

    private record Case(long seed, World world, List<PolicyModel> policies, List<Use> uses) {
        static Case of(long seed) {
            Random random = new Random(seed);
            World world = WorldGenerator.generate(
                    seed, seed % 20 == 19 ? WorldGenerator.Size.LARGE : WorldGenerator.Size.SMALL, NOW);
            List<PolicyModel> policies = new PolicyGenerator(random, NOW).policies();
            return new Case(seed, world, policies, new UseGenerator(random, world, "registry.example:5000").uses(3));
        }

        Proposal propose() throws Exception {
            return propose(WorldSource.whole(IDENTITY, world), parsed(policies), uses, Heard.YES);
        }

        static List<RetentionPolicy> parsed(List<PolicyModel> models) throws Exception {
            List<RetentionPolicy> parsed = new ArrayList<>();
            for (PolicyModel policy : models) {
                parsed.addAll(PolicyFiles.parse(policy.name() + ".yaml", policy.toYaml()));
            }
            return parsed;
        }

        static Proposal propose(RegistrySource source, List<RetentionPolicy> policies, List<Use> uses, Heard heard)
                throws Exception {
            EnvironmentSource environment =
                    progress -> new EnvironmentObservation("host", "made-up", heard, "made up", uses, 0);
            return Regent.propose(
                    new Regent.Request(Map.of("registry", source), List.of(environment), policies, NOW),
                    Progress.SILENT);
        }
    }

    /// Checks `WORLDS` cases; `check` brings a line for each thing that is wrong.
    private static void forAll(Check check) throws Exception {
        for (long seed = 0; seed < WORLDS; seed++) {
            assertThat(check.wrongs(Case.of(seed))).as("seed " + seed).isEmpty();
        }
    }

    private interface Check {
        List<String> wrongs(Case made) throws Exception;
    }

    @Test
    void whatSurvivesAPlanIsWhole() throws Exception {
        forAll(made -> {
            Proposal proposal = made.propose();
            List<String> wrongs = new ArrayList<>();
            for (Judged judged : proposal.judged()) {
                RepositoryInventory repository = judged.view().inventory();
                Set<Digest> gone = removed(proposal, repository.name());
                for (int manifest = 0; manifest < repository.size(); manifest++) {
                    if (!gone.contains(repository.digest(manifest))) {
                        for (int held : repository.held(manifest)) {
                            if (gone.contains(repository.digest(held))) {
                                wrongs.add(repository.digest(manifest) + " lost " + repository.digest(held));
                            }
                        }
                    }
                }
            }
            return wrongs;
        });
    }

    @Test
    void nothingInUseGoes() throws Exception {
        forAll(made -> {
            Proposal proposal = made.propose();
            Set<Digest> used = new HashSet<>();
            for (Use use : made.uses()) {
                used.addAll(use.digests());
                use.reference().flatMap(reference -> reference.digest()).ifPresent(used::add);
            }
            List<String> wrongs = new ArrayList<>();
            for (Step step : proposal.plan().steps()) {
                Manifest manifest = proposal.inventories()
                        .getFirst()
                        .contents()
                        .get(step.digest())
                        .manifest();
                boolean config = manifest instanceof Manifest.Single single
                        && used.contains(single.config().digest());
                boolean tagged = made.uses().stream()
                        .flatMap(use -> use.reference().stream())
                        .filter(reference -> reference.digest().isEmpty())
                        .filter(reference -> reference.repository().equals(step.repository()))
                        .anyMatch(reference ->
                                step.tags().contains(reference.tag().orElseThrow()));
                if (config || tagged || used.contains(step.digest())) {
                    wrongs.add(step.toString());
                }
            }
            return wrongs;
        });
    }

    @Test
    void theNewestImageStaysUnlessAPolicySaysInWordsThatItMayGo() throws Exception {
        forAll(made -> {
            Proposal proposal = made.propose();
            boolean strict = made.policies().stream().noneMatch(PolicyModel::allowEmpty);
            List<String> wrongs = new ArrayList<>();
            for (Judged judged : proposal.judged()) {
                boolean had = judged.judgements().stream()
                        .anyMatch(judgement -> judgement.tags().stream().anyMatch(tag -> !tag.startsWith("sha256-")));
                boolean has = judged.judgements().stream()
                        .filter(judgement -> !(judgement.verdict() instanceof Verdict.Remove))
                        .anyMatch(judgement -> judgement.tags().stream().anyMatch(tag -> !tag.startsWith("sha256-")));
                if (strict && had && !has) {
                    wrongs.add(judged.view().inventory().name() + " would have no image left");
                }
            }
            return wrongs;
        });
    }

    @Test
    void anUnheardEnvironmentRemovesNothing() throws Exception {
        forAll(made -> {
            List<String> wrongs = new ArrayList<>();
            for (Heard heard : List.of(Heard.PARTLY, Heard.NO)) {
                Case.propose(
                                WorldSource.whole(IDENTITY, made.world()),
                                Case.parsed(made.policies()),
                                made.uses(),
                                heard)
                        .plan()
                        .steps()
                        .forEach(step -> wrongs.add(heard + ": " + step));
            }
            return wrongs;
        });
    }

    @Test
    void hearingLessRemovesNoMore() throws Exception {
        forAll(made -> {
            Random random = new Random(made.seed());
            Set<String> gaps = made.world().repositories().keySet().stream()
                    .filter(_ -> random.nextInt(3) == 0)
                    .collect(Collectors.toSet());
            Set<Digest> unread = made.world().repositories().values().stream()
                    .flatMap(repository -> repository.manifests().stream())
                    .filter(_ -> random.nextInt(6) == 0)
                    .collect(Collectors.toSet());
            Set<String> all = steps(made.propose());
            Proposal less = Case.propose(
                    new WorldSource(IDENTITY, made.world(), gaps, unread),
                    Case.parsed(made.policies()),
                    made.uses(),
                    Heard.YES);
            List<String> wrongs = new ArrayList<>(steps(less));
            wrongs.removeAll(all);
            less.plan().steps().stream()
                    .filter(step -> gaps.contains(step.repository()))
                    .forEach(step -> wrongs.add("in a repository that was not heard: " + step));
            return wrongs;
        });
    }

    @Test
    void knowingMoreUsesRemovesNoMore() throws Exception {
        forAll(made -> {
            List<String> wrongs = new ArrayList<>(steps(made.propose()));
            wrongs.removeAll(steps(Case.propose(
                    WorldSource.whole(IDENTITY, made.world()),
                    Case.parsed(made.policies()),
                    made.uses().subList(0, made.uses().size() / 2),
                    Heard.YES)));
            return wrongs;
        });
    }

    @Test
    void theOrderOfRulesPoliciesAndUsesChangesNothing() throws Exception {
        forAll(made -> {
            List<PolicyModel> shuffled = new ArrayList<>(made.policies().stream()
                    .map(policy -> {
                        List<PolicyModel.Item> rules = new ArrayList<>(policy.rules());
                        Collections.reverse(rules);
                        return new PolicyModel(
                                policy.name(),
                                policy.registries(),
                                policy.repositories(),
                                policy.exclude(),
                                policy.artifactTypes(),
                                rules,
                                policy.allowEmpty());
                    })
                    .toList());
            Collections.reverse(shuffled);
            List<Use> uses = new ArrayList<>(made.uses());
            Collections.reverse(uses);
            Proposal one = made.propose();
            Proposal other =
                    Case.propose(WorldSource.whole(IDENTITY, made.world()), Case.parsed(shuffled), uses, Heard.YES);
            return one.plan().equals(other.plan()) && judgements(one).equals(judgements(other))
                    ? List.of()
                    : List.of(one.plan().digest() + " became " + other.plan().digest());
        });
    }

    private static List<Judgement> judgements(Proposal proposal) {
        return proposal.judged().stream()
                .flatMap(judged -> judged.judgements().stream())
                .toList();
    }

    private static Set<String> steps(Proposal proposal) {
        return proposal.plan().steps().stream()
                .map(step -> step.repository() + "@" + step.digest())
                .collect(Collectors.toSet());
    }

    private static Set<Digest> removed(Proposal proposal, String repository) {
        return proposal.plan().steps().stream()
                .filter(step -> step.repository().equals(repository))
                .map(Step::digest)
                .collect(Collectors.toSet());
    }
}
