package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Progress;
import dev.regent.observe.Workload;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.Trouble;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An engine whose every answer holds a secret somewhere.
final class SecretsInAnswersTest {

    private static final String CANARY = "s3cr3t-canary";

    private final DoubleScenes scenes = new DoubleScenes(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.MANAGER);

    @BeforeEach
    void fill() {
        String id = DoubleScenes.digest("config").value();
        answer("/info", """
                {"ID":"A","Name":"host1","ServerVersion":"20.10.24","HttpProxy":"http://me:CANARY@proxy:8080",
                 "HttpsProxy":"http://me:CANARY@proxy:8080","Labels":["token=CANARY"],"RegistryConfig":{"Mirrors":
                 ["https://me:CANARY@mirror"]},"Swarm":{"LocalNodeState":"active","ControlAvailable":true,"Nodes":1,
                 "Cluster":{"ID":"C","JoinTokens":{"Worker":"CANARY","Manager":"CANARY"},
                 "TLSInfo":{"TrustRoot":"CANARY"}}}}""");
        answer("/containers/json", """
                [{"Id":"a","Names":["/web"],"State":"running","Image":"app:1","ImageID":"%s","Command":"run --key CANARY",
                  "Labels":{"team":"shop","com.docker.compose.project":"shop","db.password":"CANARY","own":"mine"},
                  "Env":["KEY=CANARY"],"Mounts":[{"Type":"bind","Source":"/CANARY"}],
                  "HostConfig":{"NetworkMode":"CANARY"}}]""".formatted(id));
        answer("/services", """
                [{"ID":"s","Spec":{"Name":"api","Labels":{"tier":"production","com.docker.stack.namespace":"shop",
                  "traefik.auth":"CANARY"},"TaskTemplate":{"ContainerSpec":{"Image":"api:1","Env":["K=CANARY"],
                  "Args":["CANARY"],"Labels":{"owner":"ann","other":"CANARY"},"Secrets":[{"SecretName":"CANARY"}]}}},
                  "PreviousSpec":{"TaskTemplate":{"ContainerSpec":{"Image":"api:0","Env":["K=CANARY"]}}}}]""");
        answer("/tasks", """
                [{"ID":"t","ServiceID":"s","Spec":{"ContainerSpec":{"Image":"api:1","Env":["K=CANARY"]}},
                  "Status":{"State":"running","Message":"CANARY","Err":"CANARY"}}]""");
        answer("/nodes", """
                [{"ID":"n","Spec":{"Labels":{"k":"CANARY"},"Role":"manager","Availability":"active"},
                  "Description":{"Hostname":"host1","TLSInfo":{"TrustRoot":"CANARY"}},"Status":{"State":"ready"}}]""");
        answer("/images/json", """
                [{"Id":"%s","RepoTags":["app:1"],"RepoDigests":null,"Labels":{"build":"CANARY"},"Size":7}]""".formatted(id));
    }

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.engine().unexpected()).isEmpty();
    }

    private void answer(String path, String body) {
        scenes.engine().trouble(path, new Trouble.Instead("application/json", body.replace("CANARY", CANARY)));
    }

    private EnvironmentObservation look(Set<String> labels) throws InterruptedException {
        return scenes.over(scenes.engine().tcp()).withHintLabels(labels).observe(Progress.SILENT);
    }

    @Test
    void noneIsTold() throws InterruptedException {
        EnvironmentObservation heard = look(Set.of());

        assertThat(heard.heard()).as(heard.detail()).isEqualTo(Heard.YES);
        assertThat(heard.toString()).doesNotContain(CANARY);
    }

    @Test
    void onlyLabelsThatTellOfAnOwnerOrATierAreHints() throws InterruptedException {
        assertThat(look(Set.of()).facts().workloads())
                .containsExactly(
                        new Workload(
                                "service api",
                                Optional.of("shop"),
                                List.of(
                                        new Hint(Hint.From.LABEL, "tier", "production"),
                                        new Hint(Hint.From.LABEL, "owner", "ann"))),
                        new Workload(
                                "container web",
                                Optional.of("shop"),
                                List.of(new Hint(Hint.From.LABEL, "team", "shop"))));
    }

    @Test
    void labelsThatSomebodyNamedAreHintsToo() throws InterruptedException {
        assertThat(look(Set.of("own")).facts().workloads())
                .last()
                .satisfies(web -> assertThat(web.hints()).contains(new Hint(Hint.From.LABEL, "own", "mine")));
    }

    @Test
    void whatHoldsJoinTokensIsNeverAskedFor() throws InterruptedException {
        look(Set.of());

        assertThat(scenes.engine().asked()).noneMatch(call -> call.contains("/swarm"));
    }
}
