package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.RawManifest;
import dev.regent.act.Reading;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.analyse.Judgement;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.oci.OciProbe;
import dev.regent.connect.oci.OciWriter;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.engine.report.AuditReport;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.plan.Step;
import dev.regent.testkit.demo.LiveDemo;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The living demo over real HTTP, by the sources that everybody uses.
class LiveDemoTest {

    /// The past, so that no step of these tests builds an image in the future.
    private static final Instant NOW = Instant.parse("2026-06-01T09:00:00Z");

    private static final long SEED = 7;

    private static final int SILENT = 0;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void itsConfigurationIsUnderstoodToTheLastKey() throws Exception {
        try (LiveDemo demo = LiveDemo.start(folder, NOW, SEED)) {
            Configuration configuration = ConfigurationFile.read(demo.configuration());
            RegistryConfig registry = configuration.registry("main").orElseThrow();

            assertThat(registry.url()).isEqualTo(demo.registry());
            assertThat(registry.environments())
                    .isEqualTo(new RegistryEnvironments.Named(List.of("production", "build-host", "portainer")));
            assertThat(registry.environmentsComplete()).isTrue();
            assertThat(configuration.environments())
                    .extracting(EnvironmentConfig::name)
                    .containsExactly("production", "build-host", "portainer");
            assertThat(configuration.pins()).hasSize(1);
            assertThat(configuration.graceOf(registry)).isEqualTo(Duration.ZERO);
        }
    }

    @Test
    void itBeginsWithAPlanThatHasTypicalReasonsAndKeepsForTypicalReasons() throws Exception {
        try (LiveDemo demo = LiveDemo.start(folder, NOW, SEED)) {
            AuditReport report = audit(demo);

            assertThat(report.outcome()).isEqualTo(AuditReport.Outcome.DONE);
            assertThat(report.repositories()).isEqualTo(8);
            assertThat(report.tags()).isBetween(110L, 150L);
            assertThat(removed(report, "main-")).isPositive();
            assertThat(removed(report, "nightly-")).isPositive();
            assertThat(removed(report, ".*-rc")).isPositive();
            assertThat(report.plan().steps()).anyMatch(step -> step.tags().isEmpty());
            assertThat(report.plan().steps()).noneMatch(step -> step.tags().contains("latest"));
            assertThat(kept(report, "in-use")).isGreaterThanOrEqualTo(5);
            assertThat(report.verdicts())
                    .extracting(judgement -> judgement.verdict().reason())
                    .anyMatch(reason -> reason.contains("roll"));
            assertThat(report.plan().steps().size() * 2L)
                    .as("half of the manifests is a large plan there")
                    .isLessThan(report.manifests());
        }
    }

    @Test
    void whatWasDeletedCanBePutBack() throws Exception {
        try (LiveDemo demo = LiveDemo.start(folder, NOW, SEED);
                OciWriter writer =
                        new OciWriter(demo.registry(), new Credentials.None(), Set.of(), HttpSettings.defaults());
                OciProbe probe =
                        new OciProbe(demo.registry(), new Credentials.None(), Set.of(), HttpSettings.defaults())) {
            List<Step> steps = audit(demo).plan().steps();
            Step index = steps.stream()
                    .filter(step -> step.repository().equals("platform/agent"))
                    .findFirst()
                    .orElseThrow();
            String tag = index.tags().getFirst();
            Reading<RawManifest> kept =
                    probe.manifest(index.repository(), index.digest().value());
            assertThat(kept).isInstanceOf(Reading.Here.class);
            RawManifest manifest = ((Reading.Here<RawManifest>) kept).it();

            assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_INDEX);
            assertThat(writer.deleteManifest(index.repository(), index.digest()))
                    .isEqualTo(new Written.Done());
            assertThat(probe.resolve(index.repository(), tag)).isInstanceOf(Reading.Gone.class);
            assertThat(writer.putManifest(index.repository(), index.digest().value(), manifest))
                    .isEqualTo(new Written.Done());
            assertThat(writer.putManifest(index.repository(), tag, manifest)).isEqualTo(new Written.Done());
            assertThat(probe.resolve(index.repository(), tag)).isEqualTo(new Reading.Here<>(index.digest()));
            assertThat(steps).hasSameSizeAs(audit(demo).plan().steps());
        }
    }

    @Test
    void whatItPlansCanAllBeDeletedAndThenNothingIsLeftToPlan() throws Exception {
        try (LiveDemo demo = LiveDemo.start(folder, NOW, SEED);
                OciWriter writer =
                        new OciWriter(demo.registry(), new Credentials.None(), Set.of(), HttpSettings.defaults())) {
            for (Step step : audit(demo).plan().steps()) {
                assertThat(writer.deleteManifest(step.repository(), step.digest()))
                        .isEqualTo(new Written.Done());
            }
            assertThat(audit(demo).plan().steps()).isEmpty();
            for (int n = 0; n < 100; n++) {
                demo.step();
            }
        }
    }

    @Test
    void itsStoryIsThatOfItsSeed() throws Exception {
        Path other = folder.resolve("other");
        try (LiveDemo one = LiveDemo.start(folder, NOW, SEED);
                LiveDemo same = LiveDemo.start(other, NOW, SEED)) {
            for (int n = 0; n < 60; n++) {
                one.step();
                same.step();
            }
            Set<Integer> answers = new HashSet<>();
            for (int n = 0; n < 400; n++) {
                answers.add(status(one.registry()));
                answers.add(status(http(one.environments().get("production"))));
                one.step();
                same.step();
            }
            while (status(one.registry()) != 200
                    || status(http(one.environments().get("production"))) != 200) {
                one.step();
                same.step();
            }

            assertThat(answers).contains(200, 429, 503, SILENT);
            assertThat(digests(audit(one))).isEqualTo(digests(audit(same)));
            assertThat(audit(one).tags()).isBetween(150L, 520L);
        }
    }

    private static URI http(URI engine) {
        return URI.create("http://127.0.0.1:" + engine.getPort());
    }

    /// Of the first call that everybody makes; [#SILENT] without an answer.
    private static int status(URI base) throws InterruptedException {
        String path = "/v2/_catalog";
        try {
            HttpRequest request = HttpRequest.newBuilder(base.resolve(path)).build();
            HttpResponse<Void> answer = CLIENT.send(request, BodyHandlers.discarding());
            return answer.statusCode() == 404 ? 200 : answer.statusCode();
        } catch (IOException e) {
            return SILENT;
        }
    }

    private AuditReport audit(LiveDemo demo) throws Exception {
        return new Audit(Map.of(), InstantSource.system())
                .run(
                        AuditRequest.of(demo.registry().toString())
                                .withPolicies(List.of(demo.configuration().resolveSibling("policies")))
                                .withEnvironments(demo.environments())
                                .at(NOW.plus(Duration.ofHours(1))),
                        Progress.SILENT);
    }

    private static long removed(AuditReport report, String prefix) {
        return report.plan().steps().stream()
                .filter(step -> step.tags().stream().anyMatch(tag -> tag.matches(prefix + ".*")))
                .count();
    }

    private static long kept(AuditReport report, String rule) {
        return report.verdicts().stream()
                .filter(judgement -> judgement.verdict().rule().equals(rule))
                .count();
    }

    private static Map<Digest, String> digests(AuditReport report) {
        return report.verdicts().stream()
                .collect(Collectors.toMap(
                        Judgement::digest, judgement -> judgement.verdict().rule(), (a, b) -> a));
    }
}
