package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Judgement;
import dev.regent.engine.report.AuditReport;
import dev.regent.observe.Progress;
import dev.regent.oci.Digest;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealEngine;
import dev.regent.testkit.peer.RealRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way on real programs: images pushed to the registry by the engine that runs one of them.
class RealHostAuditTest {

    private static final String POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: p}
            rules:
              - keep: {newest: 1}
              - remove: {tagPattern: "^[0-9]"}
            """;

    @TempDir
    Path folder;

    @Test
    void whatAContainerRunsStaysThoughItsTagMovedOn() throws Exception {
        Peers.require(RealRegistry.NAME, RealRegistry.available());
        Peers.require(RealEngine.NAME, RealEngine.available());
        Path policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
        try (RealRegistry registry = RealRegistry.start(Files.createDirectory(folder.resolve("volume")));
                RealEngine engine = RealEngine.start()) {
            String app = registry.host() + "/team/app";
            for (String tag : List.of("1.0", "2.0", "3.0", "4.0")) {
                engine.make(app + ":" + tag, "build " + tag);
                engine.push(app + ":" + tag);
            }
            engine.docker("tag", app + ":2.0", app + ":5.0");
            Digest running = engine.push(app + ":5.0");
            engine.docker("run", "--detach", "--network", "none", "--name", "web", app + ":5.0");
            engine.docker("tag", app + ":1.0", app + ":5.0");
            engine.push(app + ":5.0");

            Map<String, Judgement> alone = byTag(audit(registry, policy, Map.of()));
            AuditReport report = audit(registry, policy, Map.of("host", engine.unix()));
            Map<String, Judgement> judged = byTag(report);

            assertThat(report.outcome()).isEqualTo(AuditReport.Outcome.DONE);
            assertThat(judged.get("2.0").digest()).isEqualTo(running);
            assertThat(judged.get("2.0").verdict().rule()).isEqualTo("in-use");
            assertThat(judged.get("2.0").verdict().reason()).contains("runs in host (container web");
            assertThat(alone.get("2.0").verdict().rule()).contains("remove");
            assertThat(judged.get("3.0").verdict().rule()).contains("remove");
            assertThat(judged.get("4.0").verdict().rule()).contains("keep {newest: 1}");
        }
    }

    private static AuditReport audit(RealRegistry registry, Path policy, Map<String, URI> environments)
            throws Exception {
        return new Audit(Map.of(), InstantSource.system())
                .run(
                        AuditRequest.of(registry.uri().toString())
                                .withPolicies(List.of(policy))
                                .withEnvironments(environments),
                        Progress.SILENT);
    }

    private static Map<String, Judgement> byTag(AuditReport report) {
        Map<String, Judgement> judgements = new TreeMap<>();
        report.verdicts().forEach(judgement -> judgement.tags().forEach(tag -> judgements.put(tag, judgement)));
        return judgements;
    }
}
