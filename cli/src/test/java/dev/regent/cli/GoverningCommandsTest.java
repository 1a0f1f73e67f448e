package dev.regent.cli;

import static dev.regent.cli.remote.Answers.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.audit.AuditKey;
import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.Replies;
import dev.regent.cli.remote.ServerDouble;
import dev.regent.engine.record.RecordFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pins, environments, tokens, policies and the record, as scripts and people see them.
class GoverningCommandsTest {

    private static final String PIN = """
            {"id": "p1", "image": "team/app:1.0", "reason": "audit", "owner": "team-a", "until": "2027-01-01T00:00:00Z",
             "source": "api", "by": "alice", "at": "2026-11-20T12:00:00Z"}
            """;
    private static final String MADE = """
            {"id": "t4", "name": "ci", "role": "proposer", "registries": ["main*"], "createdAt": "2026-11-20T12:00:00Z",
             "expires": "2027-02-18T12:00:00Z", "revoked": false, "token": "rgt_new"}
            """;
    private static final byte[] KEY = "k".repeat(32).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private ServerDouble server;
    private Called called;

    @BeforeEach
    void start() throws Exception {
        server = ServerDouble.start();
        called = Called.at(server, folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void pinsAnImage() {
        server.says("POST /pins", 201, PIN).says("GET /pins", items(PIN));
        String[] pin = {"pin", "team/app:1.0", "--reason", "audit", "--until", "2027-01-01", "--owner", "team-a"};

        assertThat(called.regent(pin).out()).isEqualTo("""
                Pinned team/app:1.0
                  Reason      audit
                  Owner       team-a
                  Until       2027-01-01 00:00 UTC (in 41 d)
                """);
        assertThat(server.sent("POST", "/pins"))
                .hasToString("{\"image\":\"team/app:1.0\",\"reason\":\"audit\",\"owner\":\"team-a\","
                        + "\"until\":\"2027-01-01T00:00:00Z\"}");
        assertThat(called.regent("pins").out()).isEqualTo("""
                1 pin
                  image         until    owner
                  team/app:1.0  in 41 d  team-a

                WHY
                  - team/app:1.0: audit
                """);
        assertThat(called.regent("pin", "a", "--reason", "x", "--until", "soon").err())
                .contains("--until wants");
        assertThat(called.regent("pin", "a").exit()).isEqualTo(2);
    }

    @Test
    void unpinsWhatWasPinnedByHandAndSaysWhatStays() {
        String other = PIN.replace("team/app:1.0", "b").replace("p1", "p2");
        String configured = PIN.replace("p1", "c1").replace("\"api\"", "\"configuration\"");
        server.does("DELETE /pins/p1", Replies.body(204, "text/plain", ""))
                .says("GET /pins", items(PIN, other))
                .says("GET /pins", items(PIN, other, configured))
                .says("GET /pins", items(configured));
        String[] unpin = {"unpin", "team/app:1.0", "--reason", "over", "--output", "json"};

        Ran whole = called.regent(unpin);
        assertThat(whole.exit()).isZero();
        assertThat(whole.json().toString())
                .isEqualTo("{\"image\":\"team/app:1.0\",\"unpinned\":[\"p1\"],\"stillPinned\":false}");
        assertThat(called.regent(unpin).exit()).isEqualTo(4);
        assertThat(called.regent(unpin).err()).contains("by the server's configuration only");
        assertThat(called.regent("unpin", "c", "--reason", "over"))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "regent: c has no pin; `regent pins` lists what is pinned, and how it is written"
                                + " there\n"));
    }

    @Test
    void saysWhatIsTrueOfAnEnvironment() {
        String environment =
                "{\"name\": \"host\", \"state\": \"retired\", \"heard\": \"no\", \"uses\": 0, \"remembered\": 4}";
        server.says("POST /environments/host/retire", environment).says("POST /environments/host/confirm", environment);

        assertThat(called.regent("environment", "retire", "host", "--reason", "off")
                        .out())
                .isEqualTo("""
                Retired environment host
                  State       retired
                  Uses        0 now, 4 remembered
                  Observed    -
                """);
        Ran confirmed = called.regent("environment", "confirm", "host", "--reason", "ok", "--output", "json");
        assertThat(confirmed.json().path("state").asText()).isEqualTo("retired");
        assertThat(server.sent("POST", "/environments/host/confirm")).hasToString("{\"reason\":\"ok\"}");
        assertThat(called.regent("environment").err()).contains("a command is wanted: retire, confirm");
        assertThat(called.regent("environment").exit()).isEqualTo(2);
    }

    @Test
    void printsANewTokenAloneForAScriptToTake() {
        server.says("POST /tokens", 201, MADE);
        String[] create = {
            "token", "create", "--name", "ci", "--role", "proposer", "--registry", "main*", "--expires", "90d"
        };

        assertThat(called.regent(create))
                .isEqualTo(new Ran(0, "rgt_new\n", "regent: token t4 for ci; it is shown this once\n"));
        assertThat(server.sent("POST", "/tokens"))
                .hasToString(
                        "{\"name\":\"ci\",\"role\":\"proposer\",\"registries\":[\"main*\"],\"expiresIn\":\"P90D\"}");
        assertThat(called.regent("token", "create", "--name", "ci", "--role", "king")
                        .exit())
                .isEqualTo(2);
        assertThat(called.regent("token", "create", "--name", "a", "--role", "viewer", "--output", "json")
                        .json()
                        .path("token")
                        .asText())
                .isEqualTo("rgt_new");
    }

