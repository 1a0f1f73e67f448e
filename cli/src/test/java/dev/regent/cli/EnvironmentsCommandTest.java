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

/// Where images run, and what runs there.
class EnvironmentsCommandTest {

    private static final String PRODUCTION = """
            {"name": "portainer/prod", "kind": "docker", "directory": "portainer", "url": "", "identity": "swarm-1",
             "state": "watched", "heard": "yes", "heardSince": "2026-11-19T12:00:00Z", "detail": "12 containers",
             "observedAt": "2026-11-20T11:59:00Z", "ageSeconds": 60, "freshness": "events", "uses": 12, "remembered": 1,
             "tiers": {"development": 0, "production": 7, "staging": 0, "unknown": 2}, "nodes": ["n1", "n2"],
             "notices": [{"kind": "password-in-answer", "subject": "registry 3", "words": "its password was shown",
                          "remedy": "use a key of a user who isn't an administrator"}]}
            """;
    private static final String LOST = """
            {"name": "edge", "kind": "docker", "url": "tcp://edge:2376", "state": "watched", "heard": "no",
             "heardSince": "2026-11-18T12:00:00Z", "why": "connection refused",
             "lift": "mend that", "detail": "connection refused", "observedAt": "2026-11-20T11:58:00Z",
             "freshness": "polling", "uses": 0, "remembered": 3,
             "tiers": {"development": 0, "production": 0, "staging": 0, "unknown": 3}, "nodes": [], "notices": []}
            """;
    private static final String WORKLOAD = """
            {"environment": "portainer/prod", "name": "service web", "space": "shop",
             "tier": {"value": "production", "source": "label tier"}, "team": {"value": "shop", "source": "label team"},
             "conflicts": [], "heardAt": "2026-11-20T11:59:00Z", "ageSeconds": 60,
             "images": [
               {"container": "proxy", "kind": "running", "reference": "foreign.example/proxy:1", "digests": [],
                "since": "2026-11-19T12:00:00Z", "held": "foreign", "places": [],
                "why": "foreign.example is neither looked at nor approved"},
               {"kind": "running", "reference": "registry.example/shop/web:2", "digests": [],
                "since": "2026-11-20T11:00:00Z", "held": "held",
                "places": [{"registry": "main", "repository": "shop/web"}]}]}
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
    void listsEnvironmentsAndSaysWhatIsWrongWithThem() {
        server.says("GET /environments", items(PRODUCTION, LOST)).says("GET /environments", items(PRODUCTION));

        assertThat(called.regent("environments")).isEqualTo(new Ran(3, """
                2 environments
                  heard  name            kind     observed  uses  production
                  yes    portainer/prod  docker   60 s ago    13           9
                  no     edge            docker  2 min ago     3           3
                  ! portainer/prod: registry 3: its password was shown
                    do: use a key of a user who isn't an administrator
                  ! edge: connection refused
                    do: mend that
                """, ""));
        assertThat(called.regent("environments", "--output", "json").exit()).isZero();
    }

    @Test
    void showsOneEnvironmentWithWhatRunsThere() {
        server.says(
                        "GET /environments/portainer%2Fprod",
                        "{\"environment\": " + PRODUCTION + ", \"workloads\": {\"items\": []}}")
                .says("GET /workloads?environment=portainer%2Fprod", items(WORKLOAD));

        assertThat(called.regent("environments", "portainer/prod")).isEqualTo(new Ran(0, """
                portainer/prod: docker, watched
                  Through     portainer
                  Identity    swarm-1
                  Heard       yes since 2026-11-19 12:00 UTC (24 h ago)
                  Looked at   2026-11-20 11:59 UTC (60 s ago)
                  Changes     known within seconds
                  Uses        12 now, 1 remembered
                  Workloads   7 production, 2 unknown
                  Nodes       n1, n2
                  ! portainer/prod: registry 3: its password was shown
                    do: use a key of a user who isn't an administrator

                service web  production, team shop
                  - proxy: foreign.example/proxy:1, running since 2026-11-19 12:00 UTC (24 h
                    ago)
                    foreign: foreign.example is neither looked at nor approved
                  - registry.example/shop/web:2, running since 2026-11-20 11:00 UTC (60 min ago)
                    held by main/shop/web
                """, ""));
        Ran json = called.regent("environments", "portainer/prod", "--output", "json");
        assertThat(json.json().path("environment").path("name").asText()).isEqualTo("portainer/prod");
        assertThat(json.json().path("workloads").path("items").size()).isEqualTo(1);
    }

    @Test
    void saysWhatRunsInProductionThatNoApprovedRegistryHolds() {
        server.says("GET /workloads?tier=production&held=foreign", items(WORKLOAD))
                .says("GET /environments", items(PRODUCTION, LOST));

        assertThat(called.regent("environments", "--tier", "production", "--foreign"))
                .isEqualTo(new Ran(3, """
                1 workload

                portainer/prod: service web  production, team shop
                  - proxy: foreign.example/proxy:1, running since 2026-11-19 12:00 UTC (24 h
                    ago)
                    foreign: foreign.example is neither looked at nor approved
                  ! edge: connection refused
                    do: mend that
                """, ""));
        Ran json = called.regent("environments", "--tier", "production", "--held", "foreign", "--output", "json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.json().path("unheard").toString()).isEqualTo("[\"edge\"]");
    }

    @Test
    void refusesToLookForTwoThingsAtOnce() {
        Ran ran = called.regent("environments", "--foreign", "--held", "missing");

        assertThat(ran)
                .isEqualTo(new Ran(2, "", "regent: --foreign and --held missing contradict each other; keep one\n"));
    }

    @Test
    void printsRegistriesOnOfferAsLinesOfAConfiguration() {
        server.says("GET /registries/offered", items("""
                {"by": "portainer", "name": "Harbor\\n  - name: evil", "host": "harbor.example", "product": "harbor",
                 "authenticated": true, "environments": ["portainer/prod"], "grants": [],
                 "yaml": "  - name: harbor\\n    url: https://harbor.example\\n    environments: [portainer]\\n"}
                """));

        assertThat(called.regent("registries", "--offered")).isEqualTo(new Ran(0, """
                # 1 registry is known and not configured.

                # Harbor<U+000A>  - name: evil (harbor, harbor.example), known to portainer
                # for portainer/prod
                  - name: harbor
                    url: https://harbor.example
                    environments: [portainer]
                """, ""));
    }

    @Test
    void listsRegistries() {
        server.says("GET /registries", items("""
                {"name": "main", "heard": "yes", "observedAt": "2026-11-20T11:55:00Z", "repositories": 12, "tags": 340,
                 "uniqueBytes": 1048576, "reclaimBytes": 524288}
                """));

        assertThat(called.regent("registries")).isEqualTo(new Ran(0, """
                1 registry
                  heard  name   observed  repositories  tags    bytes  reclaimable
                  yes    main  5 min ago            12   340  1.0 MiB    512.0 KiB
                """, ""));
    }
}
