package dev.regent.cli;

import static dev.regent.cli.remote.Answers.DIGEST;
import static dev.regent.cli.remote.Answers.PLAN;
import static dev.regent.cli.remote.Answers.PLAN_HEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.Answers;
import dev.regent.cli.remote.ServerDouble;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Proposing, reading and approving, as scripts and people see it.
class PlanCommandsTest {

    private static final String POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: %s}
            rules:
              - remove: {olderThan: 30d}
            """;

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
    void printsThePlanThatTheServerMade() {
        server.says("POST /plans", 201, PLAN);

        Ran ran = called.regent("plan", "--registry", "main", "--image", "team/app:1.0", "--output", "json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.json().path("digest").asText()).isEqualTo(DIGEST);
        assertThat(ran.json().path("expires").asText()).isEqualTo("2026-11-27T09:00:00Z");
        assertThat(server.sent("POST", "/plans")).hasToString("{\"registry\":\"main\",\"images\":[\"team/app:1.0\"]}");
    }

    @Test
    void drawsThePlanForPeople() {
        server.says("POST /plans", 201, PLAN);

        assertThat(called.regent("plan", "--registry", "main").out()).isEqualTo("""
                Plan 7e5137f1736d: open, 2 steps
                  sha256:7e5137f1736d826666d2a3b6d3a7b92809085c8fc5ba615e5530be14f5ea9718
                  Registry    main
                  Proposed    by bob, 2026-11-20 09:00 UTC (3 h ago)
                  Expires     2026-11-27 09:00 UTC (in 6 d)
                  Frees       1.5 MiB
                  Risk        high 1, low 1
                  Undo        none 1, until-gc 1

                STEPS  riskiest first
                  risk  image                                      built      bytes  undo
                  high  team/web<U+001B>[31m:a, b, c and 1 more     50 d    1.0 MiB  none
                  low   team/app:1.0                             1,054 d  512.0 KiB  until-gc
                  ! team/web<U+001B>[31m:a, b, c and 1 more: young; four tags

                NEXT  somebody who may approve says why
                    regent approve 7e5137f1736d --reason TEXT
                """);
    }

    @Test
    void saysHowLongCarryingItOutTakesAndByWhatThatIsKnown() {
        server.says("POST /plans", 201, taking(170, "measured", "\"most of it goes to team/app\""));
        assertThat(called.regent("plan", "--registry", "main").out()).contains("""
                  Takes       about 3 min (85 s to 6 min), by 120 steps measured
                              most of it goes to team/app
                """);
    }

    @Test
    void saysThatATimeIsOnlyAssumed() {
        server.says("POST /plans", 201, taking(0.2, "assumed", ""));
        assertThat(called.regent("plan", "--registry", "main").out())
                .contains("Takes       about 1 s (1 s to 1 s), assumed: too few steps were carried out");
    }

    private static String taking(double seconds, String basis, String notes) {
        return PLAN.replaceFirst(
                "\"large\": false",
                "$0, \"duration\": {\"seconds\": " + seconds + ", \"atLeast\": "
                        + seconds / 2 + ", \"atMost\": " + 2 * seconds + ", \"basis\": \"" + basis
                        + "\", \"steps\": 120, \"notes\": [" + notes + "]}");
    }

    @Test
    void staysWithinANarrowTerminal() {
        server.says(
                "POST /plans",
                201,
                Answers.plan("\"no\"", false, "\"the registry doesn't say that its environments are all\""));

        Ran ran = called.with("COLUMNS", "50").regent("plan", "--registry", "main");

        assertThat(ran.exit()).isEqualTo(3);
        assertThat(ran.out().lines().filter(line -> line.length() > 50)).isEmpty();
        assertThat(ran.out()).contains("NOT HEARD", "! host: no", "start the engine", "CAN'T BE APPROVED");
    }

    @Test
    void coloursForATerminalOnly() {
        server.says("POST /plans", 201, PLAN);
        String[] args = {"plan", "--registry", "main"};
        Called terminal = called.with("REGENT_STDOUT_TERMINAL", "1");

        assertThat(called.regent(args).out()).doesNotContain("\u001b");
        assertThat(terminal.regent(args).out()).contains("\u001b[1mPlan");
        assertThat(terminal.with("NO_COLOR", "1").regent(args).out()).doesNotContain("\u001b");
    }

    @Test
    void sendsSeveralPolicyFilesAsOneTextOfDocuments() throws Exception {
        server.says("POST /plans", 200, PLAN);
        Path one = Files.writeString(
                folder.resolve("a.yaml"), POLICY.formatted("a").strip());
        Path two = Files.writeString(folder.resolve("b.yaml"), "---\n" + POLICY.formatted("b"));
        Path three = Files.writeString(folder.resolve("c.yaml"), POLICY.formatted("c"));

        Ran ran = called.regent(
                "plan", "--registry", "main", "--policy", "" + one, "--policy", "" + two, "--policy", "" + three);

        assertThat(ran.err()).isEmpty();
        assertThat(server.sent("POST", "/plans").path("policy").asText())
                .isEqualTo(POLICY.formatted("a") + "---\n" + POLICY.formatted("b") + "---\n" + POLICY.formatted("c"));
    }

    @Test
    void readsPoliciesBeforeItAsksTheServer() throws Exception {
        Path policy = Files.writeString(
                folder.resolve("p.yaml"), POLICY.formatted("p").replace("older", "oldr"));

        Ran ran = called.regent("plan", "--registry", "main", "--policy", policy.toString());

        assertThat(ran.exit()).isEqualTo(2);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(policy + ":5:");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void saysWhatTheServerCouldNotUnderstand() {
        server.says("POST /plans", 400, "{\"detail\": \"there is no registry nosuch; there are: main\"}");

        Ran ran = called.regent("plan", "--registry", "nosuch", "--output", "json");

        assertThat(ran).isEqualTo(new Ran(2, "", "regent: there is no registry nosuch; there are: main\n"));
    }

    @Test
    void approvesByTheBeginningOfADigest() {
        for (String name : new String[] {"7e51", "sha256:7e51", "SHA256:7E51"}) {
            server.says("GET /plans/sha256:7e51", PLAN);
            server.says("POST /plans/" + DIGEST + "/approvals", 201, """
                    {"plan": "%s", "approval": "a1", "by": "alice", "until": "2026-11-21T12:00:00Z"}
                    """.formatted(DIGEST));

            Ran ran = called.regent("approve", name, "--reason", "agreed", "--allow-large", "--output", "json");

            assertThat(ran.exit()).isZero();
            assertThat(ran.json().toString())
                    .isEqualTo("{\"plan\":\"" + DIGEST
                            + "\",\"approval\":\"a1\",\"by\":\"alice\",\"until\":\"2026-11-21T12:00:00Z\"}");
            assertThat(server.sent("POST", "/plans/" + DIGEST + "/approvals"))
                    .hasToString("{\"reason\":\"agreed\",\"allowLarge\":true}");
        }
        assertThat(called.regent("approve", "7e51", "--reason", "agreed").out()).isEqualTo("""
                Approved plan 7e5137f1736d
                  Registry    main
                  Steps       2
                  Frees       1.5 MiB
                  Approval    a1, by alice
                  Until       2026-11-21 12:00 UTC (in 24 h)

                NEXT
                    regent apply 7e5137f1736d --wait
                """);
    }

    @Test
    void listsWhatABeginningCouldMean() {
        server.says("GET /plans/sha256:7", 409, """
                {"detail": "7 is the beginning of 2 plans; give more digits", "candidates": ["sha256:70", "sha256:71"]}
                """);

        assertThat(called.regent("approve", "7", "--reason", "x")).isEqualTo(new Ran(1, "", """
                        regent: 7 is the beginning of 2 plans; give more digits
                          - sha256:70
                          - sha256:71
                        """));
    }

    @Test
    void givesEachReasonOfARefusalALine() {
        server.says("GET /plans/sha256:7e51", PLAN);
        server.says("POST /plans/" + DIGEST + "/approvals", 409, """
                {"detail": "the plan can't be approved", "reasons": ["it has expired", "host was not heard\\u001b[2J"]}
                """);

        assertThat(called.regent("approve", "7e51", "--reason", "x")).isEqualTo(new Ran(1, "", """
                        regent: the plan can't be approved
                          - it has expired
                          - host was not heard<U+001B>[2J
                        """));
    }

    @Test
    void listsPlansPageAfterPage() {
        server.says("GET /plans?registry=main", "{\"items\": [" + PLAN_HEAD + "], \"next\": \"c 2\"}");
        server.says("GET /plans?registry=main&cursor=c%202", Answers.items(PLAN_HEAD));

        assertThat(called.regent("plans", "--registry", "main", "--output", "json")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
        assertThat(called.regent("plans", "--registry", "main").out()).isEqualTo("""
                2 plans
                  plan          state  registry  steps    frees     made
                  7e5137f1736d  open   main          2  1.5 MiB  3 h ago
                  7e5137f1736d  open   main          2  1.5 MiB  3 h ago
                """);
    }

    @Test
    void showsOnePlan() {
        server.says("GET /plans/sha256:7e", PLAN);

        assertThat(called.regent("plans", "7e").out()).contains("by bob", "1.5 MiB");
        assertThat(called.regent("plans", "7e", "--registry", "main").exit()).isEqualTo(2);
        assertThat(called.regent("plans", "main").err())
                .contains("PLAN is a plan's digest")
                .contains("main");
    }
}
