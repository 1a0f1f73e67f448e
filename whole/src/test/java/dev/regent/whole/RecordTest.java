package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.audit.AuditKey;
import dev.regent.engine.record.RecordCheck;
import dev.regent.engine.record.RecordFile;
import dev.regent.store.record.AuditKeyFile;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Auth;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the server keeps: the record that can't be bent unseen, a configuration that broke, and
/// secrets that nobody reads anywhere.
class RecordTest {

    private static final String PASSWORD = "canary-Zm9vYmFy-7391";

    private static RegistryDouble registry;
    private static Watched watched;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(
                new World(), Behaviour.good().writes(Writes.BY_DIGEST).auth(Auth.basic("regent", PASSWORD)));
        watched = new Watched();
        Path user = Files.writeString(watched.folder().resolve("user"), "regent\n");
        Path password = Files.writeString(watched.folder().resolve("password"), PASSWORD + "\n");
        watched.registry(
                "main",
                registry.url(),
                "credentials: {usernameFile: \"" + user + "\", passwordFile: \"" + password + "\"}, " + Watched.UNUSED);
        server = RealServer.start(watched.write(), RealServer.Options.USUAL);
        api = new Api(server.url(), server.token());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        registry.close();
    }

    @Test
    void exportsARecordThatShowsEveryChange() throws IOException, InterruptedException {
        carriedOut("recorded/app");
        AuditKey key = AuditKeyFile.readOrCreate(server.data().resolve("audit-key"), true);

        Api.Answer export = api.get("/audit/export");

        assertThat(export.status()).isEqualTo(200);
        assertThat(check(export.text(), key)).isInstanceOf(RecordCheck.Intact.class);
        List<String> lines = export.text().lines().toList();
        assertThat(lines).hasSizeGreaterThan(10);
        for (int line = 0; line < lines.size(); line++) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(line, changed(lines.get(line)));
            assertThat(check(String.join("\n", changed) + "\n", key))
                    .as("line %d: %s", line + 1, changed.get(line))
                    .isInstanceOf(RecordCheck.Broken.class);
            changed.remove(line);
            assertThat(check(String.join("\n", changed) + "\n", key))
                    .as("without line %d", line + 1)
                    .isInstanceOf(RecordCheck.Broken.class);
        }
    }

    @Test
    void keepsTheLastGoodConfigurationInForceAndSaysWhatIsWrong() throws IOException, InterruptedException {
        JsonNode before = api.get("/policies").with(200).path("items");
        String good = Files.readString(watched.file());

        Files.writeString(watched.file(), good + "grace: sometimes\n");
        try {
            JsonNode policies = Awaited.value(() -> api.get("/policies").with(200), now -> now.has("problem"));
            assertThat(policies.path("problem").asText())
                    .contains("regent.yaml:")
                    .contains("grace");
            assertThat(policies.path("items")).isEqualTo(before);
            carriedOut("unbroken/app");
        } finally {
            Files.writeString(watched.file(), good);
        }
        Awaited.until(() -> !api.get("/policies").with(200).has("problem"));
        assertThat(api.get("/audit?limit=1000").with(200).path("items").findValuesAsText("action"))
                .contains("configuration.broken");
    }

    @Test
    void tellsNobodyAPassword() throws IOException, InterruptedException, SQLException {
        String execution = carriedOut("secret/app").path("execution").asText();
        assertThat(registry.heard(PASSWORD)).as("it is in use").isTrue();
        String kept = new OwnDatabase(server.data()).dump();
        List<String> told = new ArrayList<>(List.of(server.log(), kept));
        for (String page : List.of(
                "/whoami",
                "/sources",
                "/registries",
                "/registries/main",
                "/registries/main/repositories",
                "/registries/main/gc",
                "/images",
                "/environments",
                "/uses",
                "/policies",
                "/plans",
                "/approvals",
                "/executions",
                "/executions/" + execution,
                "/pins",
                "/tokens",
                "/audit?limit=1000",
                "/audit/export",
                "/undo",
                "/openapi")) {
            Api.Answer answer = api.get(page);
            assertThat(answer.status()).as(page + answer.text()).isEqualTo(200);
            told.add(answer.text());
        }
        String encoded = Base64.getEncoder().encodeToString(("regent:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        assertThat(told).noneMatch(text -> text.contains(PASSWORD) || text.contains(encoded));
        assertThat(server.log() + kept).as("nor its own token").doesNotContain(server.token());
    }

    private static JsonNode planned(String repository) throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, repository).images(3));
        return api.propose("main", Watched.keepNewest(1, repository));
    }

    private static JsonNode carriedOut(String repository) throws IOException, InterruptedException {
        JsonNode ended = api.ended(api.apply(planned(repository)));
        assertThat(ended.path("state").asText()).isEqualTo("done");
        return ended;
    }

    private static RecordCheck check(String file, AuditKey key) throws IOException {
        return RecordFile.verify(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)), Optional.of(key));
    }

    /// The line with another letter or digit in the middle of it.
    private static String changed(String line) {
        int at = line.length() / 2;
        while (!Character.isLetterOrDigit(line.charAt(at))) {
            at++;
        }
        return line.substring(0, at) + (line.charAt(at) == '7' ? '8' : '7') + line.substring(at + 1);
    }
}
