package dev.regent.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.engine.record.RecordCheck;
import dev.regent.testkit.peer.RealServer;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.registry.Writes;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the server keeps: the record that can't be bent unseen, and the last good configuration.
class RecordTest {

    private static RegistryDouble registry;
    private static Watched watched;
    private static RealServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        registry = RegistryDouble.serving(new World(), Behaviour.good().writes(Writes.BY_DIGEST));
        watched = new Watched().registry("main", registry.url(), Watched.UNUSED);
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

        Exported export = Exported.of(server);

        assertThat(export.check()).isInstanceOf(RecordCheck.Intact.class);
        List<String> lines = export.text().lines().toList();
        assertThat(lines).hasSizeGreaterThan(10);
        for (int line = 0; line < lines.size(); line++) {
            List<String> changed = new ArrayList<>(lines);
            changed.set(line, changed(lines.get(line)));
            assertThat(export.check(text(changed)))
                    .as("line %d: %s", line + 1, changed.get(line))
                    .isInstanceOf(RecordCheck.Broken.class);
            changed.remove(line);
            assertThat(export.check(text(changed)))
                    .as("without line %d", line + 1)
                    .isInstanceOf(RecordCheck.Broken.class);
        }
    }

    @Test
    void isExportedAndVerifiedByCommandsThatNameWhatIsWrong() throws IOException, InterruptedException {
        carriedOut("commanded/app");
        Path folder = RealServer.folder();
        Regent regent = new Regent(folder);
        Path file = folder.resolve("record.ndjson");
        String url = server.url().toString();
        regent.run(
                        "login",
                        url,
                        "--token-file",
                        server.data().resolve("admin-token").toString())
                .good();
        regent.run("audit-log", "export", file.toString()).good();

        JsonNode intact = verified(regent, file).with(0);

        List<String> lines = Files.readAllLines(file);
        assertThat(intact.path("intact").asBoolean()).isTrue();
        assertThat(intact.path("sealsChecked").asBoolean()).isTrue();
        assertThat(intact.path("entries").asInt()).isEqualTo(lines.size() - 2);
        List<String> flipped = new ArrayList<>(lines);
        flipped.set(5, flipped.get(5).replaceFirst("\"actor\":\"(.)", "\"actor\":\"_"));
        assertThat(problem(regent, folder, flipped))
                .isEqualTo("6: entry 5 was changed: its content doesn't have its hash");
        List<String> dropped = new ArrayList<>(lines);
        dropped.remove(5);
        assertThat(problem(regent, folder, dropped)).isEqualTo("6: entry 5 is missing");
        List<String> swapped = new ArrayList<>(lines);
        Collections.swap(swapped, 5, 6);
        assertThat(problem(regent, folder, swapped))
                .isEqualTo(
                        "6: entry 6 stands where entry 5 belongs, which comes only in line 7: the order was changed");
        int last = lines.size() - 2;
        List<String> shortened = new ArrayList<>(lines);
        shortened.remove(last);
        assertThat(problem(regent, folder, shortened))
                .isEqualTo(last + 1 + ": the end is missing: entry " + last + " is missing");
        assertThat(problem(regent, folder, lines.subList(0, last)))
                .isEqualTo(last + 1 + ": line " + (last + 1)
                        + " is no line of a record: the end is missing: the file was cut off here");
    }

    private static Regent.Ran verified(Regent regent, Path file) throws IOException, InterruptedException {
        String key = server.data().resolve("audit-key").toString();
        return regent.run("audit-log", "verify", file.toString(), "--key-file", key, "--output", "json");
    }

    /// The line that is named first, and what is said of it.
    private static String problem(Regent regent, Path folder, List<String> lines)
            throws IOException, InterruptedException {
        Path bent = Files.writeString(folder.resolve("bent.ndjson"), text(lines));
        JsonNode told = verified(regent, bent).with(1);
        return told.path("line").asText() + ": " + told.path("problem").asText();
    }

    private static String text(List<String> lines) {
        return String.join("\n", lines) + "\n";
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

    private static JsonNode planned(String repository) throws IOException, InterruptedException {
        registry.change(world -> new Builds(world, repository).images(3));
        return api.propose("main", Watched.keepNewest(1, repository));
    }

    private static JsonNode carriedOut(String repository) throws IOException, InterruptedException {
        JsonNode ended = api.ended(api.apply(planned(repository)));
        assertThat(ended.path("state").asText()).isEqualTo("done");
        return ended;
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
