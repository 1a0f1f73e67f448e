package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.Regent;
import dev.regent.Regent.Proposal;
import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.oci.OciRegistry;
import dev.regent.connect.storage.StoredRegistry;
import dev.regent.engine.report.AuditReport;
import dev.regent.engine.report.Reports;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import dev.regent.observe.Use;
import dev.regent.plan.HeldBack;
import dev.regent.plan.Step;
import dev.regent.policy.PolicyFiles;
import dev.regent.testkit.oracle.Opinion;
import dev.regent.testkit.oracle.Oracle;
import dev.regent.testkit.oracle.Question;
import dev.regent.testkit.oracle.Reclaim;
import dev.regent.testkit.oracle.View;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Referrers;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.PolicyGenerator;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.UseGenerator;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole audits of made-up registries, by every way of reading, held against a judge that was written from the contract
/// alone.
class OracleAgreementTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final String NAME = "registry";
    private static final Set<String> HOSTS = Set.of("registry.example:5000");

    /// Raise it with `-Dregent.worlds=…`; the seeds are 0 to one less.
    private static final long WORLDS = Long.getLong("regent.worlds", 40);

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, WORLDS);
    }

    private record Case(long seed, World world, List<PolicyModel> policies, Optional<List<Use>> uses, boolean heard) {
        static Case of(long seed) {
            Random random = new Random(seed);
            WorldGenerator.Size size = seed % 25 == 24 ? WorldGenerator.Size.LARGE : WorldGenerator.Size.SMALL;
            World world = WorldGenerator.generate(seed, size, NOW);
            List<PolicyModel> policies = new PolicyGenerator(random, NOW).policies();
            Optional<List<Use>> uses = seed % 2 == 0
                    ? Optional.empty()
                    : Optional.of(
                            new UseGenerator(random, world, HOSTS.iterator().next()).uses(4));
            return new Case(seed, world, policies, uses, seed % 5 != 3);
        }

        Question question(View view) {
            return new Question(world, view, NAME, HOSTS, Set.of(), policies, uses, heard, NOW);
        }

        Proposal propose(RegistrySource source) throws Exception {
            List<RetentionPolicy> parsed = new ArrayList<>();
            for (PolicyModel policy : policies) {
                parsed.addAll(PolicyFiles.parse(policy.name() + ".yaml", policy.toYaml()));
            }
            List<EnvironmentSource> environments = uses
                    .<EnvironmentSource>map(list -> progress -> new EnvironmentObservation(
                            "host", "made-up", heard ? Heard.YES : Heard.PARTLY, "made up", list, 0))
                    .stream()
                    .toList();
            return Regent.propose(new Regent.Request(Map.of(NAME, source), environments, parsed, NOW), Progress.SILENT);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void storageAgrees(long seed) throws Exception {
        Case made = Case.of(seed);
        Path volume = Files.createDirectory(folder.resolve("volume-" + seed));
        VolumeWriter.write(made.world(), volume);
        RegistrySource source = new StoredRegistry(identity(), volume, name -> true);

        compare(made.propose(source), made.question(View.FROM_STORAGE));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void registriesWithoutReferrersAgree(long seed) throws Exception {
        Case made = Case.of(seed);
        try (RegistryDouble registry = RegistryDouble.serving(made.world(), Behaviour.distribution())) {
            compare(made.propose(overV2(registry)), made.question(View.OVER_V2));
            assertThat(registry.unexpected()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void registriesWithReferrersAgree(long seed) throws Exception {
        Case made = Case.of(seed);
        try (RegistryDouble registry =
                RegistryDouble.serving(made.world(), Behaviour.good().referrers(Referrers.SERVED))) {
            compare(made.propose(overV2(registry)), made.question(View.OVER_V2_WITH_REFERRERS));
            assertThat(registry.unexpected()).isEmpty();
        }
    }

    private static RegistryIdentity identity() {
        return new RegistryIdentity(NAME, true, HOSTS);
    }

    private static RegistrySource overV2(RegistryDouble registry) {
        return new OciRegistry(
                identity(),
                registry.url(),
                new Credentials.None(),
                Set.of(),
                new OciRegistry.Repositories.Listed(name -> true),
                HttpSettings.defaults(),
                InstantSource.system(),
                Remembered.NOTHING);
    }

    private static void compare(Proposal proposal, Question question) {
        Opinion opinion = Oracle.judge(question);
        AuditReport report = Reports.of(proposal, NOW, HeldBack.NOTHING);
        assertThat(differences(proposal, opinion)).isEmpty();
        assertThat(Map.of(
                        "repositories", (long) report.repositories(),
                        "tags", report.tags(),
                        "manifests", report.manifests(),
                        "untagged", report.untagged(),
                        "uniqueBytes", report.uniqueBytes(),
                        "orphanBytes", report.orphanBytes()))
                .isEqualTo(Map.of(
                        "repositories", (long) opinion.repositories(),
                        "tags", (long) opinion.tags(),
                        "manifests", (long) opinion.manifests(),
                        "untagged", (long) opinion.untagged(),
                        "uniqueBytes", opinion.uniqueBytes(),
                        "orphanBytes", opinion.orphanBytes()));
        compareSteps(proposal, question, opinion);
    }

    private static void compareSteps(Proposal proposal, Question question, Opinion opinion) {
        List<Opinion.Step> steps = proposal.plan().steps().stream()
                .map(step -> new Opinion.Step(step.repository(), step.digest(), new TreeSet<>(step.tags())))
                .toList();
        assertThat(steps).containsExactlyInAnyOrderElementsOf(opinion.steps());
        boolean bytesLost = proposal.registries().stream()
                .flatMap(registry -> registry.volume().stream())
                .anyMatch(volume -> !volume.absentBlobs().isEmpty());
        assertThat(proposal.plan().reclaimExact()).isEqualTo(opinion.reclaimExact() && !bytesLost);
        if (proposal.plan().reclaimExact() || question.view() != View.FROM_STORAGE) {
            assertThat(proposal.plan().steps().stream().map(Step::bytes).toList())
                    .isEqualTo(Reclaim.of(question).prices(steps));
        }
    }

    /// A line for each manifest on which the two disagree.
    private static List<String> differences(Proposal proposal, Opinion opinion) {
        Stream<Judgement> judgements = proposal.judged().stream().flatMap(judged -> judged.judgements().stream());
        return judgements
                .flatMap(judgement -> {
                    Opinion.Judged other = opinion.of(judgement.repository(), judgement.digest());
                    boolean same =
                            word(judgement.verdict()).equals(other.verdict().name())
                                    && other.admits(judgement.verdict().rule())
                                    && other.roles().stream()
                                            .anyMatch(role -> role.name()
                                                    .equals(judgement.role().name()));
                    return same ? Stream.empty() : Stream.of(judgement + "\n  oracle: " + other);
                })
                .toList();
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Keep _ -> "KEEP";
            case Verdict.Undecided _ -> "UNDECIDED";
            case Verdict.Remove _ -> "REMOVE";
        };
    }
}
