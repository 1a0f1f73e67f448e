package dev.regent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command as scripts see it: exit code, standard output, standard error.
class AuditCommandTest {

    private static final String POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: p}
            rules:
              - keep: {newest: 1}
              - remove: {olderThan: 30d}
            """;

    @TempDir
    Path folder;

    private record Ran(int exit, String out, String err) {
        JsonNode json() throws Exception {
            return new ObjectMapper().readTree(out);
        }
    }

    private static Ran run(String... args) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(captured, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
            int exit = Main.execute(args);
            return new Ran(exit, captured.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static World world() {
        World world = new World();
        ImageBuilder.in(world, "team/app", "old")
                .created("2024-01-01T00:00:00Z")
                .layer("old")
                .push("1.0");
        ImageBuilder.in(world, "team/app", "new")
                .created("2024-06-01T00:00:00Z")
                .layer("new")
                .push("2.0");
        return world;
    }

    private Path policy(String text) throws Exception {
        return Files.writeString(folder.resolve("policy.yaml"), text);
    }

    @Test
    void showsTheDemoInEveryFormat() throws Exception {
        assertThat(run("audit", "--demo").out()).contains("images could go").contains("shop/checkout");
        assertThat(run("audit", "--demo", "--output", "html").out()).startsWith("<!doctype html>");
        Ran json = run("audit", "--demo", "--output", "json");
        assertThat(json.exit()).isZero();
        assertThat(json.err()).isEmpty();
        assertThat(json.json().path("plan").path("steps").size()).isGreaterThan(100);
        assertThat(json.json().path("sources").findValuesAsText("heard")).containsOnly("yes");
    }

    @Test
    void printsThePlanOfARegistryAndOfItsVolumeAlike() throws Exception {
        Path volume = folder.resolve("volume");
        VolumeWriter.write(world(), volume);
        String policy = policy(POLICY).toString();
        List<JsonNode> plans = new ArrayList<>();
        try (RegistryDouble registry = RegistryDouble.serving(world())) {
            for (String address : List.of(registry.url().toString(), "storage:" + volume)) {
                Ran ran = run("audit", address, "--policy", policy, "--at", "2024-07-02", "--output", "json");
                assertThat(ran.exit()).isZero();
                plans.add(ran.json().path("plan"));
            }
        }
        assertThat(plans.get(0).path("digest")).isEqualTo(plans.get(1).path("digest"));
        assertThat(plans.get(0).path("steps").findValuesAsText("tags")).hasSize(1);
        assertThat(plans.get(0).path("steps").path(0).path("tags").path(0).asText())
                .isEqualTo("1.0");
        assertThat(plans.get(0).path("reclaimExact").asBoolean()).isFalse();
        assertThat(plans.get(1).path("reclaimExact").asBoolean()).isTrue();
    }

    @Test
    void saysWhereAPolicyIsWrongAndPrintsNothingElse() throws Exception {
        Path policy = policy(POLICY.replace("newest", "newst"));

        Ran ran = run("audit", "storage:" + folder, "--policy", policy.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(policy + ":5:").contains("newest");
    }

    @Test
    void refusesWhatItCanNotUnderstand() {
        for (String[] args : new String[][] {
            {"audit"},
            {"audit", "registry:5000"},
            {"audit", "ftp://registry"},
            {"audit", "http://user:canary@registry"},
            {"audit", "http://registry/path"},
            {"audit", "http://registry", "--output", "xml"},
            {"audit", "http://registry", "--timeout", "soon"},
            {"audit", "http://registry", "--timeout", "0s"},
            {"audit", "http://registry", "--at", "yesterday"},
            {"audit", "http://registry", "--environment", "host"},
            {"audit", "http://registry", "--environment", "host=ftp://x"},
            {"audit", "http://registry", "--repository", ""},
            {"audit", "http://registry", "http://registry"},
            {"audit", "http://registry", "--auth-file", "/does/not/exist"},
            {"audit", "--demo", "http://registry"},
            {"frobnicate"}
        }) {
            Ran ran = run(args);
            assertThat(ran.exit()).as(String.join(" ", args)).isEqualTo(2);
            assertThat(ran.out()).as(String.join(" ", args)).isEmpty();
            assertThat(ran.err()).as(String.join(" ", args)).isNotEmpty().doesNotContain("canary");
        }
    }

    @Test
    void failsWhenNoRegistryCouldBeReadAndStillPrintsWhatItKnows() throws Exception {
        Ran ran = run("audit", "http://127.0.0.1:1", "--output", "json");

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.json().path("sources").path(0).path("heard").asText()).isEqualTo("no");
    }

    @Test
    void tellsByItsExitThatSomethingWasNotHeard() throws Exception {
        Behaviour lame = Behaviour.good().fault(Fault.status(403).onReference("1.0"));
        try (RegistryDouble registry = RegistryDouble.serving(world(), lame)) {
            Ran ran = run(
                    "audit",
                    registry.url().toString(),
                    "--policy",
                    policy(POLICY).toString(),
                    "--at",
                    "2024-12-31T00:00:00Z",
                    "--output",
                    "json");
            assertThat(ran.exit()).isEqualTo(3);
            assertThat(ran.json().path("tags").asInt()).isEqualTo(2);
            assertThat(ran.json().path("plan").path("steps").size()).isZero();
            assertThat(ran.json().path("sources").path(0).path("detail").asText())
                    .contains("team/app: tag 1.0: answered 403");
        }
    }

    @Test
    void helpsWithEveryOption() {
        Ran ran = run("audit", "--help");

        assertThat(ran.exit()).isZero();
        assertThat(ran.out())
                .contains("--policy", "--environment", "--repository", "--auth-file", "--ca-file", "--insecure")
                .contains("--token-realm", "--timeout", "--at", "--output", "--demo", "Exit codes");
    }
}
