package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.connect.content.MalformedException;
import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryHint.Change;
import dev.regent.observe.RegistryHint.Pull;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Envelopes as Distribution 2.8.2 posts them, and as nobody should.
final class DistributionEventsTest {

    private static final String DIGEST = "sha256:90ae8b5813fc5e498d955f69998800831b58c36954aa6e991b9218e9a6b16499";

    private static final Path TOLD = Path.of("../../shared/api-data/distribution-2.8.2-real/notifications.ndjson");

    private static RegistryHint hint(String envelope) throws MalformedException {
        return DistributionEvents.parse(envelope.getBytes(StandardCharsets.UTF_8));
    }

    private static RegistryHint event(String action, String target) throws MalformedException {
        return hint(
                "{\"events\": [{\"id\": \"22c8e9e5\", \"timestamp\": \"2026-11-20T16:43:10.26Z\", \"action\": \"%s\","
                                .formatted(action)
                        + " \"target\": " + target
                        + ", \"request\": {\"method\": \"PUT\"}, \"actor\": {}, \"source\": {}}]}");
    }

    private static RegistryHint told(String repository, String reference) {
        return new RegistryHint(List.of(new Change(repository, reference)), List.of(), false, false, 0);
    }

    @Test
    void asksForTheTagThatWasPushed() throws MalformedException {
        RegistryHint hint = event("push", """
                {"mediaType": "application/vnd.docker.distribution.manifest.v2+json", "size": 527, "digest": "%s",
                 "length": 527, "repository": "team/app", "tag": "1.0",
                 "url": "http://127.0.0.1:5000/v2/team/app/manifests/%s"}""".formatted(DIGEST, DIGEST));

        assertThat(hint).isEqualTo(told("team/app", "1.0"));
    }

    @Test
    void asksForTheDigestOfAManifestThatWasPushedWithoutATag() throws MalformedException {
        RegistryHint hint = event("push", """
                {"mediaType": "application/vnd.oci.image.manifest.v1+json", "digest": "%s", "repository": "team/app",
                 "url": "http://127.0.0.1:5000/v2/team/app/manifests/%s"}""".formatted(DIGEST, DIGEST));

        assertThat(hint).isEqualTo(told("team/app", DIGEST));
    }

    @Test
    void asksForWhatWasDeletedByTagAndByDigest() throws MalformedException {
        assertThat(event("delete", "{\"repository\": \"team/app\", \"tag\": \"1.0\"}"))
                .isEqualTo(told("team/app", "1.0"));
        assertThat(event("delete", "{\"digest\": \"%s\", \"repository\": \"team/app\"}".formatted(DIGEST)))
                .isEqualTo(told("team/app", DIGEST));
    }

    @Test
    void wantsALookAtAllWhereARepositoryWent() throws MalformedException {
        assertThat(event("delete", "{\"repository\": \"team/app\"}"))
                .isEqualTo(new RegistryHint(List.of(), List.of(), false, true, 0));
    }

    @Test
    void ignoresAndCountsBlobsPullsMountsAndWhatItDoesNotKnow() throws MalformedException {
        RegistryHint blob = event("push", """
                {"mediaType": "application/octet-stream", "digest": "%s", "repository": "team/app",
                 "url": "http://127.0.0.1:5000/v2/team/app/blobs/%s"}""".formatted(DIGEST, DIGEST));

        assertThat(blob).isEqualTo(new RegistryHint(List.of(), List.of(), false, false, 1));
        for (String action : List.of("pull", "mount", "rename", "PUSH", "")) {
            assertThat(event(action, "{\"repository\": \"team/app\", \"tag\": \"1.0\"}"))
                    .as(action)
                    .isEqualTo(new RegistryHint(List.of(), List.of(), false, false, 1));
        }
    }

    private static String read(String method, String client, String mediaType) {
        return """
                {"id": "e1", "action": "pull", "target": {"mediaType": "%s", "digest": "%s", "repository": "team/app"},
                 "request": {"method": "%s", "useragent": "%s"}}""".formatted(mediaType, DIGEST, method, client);
    }

    @Test
    void countsThatSomebodyElseReadAManifest() throws MalformedException {
        assertThat(hint("{\"events\": [" + read("GET", "docker/28.2.2 go/go1.24", MediaTypes.OCI_INDEX) + "]}"))
                .isEqualTo(new RegistryHint(
                        List.of(),
                        List.of(new Pull("team/app", new Digest(DIGEST), Optional.of("e1"))),
                        true,
                        false,
                        0));
    }

