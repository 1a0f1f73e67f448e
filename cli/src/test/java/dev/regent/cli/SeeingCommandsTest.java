package dev.regent.cli;

import static dev.regent.cli.remote.Answers.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.ServerDouble;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is known, as scripts and people see it.
class SeeingCommandsTest {

    private static final String REGISTRY = """
            {"name": "main", "kind": "registry", "heard": "yes", "detail": "", "observedAt": "2026-11-20T11:55:00Z",
             "nextAt": "2026-11-20T13:00:00Z", "requests": 1200, "blindSpots": []}
            """;
    private static final String HOST = """
            {"name": "host", "kind": "environment", "heard": "partly", "detail": "tasks: 403; give the right to list them",
             "requests": 3, "blindSpots": ["tasks of other nodes"], "state": "shrunk", "protecting": 4}
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
    void listsSourcesAndTellsByItsExitThatOneWasNotHeard() {
        server.says("GET /sources", items(REGISTRY)).says("GET /sources", items(REGISTRY, HOST));

        assertThat(called.regent("sources", "--output", "json").exit()).isZero();
        assertThat(called.regent("sources")).isEqualTo(new Ran(3, """
                2 sources
                  heard   name  kind          observed  next
                  yes     main  registry     5 min ago  in 60 min
                  partly  host  environment          -  -
                  ! host: tasks: 403; give the right to list them
                    tasks of other nodes
                  - host: 4 uses that it no longer shows still protect; to end that:
                    regent environment confirm host --reason TEXT
                """, ""));
        assertThat(called.regent("sources", "--output", "json")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void tellsHowFastARegistryAnswersWhereThatIsKnown() {
        String fast = REGISTRY.replaceFirst("}\\s*$", ", \"health\": {\"medianMillis\": 3.14, \"p95Millis\": 1250.4}}");
        String unknown = HOST.replaceFirst("}\\s*$", ", \"health\": {\"medianMillis\": null, \"looks\": 2}}");
        server.says("GET /sources", items(fast, unknown));

        assertThat(called.regent("sources").out()).startsWith("""
                2 sources
                  heard   name  kind          observed  next
                  yes     main  registry     5 min ago  in 60 min
                  partly  host  environment          -  -
                  main: answers take 3.1 ms (median), 1,250 ms (p95)
                  ! host: tasks: 403; give the right to list them
                """);
    }

    @Test
    void saysWhatTheDoctorFound() {
        String good = "{\"source\": \"main\", \"check\": \"read tags\", \"ok\": true, \"detail\": \"10 repositories\"}";
        String unknown = "{\"source\": \"main\", \"check\": \"delete\", \"ok\": null, \"detail\": \"never tried\"}";
        String bad =
                "{\"source\": \"host\", \"check\": \"list\", \"ok\": false, \"detail\": \"403\", \"remedy\": \"add rights\"}";
        server.says("GET /doctor", items(good, unknown)).says("GET /doctor", items(good, unknown, bad));

        assertThat(called.regent("doctor", "--output", "json").exit()).isZero();
        assertThat(called.regent("doctor")).isEqualTo(new Ran(3, """
                3 checks: 1 failed, 1 unknown

                main
                  ok read tags
                     10 repositories
                  ?  delete
                     never tried

                host
                  !  list
                     403
                     do: add rights
                """, ""));
    }

    @Test
    void asksForALook() {
        server.says("POST /registries/main/look", 202, "{\"observation\": \"planned\"}");

        assertThat(called.regent("look", "main").out()).isEqualTo("""
                Looking at main

