package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.ImageReference;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Stack;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What stacks would start, by their files.
final class PortainerStacksTest {

    private final Scenes scenes = new Scenes(Edition.CE_2_23);

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.unexpected()).isEmpty();
    }

    private PortainerWorld world() {
        return scenes.world();
    }

    private static Use declared(String stack, String service, String image) {
        return new Use(
                "p/host",
                "stack " + stack,
                service,
                Use.Kind.DECLARED,
                Optional.of(ImageReference.parse(image).orElseThrow()),
                Set.of());
    }

    @Test
    void declaresWhatStacksWouldStartAlsoStoppedOnes() throws InterruptedException {
        int host = world().environment("host", 1, scenes.engine().tcp());
        int shop = world().team("shop");
        Stack stack = scenes.stack(
                "shop", host, Map.of("TAG", "2.1"), "services: {web: {image: \"r.example/web:${TAG:-1}\"}}");
        world().stack(stack.stopped().usableBy(Set.of(shop)));
        world().stack(scenes.stack(
                "pods", host, Map.of(), "kind: Pod\nspec: {containers: [{name: main, image: \"r.example/pod:3\"}]}\n"));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(seen.detail()).endsWith(", 2 stacks of Portainer");
        assertThat(seen.uses())
                .filteredOn(use -> use.kind() == Use.Kind.DECLARED)
                .containsExactly(
                        declared("shop", "web", "r.example/web:2.1"), declared("pods", "main", "r.example/pod:3"));
        assertThat(seen.facts().workloads())
                .contains(new Workload(
                        "stack shop",
                        Optional.of("shop"),
                        List.of(new Hint(Hint.From.PERSON, "", "dana"), new Hint(Hint.From.TEAM, "", "shop"))));
    }

    @Test
    void isHeardInPartWhereAnImageHangsOnAVariableWithoutAValue() throws InterruptedException {
        int host = world().environment("host", 1, scenes.engine().tcp());
        world().stack(scenes.stack("shop", host, Map.of(), "services: {web: {image: \"r.example/web:$TAG\"}}"));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .isEqualTo("stack shop of p/host, web names its image by variables that have no value in Portainer"
                        + " (TAG); give them one there");
    }

    @Test
    void doesNotTrustADefaultThatAFileInGitCouldOverride() throws InterruptedException {
        int host = world().environment("host", 1, scenes.engine().tcp());
        String url = "https://dana:" + PortainerWorld.CANARY + "@git.example/shop.git?token=" + PortainerWorld.CANARY;
        world().stack(scenes.stack("shop", host, Map.of(), "services: {web: {image: \"r.example/web:${TAG:-1}\"}}")
                .from(url));
        world().stack(scenes.stack(
                        "set", host, Map.of("TAG", "2"), "services: {web: {image: \"r.example/web:${TAG:-1}\"}}")
                .from(url));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .isEqualTo("stack shop of p/host, web names its image by variables (TAG) that a file .env in its Git"
                        + " repository could set, which Portainer doesn't show; set them in Portainer");
        assertThat(seen.uses())
                .contains(declared("shop", "web", "r.example/web:1"), declared("set", "web", "r.example/web:2"));
    }

    @Test
    void saysWhereStacksComeFrom() throws InterruptedException {
        int host = world().environment("host", 1, scenes.engine().tcp());
        world().stack(scenes.stack("shop", host, Map.of(), "services: {web: {image: \"r.example/web:1\"}}")
                .from("https://git.example/shop.git"));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(seen.detail()).endsWith(", 1 stacks of Portainer (stack shop from https://git.example/shop.git)");
    }

    @Test
    void isHeardInPartWhereAStacksFileCanNotBeRead() throws InterruptedException {
        int host = world().environment("host", 1, scenes.engine().tcp());
        world().stack(scenes.stack("shop", host, Map.of(), "").unreadable());
        world().stack(scenes.stack("more", host, Map.of(), "services: {}")
                .withMoreFiles(List.of("more.yml", "a/b.yml")));

        EnvironmentObservation seen = scenes.look("p/host");

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .contains("stack shop of p/host: read a stack's file from p ("
                        + scenes.portainer().base()
                        + "): answered 500 (Unable to retrieve Compose file from disk); look into Portainer's log")
                .contains("stack more of p/host has files besides its first, which Portainer doesn't show (more.yml,"
                        + " a/b.yml); put it into one file");
        assertThat(seen.uses()).isNotEmpty();
    }

    @Test
    void isHeardInPartWhereStacksCanNotBeListed() throws InterruptedException {
        world().environment("host", 1, scenes.engine().tcp());
        scenes.portainer().answer("/api/stacks", 500, "");

        Listing listing = scenes.list();

        assertThat(listing.itself().heard()).isEqualTo(Heard.YES);
        EnvironmentObservation seen = Scenes.look(listing, "p/host");
        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail()).contains("list stacks of").contains("What they would start anew is not known");
    }

    @Test
    void saysWhoChangedAStackLast() throws InterruptedException {
        try (Scenes business = new Scenes(Edition.BE_2_44)) {
            int host = business.world().environment("host", 1, business.engine().tcp());
            business.world().stack(business.stack("shop", host, Map.of(), "services: {}"));
            business.world().logs().changed(Instant.EPOCH.plusSeconds(9), "erin", "PUT /stacks/1?endpointId=1");

            assertThat(business.look("p/host").facts().workloads())
                    .contains(new Workload(
                            "stack shop",
                            Optional.of("shop"),
                            List.of(new Hint(Hint.From.PERSON, "", "dana"), new Hint(Hint.From.CHANGED, "", "erin"))));
            assertThat(business.unexpected()).isEmpty();
        }
    }

    @Test
    void edgeStacksDeclareInEachEnvironmentOfTheirGroups() throws InterruptedException {
        int host = world().environment("host", 4, scenes.engine().tcp());
        int closed = world().environment("closed", 7);
        world().change(closed, PortainerWorld.Environment::silentAgent);
        world().environment("other", 4, scenes.engine().tcp());
        int shops = world().edge().group("shops", host, closed);
        world().edge().stack("till", "services: {web: {image: \"r.example/till:1\"}}", shops);
        world().edge().stack("lost", "services: {web: {image: \"r.example/lost:1\"}}");

        Listing listing = scenes.list();

        assertThat(listing.itself().detail()).contains("0 stacks, 1 edge stacks");
        EnvironmentObservation seen = Scenes.look(listing, "p/host");
        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(seen.uses()).contains(edge("p/host"));
        assertThat(Scenes.look(listing, "p/closed").uses()).containsExactly(edge("p/closed"));
        assertThat(Scenes.look(listing, "p/other").uses()).hasSize(1);
    }

    private static Use edge(String environment) {
        return new Use(
                environment,
                "edge stack till",
                "web",
                Use.Kind.DECLARED,
                Optional.of(ImageReference.parse("r.example/till:1").orElseThrow()),
                Set.of());
    }

    @Test
    void everyEdgeEnvironmentIsHeardInPartWhereAnEdgeGroupIsUnknown() throws InterruptedException {
        int host = world().environment("host", 4, scenes.engine().tcp());
        world().environment("other", 4, scenes.engine().tcp());
        world().environment("plain", 1, scenes.engine().tcp());
        world().edge().leftOver("till", "services: {web: {image: \"r.example/till:1\"}}", Map.of(9, Set.of(host)));

        Listing listing = scenes.list();

        assertThat(Scenes.look(listing, "p/host").uses()).contains(edge("p/host"));
        EnvironmentObservation other = Scenes.look(listing, "p/other");
        assertThat(other.heard()).isEqualTo(Heard.PARTLY);
        assertThat(other.detail())
                .isEqualTo("edge stack till goes to an edge group that Portainer doesn't list (9), so it may be meant"
                        + " for any edge environment; look again, or mend it there. What edge stacks would start there"
                        + " is not known");
        assertThat(Scenes.look(listing, "p/plain").heard()).isEqualTo(Heard.YES);
    }

    @Test
    void edgeEnvironmentsAreHeardInPartWhereEdgeComputeIsOff() throws InterruptedException {
        world().environment("host", 4, scenes.engine().tcp());
        world().environment("plain", 1, scenes.engine().tcp());
        world().edge().turnOff();

        Listing listing = scenes.list();

        EnvironmentObservation seen = Scenes.look(listing, "p/host");
        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.detail())
                .isEqualTo("list edge stacks of p (" + scenes.portainer().base() + "): answered 503 (Edge compute"
                        + " features are disabled); turn on Edge Compute in Portainer's settings, without which it"
                        + " shows none of them. What edge stacks would start there is not known");
        assertThat(Scenes.look(listing, "p/plain").heard()).isEqualTo(Heard.YES);
    }
}