    @Test
    void countsNoProbeAndNothingThatRegentReadItself() throws MalformedException {
        for (String event : List.of(
                read("HEAD", "docker/28.2.2", MediaTypes.OCI_MANIFEST),
                read("GET", "regent/0.1", MediaTypes.OCI_MANIFEST),
                read("GET", "regent/2.0", MediaTypes.DOCKER_LIST))) {
            assertThat(hint("{\"events\": [" + event + "]}"))
                    .as(event)
                    .isEqualTo(new RegistryHint(List.of(), List.of(), true, false, 1));
        }
        for (String mediaType : List.of("application/octet-stream", "")) {
            assertThat(hint("{\"events\": [" + read("GET", "docker/28.2.2", mediaType) + "]}"))
                    .as(mediaType)
                    .isEqualTo(new RegistryHint(List.of(), List.of(), false, false, 1));
        }
    }

    /// What Distribution 2.8.2 posted while a real engine pushed two images, pulled them seven times, asked whether
    /// they had moved and mounted a blob.
    @Test
    void countsSevenPullsInWhatARealRegistryTold() throws IOException, MalformedException {
        assumeThat(Files.exists(TOLD) || "true".equals(System.getenv("CI")))
                .as("the recorded answers are there")
                .isTrue();
        JsonMapper json = new JsonMapper();
        Map<String, Long> pulls = new TreeMap<>();
        int ignored = 0;
        int changes = 0;
        int events = 0;
        for (String line : Files.readAllLines(TOLD)) {
            JsonNode body = json.readTree(line).path("body");
            RegistryHint hint = DistributionEvents.parse(json.writeValueAsBytes(body));
            hint.pulls().forEach(pull -> {
                assertThat(pull.repository()).isEqualTo("team/app");
                assertThat(pull.event()).isPresent();
                pulls.merge(pull.manifest().hex().substring(0, 4), 1L, Long::sum);
            });
            changes += hint.changes().size();
            ignored += hint.ignored();
            events += body.path("events").size();
        }

        assertThat(pulls).isEqualTo(Map.of("90ae", 4L, "7a80", 3L));
        assertThat(changes).isEqualTo(6);
        assertThat(ignored + changes + 7).isEqualTo(events);
    }

    @Test
    void keepsOnceWhatIsToldTwice() throws MalformedException {
        String one = "{\"action\": \"push\", \"target\": {\"repository\": \"team/app\", \"tag\": \"1.0\"}}";

        assertThat(hint("{\"events\": [" + one + "," + one + "]}")).isEqualTo(told("team/app", "1.0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "7",
                "null",
                "{\"action\": \"push\"}",
                "{\"action\": 7, \"target\": {\"repository\": \"team/app\", \"tag\": \"1.0\"}}",
                "{\"action\": \"push\", \"target\": []}",
                "{\"action\": \"push\", \"target\": {\"tag\": \"1.0\"}}",
                "{\"action\": \"push\", \"target\": {\"repository\": \"../../etc\", \"tag\": \"1.0\"}}",
                "{\"action\": \"push\", \"target\": {\"repository\": \"team/app\\u0000\", \"tag\": \"1.0\"}}",
                "{\"action\": \"push\", \"target\": {\"repository\": \"team/app\", \"tag\": \"1.0?n=1\"}}",
                "{\"action\": \"push\", \"target\": {\"repository\": \"team/app\", \"tag\": \"a/../../b\"}}",
                "{\"action\": \"delete\", \"target\": {\"repository\": \"team/app\", \"digest\": \"sha256:beef\"}}",
                "{\"action\": \"delete\", \"target\": {\"repository\": \"team/app\", \"tag\": \"\\u202e\"}}"
            })
    void ignoresAnEventThatSaysNothingUsableAndTakesTheOthers(String event) throws MalformedException {
        String good = "{\"action\": \"push\", \"target\": {\"repository\": \"team/app\", \"tag\": \"1.0\"}}";

        assertThat(hint("{\"events\": [" + event + "," + good + "]}"))
                .isEqualTo(new RegistryHint(List.of(new Change("team/app", "1.0")), List.of(), false, false, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{}", "{\"events\": 7}", "{\"events\": {}}", "{\"events\": [", "\u0000"})
    void refusesWhatIsNoEnvelope(String text) {
        assertThatThrownBy(() -> hint(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void failsInNoOtherWayWhateverComes() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] good = "{\"events\": [{\"action\": \"push\", \"target\": {\"repository\": \"a/b\", \"tag\": \"1\"}}]}"
                .getBytes(StandardCharsets.UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] bad = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(DistributionEvents.parse(bad).changes()).hasSizeLessThanOrEqualTo(1);
            } catch (MalformedException e) {
                assertThat(e.words()).isNotBlank();
            }
        }
    }
}