                NEXT  how far it is, and what it heard
                    regent look main --status
                    regent sources
                """);
        assertThat(called.regent("look", "main", "--output", "json").json().toString())
                .isEqualTo("{\"observation\":\"planned\"}");
        assertThat(called.regent("look", "..").exit()).isEqualTo(2);
        assertThat(called.regent("look", "main", "--status", "--stop").exit()).isEqualTo(2);
    }

    @Test
    void saysHowFarALookIs() {
        server.says("GET /registries/main/look", """
                {"registry": "main", "state": "under way", "beganAt": "2026-11-20T11:58:00Z", "done": 1500, "total": 6000,
                 "perSecond": 12.5, "secondsLeft": 360, "next": "2026-11-20T11:58:00Z"}
                """);

        assertThat(called.regent("look", "main", "--status").out())
                .contains("Look at main: under way", "1,500 of 6,000 read", "13 a second", "6 min");
    }

    @Test
    void explainsAnImage() {
        server.says("GET /images/explain?image=team%2Fapp:1.0&registry=main", """
                {"image": "team/app:1.0", "matches": [{"registry": "main", "repository": "team/app",
                 "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111", "tags": ["1.0"],
                 "role": "image", "verdict": "keep", "rule": "in-use", "reason": "runs in host",
                 "built": "2026-11-10T12:00:00Z", "firstSeen": "2026-11-11T12:00:00Z", "heldBy": [],
                 "holds": ["sha256:2222222222222222222222222222222222222222222222222222222222222222"],
                 "usedBy": [{"environment": "host", "workload": "shop", "kind": "running", "since": "2026-11-19T12:00:00Z"}],
                 "pins": [], "graceEnds": "2026-11-20T13:00:00Z"}]}
                """);
        server.says("GET /images/explain?image=nosuch", "{\"image\": \"nosuch\", \"matches\": []}");

        assertThat(called.regent("explain", "team/app:1.0", "--registry", "main"))
                .isEqualTo(new Ran(0, """
                main/team/app:1.0
                  sha256:1111111111111111111111111111111111111111111111111111111111111111
                  Verdict     keep
                  Rule        in-use
                  Why         runs in host
                  Role        image
                  Built       2026-11-10 12:00 UTC (10 d ago)
                  First seen  2026-11-11 12:00 UTC (9 d ago)
                  Too new     until 2026-11-20 13:00 UTC (in 60 min), whatever the policy says
                  Held by     -
                  Holds       222222222222
                  Used by
                    - shop in host, running since 2026-11-19 12:00 UTC (24 h ago)
                """, ""));
        Ran nowhere = called.regent("explain", "nosuch", "--output", "json");
        assertThat(nowhere.exit()).isEqualTo(1);
        assertThat(nowhere.json().path("matches").size()).isZero();
        assertThat(nowhere.err()).contains("nosuch isn't in any registry that was read");
    }

    @Test
    void listsUses() {
        String use = """
                {"environment": "host", "workload": "shop", "container": "web", "kind": "rollback", "digests": [],
                 "protects": true, "from": "2026-11-18T12:00:00Z", "to": "2026-11-19T12:00:00Z",
                 "why": "the last of two", "tier": "unknown", "team": "shop", "heardAt": "2026-11-20T11:59:00Z",
                 "ageSeconds": 60}
                """;
        server.says("GET /uses?image=team%2Fapp:1.0&environment=host&current=true", items(use))
                .says("GET /uses?image=a", items());

        assertThat(called.regent("uses", "team/app:1.0", "--environment", "host", "--current")
                        .out())
                .isEqualTo("""
                team/app:1.0: 1 use
                  environment  workload  kind      tier       since     heard  protects
                  host         shop      rollback  unknown  2 d ago  60 s ago  yes
                  - shop: the last of two
                """);
        assertThat(called.regent("uses", "a").out()).contains("No environment that was heard uses it");
        assertThat(called.regent("uses", "a", "--output", "json")
                        .json()
                        .path("items")
                        .size())
                .isZero();
    }

    @Test
    void listsPoliciesAndSaysThatNewerOnesAreNotInForce() {
        String policy = """
                {"name": "default", "file": "policies/a.yaml", "rules": ["keep {newest: 3}"], "scope": "**",
                 "digest": "sha256:1111111111111111111111111111111111111111111111111111111111111111"}
                """;
        server.says("GET /policies", items(policy))
                .says("GET /policies", "{\"items\": [" + policy + "], \"problem\": \"a.yaml:3:1: no\"}");

        assertThat(called.regent("policies")).isEqualTo(new Ran(0, """
                1 policy in force

                default  111111111111
                  File        policies/a.yaml
                  Scope       **
                  - keep {newest: 3}
                """, ""));
        Ran stale = called.regent("policies", "--output", "json");
        assertThat(stale.exit()).isEqualTo(1);
        assertThat(stale.json().path("items").size()).isEqualTo(1);
        assertThat(stale.err()).isEqualTo("regent: the newest policy files are not in force: a.yaml:3:1: no\n");
    }

    @Test
    void saysWhatWouldComeFree() {
        String freed = """
                {"registry": "main", "storedBytes": 10240, "freedBytes": 2048,
                 "repositories": [{"repository": "team/app", "manifests": 2, "lostBytes": 3072}],
                 "manifests": [
                  {"repository": "team/app", "digest": "sha256:%s", "tags": ["1.0", "latest"], "why": "named",
                   "with": "", "exclusiveBytes": 1024, "sharedBytes": 1024},
                  {"repository": "team/app", "digest": "sha256:%s", "tags": [], "why": "child", "with": "",
                   "exclusiveBytes": 1024, "sharedBytes": 0}]}
                """.formatted("a".repeat(64), "b".repeat(64));
        server.says("POST /registries/main/what-if", freed).says("POST /registries/main/what-if", freed);

        String out = called.regent("what-if", "team/app:1.0", "team/old", "--registry", "main")
                .out();
        assertThat(out)
                .contains("2.0 KiB would come free of 10.0 KiB in main")
                .contains("team/app            2  3.0 KiB")
                .contains("1.0, latest")
                .contains("aaaaaaaaaaaa")
                .contains("child");
        assertThat(server.sent("POST", "/registries/main/what-if"))
                .hasToString("{\"images\":[\"team/app:1.0\"],\"repositories\":[\"team/old\"]}");
        assertThat(called.regent("what-if", "team/app:1.0", "--registry", "main", "--output", "json")
                        .json()
                        .path("freedBytes")
                        .asLong())
                .isEqualTo(2_048);
    }
}
