package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.engine.report.AuditReport;
import dev.regent.observe.Progress;
import dev.regent.plan.Step;
import dev.regent.testkit.oracle.Opinion;
import dev.regent.testkit.oracle.Oracle;
import dev.regent.testkit.oracle.Question;
import dev.regent.testkit.oracle.Reclaim;
import dev.regent.testkit.oracle.View;
import dev.regent.testkit.peer.GeneratedEstate;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.World;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole audits of generated estates on the real registry, held against the oracle, and against what the registry's own
/// garbage collection frees once the plan was carried out by hand.
class RealRegistryAuditTest {

    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final PolicyModel POLICY = PolicyModel.everywhere(
            "p",
            PolicyModel.keep(new Condition.Newest(4, false)),
            PolicyModel.keep(new Condition.TagPattern("^v\\d+\\.0\\.\\d+$")),
            PolicyModel.remove(new Condition.OlderThan(Duration.ofDays(90))));

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theOracleAgreesAndTheGarbageCollectionFreesWhatThePlanSays(long seed) throws Exception {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        GeneratedEstate estate = GeneratedEstate.make(
                folder.resolve("estate"),
                "--seed=" + seed,
                "--repos=12",
                "--tags-per-repo=30",
                "--blob-bodies=tiny",
                "--sbom=0.2",
                "--index=0.25");
        World before = VolumeReader.read(estate.volume());
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY.toYaml());

        try (RealRegistry registry = RealRegistry.start(estate.volume())) {
            AuditReport overV2 = audit(registry.uri().toString(), policy);
            AuditReport fromStorage = audit("storage:" + estate.volume(), policy);
            compare(overV2, Question.about(before, View.OVER_V2, List.of(POLICY), NOW));
            compare(fromStorage, Question.about(before, View.FROM_STORAGE, List.of(POLICY), NOW));
            assertThat(taggedVerdicts(overV2)).isEqualTo(taggedVerdicts(fromStorage));
            assertThat(fromStorage.plan().steps()).hasSizeGreaterThan(50);
            assertThat(fromStorage.plan().reclaimExact()).isTrue();

            for (Step step : fromStorage.plan().steps()) {
                registry.deleteManifest(step.repository(), step.digest());
            }
            registry.garbageCollect();
            World after = VolumeReader.read(estate.volume());
            assertThat(bytes(before) - bytes(after))
                    .isEqualTo(fromStorage.plan().reclaimBytes() + fromStorage.orphanBytes());
            assertThat(audit(registry.uri().toString(), policy).plan().steps()).isEmpty();
        }
    }

    private static AuditReport audit(String registry, Path policy) throws Exception {
        return new Audit(Map.of(), InstantSource.system())
                .run(AuditRequest.of(registry).withPolicies(List.of(policy)).at(NOW), Progress.SILENT);
    }

    private static void compare(AuditReport report, Question question) {
        Opinion opinion = Oracle.judge(question);
        List<Opinion.Step> steps = report.plan().steps().stream()
                .map(step -> new Opinion.Step(step.repository(), step.digest(), new TreeSet<>(step.tags())))
                .toList();
        assertThat(List.of(
                        (long) report.repositories(),
                        report.tags(),
                        report.manifests(),
                        report.untagged(),
                        report.uniqueBytes()))
                .containsExactly(
                        (long) opinion.repositories(),
                        (long) opinion.tags(),
                        (long) opinion.manifests(),
                        (long) opinion.untagged(),
                        opinion.uniqueBytes());
        assertThat(steps).containsExactlyInAnyOrderElementsOf(opinion.steps());
        assertThat(report.plan().steps().stream().map(Step::bytes).toList())
                .isEqualTo(Reclaim.of(question).prices(steps));
        for (Judgement judgement : report.verdicts()) {
            Opinion.Judged judged = opinion.of(judgement.repository(), judgement.digest());
            assertThat(word(judgement.verdict()))
                    .as(judgement.toString())
                    .isEqualTo(judged.verdict().name());
        }
    }

    private static Map<String, String> taggedVerdicts(AuditReport report) {
        Map<String, String> verdicts = new TreeMap<>();
        report.verdicts().stream()
                .filter(judgement -> !judgement.tags().isEmpty())
                .forEach(judgement ->
                        verdicts.put(judgement.repository() + "@" + judgement.digest(), word(judgement.verdict())));
        return verdicts;
    }

    private static String word(Verdict verdict) {
        return verdict.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private static long bytes(World world) {
        return world.blobs().values().stream().mapToLong(blob -> blob.length).sum();
    }
}