    @Test
    void writesANewTokenToAFileForItsOwnerAlone() throws Exception {
        server.says("POST /tokens", 201, MADE).says("POST /tokens", 403, "{\"detail\": \"administer is missing\"}");
        Path file = folder.resolve("ci.token");
        String[] create = {"token", "create", "--name", "ci", "--role", "proposer", "--to", file.toString()};

        Ran ran = called.regent(create);
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).contains("Token t4 for ci", "in 90 d").doesNotContain("rgt_new");
        assertThat(file).hasContent("rgt_new\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        assertThat(called.regent(create).err()).contains("this file exists");
        assertThat(server.requests()).hasSize(1);
        Files.delete(file);
        assertThat(called.regent(create)).isEqualTo(new Ran(1, "", "regent: administer is missing\n"));
        assertThat(file).doesNotExist();
    }

    @Test
    void listsAndRevokesTokens() {
        server.says("GET /tokens", items(MADE.replace(", \"token\": \"rgt_new\"", "")))
                .does("DELETE /tokens/t4", Replies.body(204, "text/plain", ""));

        assertThat(called.regent("token", "list").out()).isEqualTo("""
                1 token
                  id  name  role      expires   used
                  t4  ci    proposer  in 90 d  never
                """);
        assertThat(called.regent("token", "revoke", "t4").out()).isEqualTo("Revoked token t4\n");
        assertThat(called.regent("token", "revoke", "t4", "--output", "json")
                        .json()
                        .path("revoked")
                        .asBoolean())
                .isTrue();
        assertThat(called.regent("token", "revoke", "rgt_canary").exit()).isEqualTo(2);
    }

    @Test
    void checksPoliciesWithoutAServer() throws Exception {
        String text = """
                apiVersion: regent.dev/v1
                kind: RetentionPolicy
                metadata: {name: p}
                rules:
                  - keep: {newest: 3}
                """;
        Path good = Files.writeString(folder.resolve("good.yaml"), text);
        Path bad = Files.writeString(
                folder.resolve("bad.yaml"), text.replace("newest", "newst").replace("p}", "q}"));
        Called alone = Called.in(folder);

        Ran ran = alone.regent("policy", "check", good.toString());
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).startsWith("1 policy, nothing wrong\n").contains("  - keep {newest: 3}\n");
        assertThat(alone.regent("policy", "check", "" + good, "--output", "json")
                        .json()
                        .path("policies")
                        .path(0)
                        .path("name")
                        .asText())
                .isEqualTo("p");
        Ran wrong = alone.regent("policy", "check", good.toString(), bad.toString());
        assertThat(wrong.exit()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith(bad + ":5:");
        assertThat(alone.regent("policy", "check").exit()).isEqualTo(2);
    }

    private static String record() throws Exception {
        AuditKey key = new AuditKey(KEY);
        Draft draft = new Draft(Called.NOW, "s", "alice", "plan.approved", "sha256:1", "why", Map.of());
        Entry one = Entry.after(Entry.Head.START, draft, key);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RecordFile.write(Entry.Head.START, Stream.of(one, Entry.after(one.head(), draft, key)), key, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void exportsTheRecordAndChecksIt() throws Exception {
        server.does("GET /audit/export", Replies.body(200, "application/x-ndjson", record()));
        Path file = folder.resolve("record.ndjson");
        Path key = Files.writeString(folder.resolve("key"), HexFormat.of().formatHex(KEY) + "\n");
        Path wrong = Files.writeString(folder.resolve("wrong"), "0f".repeat(32));
        Path raw = Files.write(folder.resolve("raw"), KEY);

        assertThat(called.regent("audit-log", "export", "-").out()).isEqualTo(record());
        assertThat(called.regent("audit-log", "export", "" + file, "--output", "json")
                        .json()
                        .path("bytes")
                        .asLong())
                .isEqualTo(record().length());
        assertThat(file).hasContent(record());
        assertThat(called.regent("audit-log", "export", "" + folder.resolve("none/record"))
                        .exit())
                .isEqualTo(2);

        Called alone = Called.in(folder);
        Ran good = alone.regent("audit-log", "verify", "" + file, "--key-file", "" + key, "--output", "json");
        assertThat(good.exit()).isZero();
        assertThat(good.json().path("entries").asLong()).isEqualTo(2);
        assertThat(good.json().path("sealsChecked").asBoolean()).isTrue();
        assertThat(alone.regent("audit-log", "verify", "" + file).out()).contains("nothing was changed", "not checked");
        assertThat(alone.regent("audit-log", "verify", "" + file, "--key-file", "" + wrong)
                        .exit())
                .isEqualTo(1);
        assertThat(alone.regent("audit-log", "verify", "" + file, "--key-file", "" + raw)
                        .err())
                .contains(raw + ": an audit key is 32 bytes or more, written as hexadecimal digits")
                .doesNotContain("kkkk");
        Files.writeString(file, record().replaceFirst("alice", "malice"));
        Ran changed = alone.regent("audit-log", "verify", "" + file, "--output", "json");
        assertThat(changed.exit()).isEqualTo(1);
        assertThat(changed.json().path("line").asLong()).isEqualTo(2);
        assertThat(alone.regent("audit-log", "verify", "" + folder.resolve("none"))
                        .exit())
                .isEqualTo(2);
        assertThat(alone.regent("audit-log", "verify", "" + file, "--key-file", "" + folder)
                        .exit())
                .isEqualTo(2);
    }

    @Test
    void leavesNoHalfRecordBehind() throws Exception {
        server.does("GET /audit/export", Replies.cut("application/x-ndjson", record()));
        Path file = folder.resolve("record.ndjson");

        Ran ran = called.regent("audit-log", "export", file.toString());

        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.err()).contains("the record could not be taken", "try again");
        assertThat(file).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(path -> "" + path.getFileName())).containsOnly("token");
        }
    }
}
