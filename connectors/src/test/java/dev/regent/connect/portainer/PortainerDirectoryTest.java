package dev.regent.connect.portainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.regent.connect.http.Secret;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.Notice;
import dev.regent.observe.OfferedRegistry;
import dev.regent.observe.OfferedRegistry.Grant;
import dev.regent.observe.Progress;
import dev.regent.testkit.portainer.PortainerDouble;
import dev.regent.testkit.portainer.PortainerWorld;
import dev.regent.testkit.portainer.PortainerWorld.Edition;
import dev.regent.testkit.portainer.PortainerWorld.Registry;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Portainer itself says.
final class PortainerDirectoryTest {

    private Scenes scenes = new Scenes(Edition.CE_2_23);

    @AfterEach
    void close() {
        scenes.close();
        assertThat(scenes.unexpected()).isEmpty();
    }

    private PortainerWorld world() {
        return scenes.world();
    }

    private void restart(Edition edition) {
        scenes.close();
        scenes = new Scenes(edition);
    }

    @Test
    void listsEnvironmentsByNameAndSaysWhatItIs() throws InterruptedException {
        world().environment("production", 1, scenes.engine().tcp());
        world().environment("edge", 4);

        Listing listing = scenes.list();

        assertThat(listing.environments().keySet()).containsExactly("p/production", "p/edge");
        assertThat(listing.itself())
                .isEqualTo(new EnvironmentObservation(
                        "p",
                        "portainer",
                        Heard.YES,
                        "Portainer CE 2.23.0: 2 environments, 0 registries, 0 stacks; this edition keeps no"
                                + " activity logs",
                        List.of(),
                        12,
                        Optional.of("299ab403-70a8-4c05-92f7-bf7a994d50df"),
                        EnvironmentFacts.NONE));
    }

    @Test
    void tellsBusinessEdition() throws InterruptedException {
        restart(Edition.BE_2_44);

        assertThat(scenes.list().itself().detail()).startsWith("Portainer BE 2.44.0: 0 environments");
    }

    @Test
    void numbersNamesThatSayTooLittleOrMislead() throws InterruptedException {
        world().environment("twin", 3);
        world().environment("twin", 3);
        world().environment("a/b", 3);
        world().environment("red\u001b[31m", 3);
        world().environment("", 3);
        world().environment("x #1", 3);

        assertThat(scenes.list().environments().keySet())
                .containsExactly("p/twin #1", "p/twin #2", "p/a/b #3", "p/red<U+001B>[31m #4", "p/#5", "p/x #1 #6");
    }

    @Test
    void readsEveryPage() throws InterruptedException {
        for (int i = 0; i < 250; i++) {
            world().environment("e" + i, 3);
        }

        assertThat(scenes.list().environments()).hasSize(250);
        assertThat(scenes.portainer().asked())
                .filteredOn(call -> call.startsWith("GET /api/endpoints?"))
                .containsExactly(
                        "GET /api/endpoints?excludeSnapshots=true&start=1&limit=100",
                        "GET /api/endpoints?excludeSnapshots=true&start=101&limit=100",
                        "GET /api/endpoints?excludeSnapshots=true&start=201&limit=100");
    }

    @Test
    void leavesOutWhatNobodyWants() throws InterruptedException {
        world().environment("production", 3);
        world().environment("test", 3);

        Listing listing = scenes.list(PortainerWorld.ADMINISTRATOR_KEY, "production"::equals);

        assertThat(listing.environments().keySet()).containsExactly("p/production");
        assertThat(listing.itself().detail()).contains("2 environments, 1 of them wanted");
    }

    @Test
    void saysWhatToDoAboutAWrongKey() throws InterruptedException {
        world().environment("production", 3);

        Listing listing = scenes.list("ptr_wrong", _ -> true);

        assertThat(listing.environments()).isEmpty();
        assertThat(listing.itself().heard()).isEqualTo(Heard.NO);
        assertThat(listing.itself().detail())
                .isEqualTo("list environments of p (" + scenes.portainer().base()
                        + "): answered 401 (Invalid JWT token); Portainer doesn't take this API key: make a new one there"
                        + " (My account, Access tokens) and put it into the file or variable that is named for it");
        assertThat(scenes.portainer().asked()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(Edition.class)
    void saysThatAnotherThanAnAdministratorSeesAPartOnly(Edition edition) throws InterruptedException {
        restart(edition);
        int seen = world().environment("seen", 1, scenes.engine().tcp());
        world().environment("hidden", 1, scenes.engine().tcp());
        world().change(seen, it -> it.usableBy(Set.of(PortainerWorld.STANDARD_USER), Set.of()));
        world().registry(new Registry(1, 3, "harbor", "harbor.example", Map.of(), Map.of(), Map.of()));

        Listing listing = scenes.list(PortainerWorld.STANDARD_KEY, _ -> true);

        String narrow = "the API key for p (" + scenes.portainer().base() + ") is no administrator's: Portainer shows"
                + " it a part only, and doesn't say which; " + Sentences.ADMINISTRATOR;
        assertThat(listing.itself().heard()).isEqualTo(Heard.PARTLY);
        assertThat(listing.itself().detail()).isEqualTo(narrow);
        assertThat(listing.environments().keySet()).containsExactly("p/seen");
        assertThat(listing.itself().facts().notices())
                .extracting(Notice::kind, Notice::remedy)
                .contains(tuple("right-missing", Sentences.ADMINISTRATOR));
        EnvironmentObservation environment = Scenes.look(listing, "p/seen");
        assertThat(environment.heard()).isEqualTo(Heard.PARTLY);
        assertThat(environment.detail()).isEqualTo(narrow);
    }

    @Test
    void offersRegistriesWithWhoMayUseThemWhere() throws InterruptedException {
        int docker = world().environment("docker", 3);
        int cluster = world().environment("cluster", 3);
        int dana = PortainerWorld.STANDARD_USER;
        int shop = world().team("shop", dana);
        world().registry(new Registry(
                3,
                3,
                "harbor",
                "https://harbor.example:8443/",
                Map.of(docker, Set.of(dana)),
                Map.of(docker, Set.of(shop)),
                Map.of(cluster, List.of("default", "payments"))));
        world().registry(new Registry(4, 7, "ecr", "1.dkr.ecr.eu.example", Map.of(9, Set.of(77)), Map.of(), Map.of()));

        EnvironmentFacts facts = scenes.list().itself().facts();

        assertThat(facts.registries())
                .containsExactly(
                        new OfferedRegistry(
                                "harbor",
                                "harbor.example:8443",
                                "other",
                                true,
                                List.of(
                                        new Grant("p/docker", List.of("dana"), List.of("shop"), List.of()),
                                        new Grant("p/cluster", List.of(), List.of(), List.of("default", "payments")))),
                        new OfferedRegistry(
                                "ecr",
                                "1.dkr.ecr.eu.example",
                                "ecr",
                                true,
                                List.of(new Grant("p/#9", List.of("user 77"), List.of(), List.of()))));
        assertThat(facts.notices())
                .extracting(Notice::kind, Notice::subject)
                .containsExactly(
                        tuple("password-in-answer", "registry 3 (harbor)"),
                        tuple("password-in-answer", "registry 4 (ecr)"));
        assertThat(facts.notices().get(1).words())
                .startsWith("Portainer CE 2.23.0 gives its password and the password for managing it and a token for"
                        + " it in clear");
    }

    @Test
    void noticesNoPasswordWhereThereIsNone() throws InterruptedException {
        restart(Edition.BE_2_44);
        world().registry(new Registry(3, 3, "harbor", "harbor.example", Map.of(), Map.of(), Map.of()));

        EnvironmentFacts facts = scenes.list().itself().facts();

        assertThat(facts.registries()).hasSize(1);
        assertThat(facts.notices()).isEmpty();
    }

    @Test
    void hintsAtWhomAnEnvironmentBelongsTo() throws InterruptedException {
        int dana = PortainerWorld.STANDARD_USER;
        int shop = world().team("shop", dana);
        int production = world().tag("production");
        int west = world().tag("west");
        int group = world().group("stores", List.of(west), Set.of());
        int owned = world().environment("owned", 3);
        int shared = world().environment("shared", 3);
        world().change(owned, it -> it.of(group, List.of(production)).usableBy(Set.of(dana), Set.of(shop)));
        world().change(shared, it -> it.usableBy(Set.of(1), Set.of(shop)));

        Listing listing = scenes.list();

        assertThat(Scenes.look(listing, "p/owned").facts().hints())
                .containsExactly(
                        new Hint(Hint.From.GROUP, "", "stores"),
                        new Hint(Hint.From.TAG, "", "production"),
                        new Hint(Hint.From.TAG, "", "west"),
                        new Hint(Hint.From.TEAM, "", "shop"));
        assertThat(Scenes.look(listing, "p/shared").facts().hints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/system/status", "/api/endpoints"})
    void isNotHeardWithoutWhatItNeeds(String path) throws InterruptedException {
        scenes.portainer().answer(path, 200, "<html>" + PortainerWorld.CANARY);

        EnvironmentObservation itself = scenes.list().itself();

        assertThat(itself.heard()).isEqualTo(Heard.NO);
        assertThat(itself.detail()).doesNotContain(PortainerWorld.CANARY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/endpoint_groups",
                "/api/tags",
                "/api/users",
                "/api/teams",
                "/api/team_memberships",
                "/api/registries"
            })
    void goesOnWithoutWhatUsesDoNotDependOn(String path) throws InterruptedException {
        scenes.portainer().answer(path, 403, "{\"message\":\"Access denied\",\"details\":\"" + PortainerWorld.CANARY);

        EnvironmentObservation itself = scenes.list().itself();

        assertThat(itself.heard()).isEqualTo(Heard.YES);
        assertThat(itself.facts().notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo("right-missing");
            assertThat(notice.words()).contains("can't be told: list").contains("answered 403");
            assertThat(notice.remedy()).isEqualTo(Sentences.ADMINISTRATOR);
        });
    }

    @Test
    void saysThatEnvironmentsCanBeMissingWhereFewerCameThanThereAre() throws InterruptedException {
        scenes.portainer()
                .answer(
                        "/api/endpoints",
                        200,
                        "[{\"Id\":1,\"Name\":\"a\",\"Type\":3}, {\"Id\":1,\"Name\":\"a\",\"Type\":3}]",
                        Map.of("X-Total-Count", "2"));

        EnvironmentObservation itself = scenes.list().itself();

        assertThat(itself.heard()).isEqualTo(Heard.PARTLY);
        assertThat(itself.detail()).contains("1 of 2 came");
    }

    @Test
    void refusesAddressesThatAreNone() {
        for (String address :
                List.of("ftp://p.example", "https:///x", "https://u:p@p.example", "https://p.example?a")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new PortainerDirectory(
                            "p", URI.create(address), new Secret("k"), Scenes.SETTINGS, _ -> true, scenes.beyond()))
                    .withMessageNotContaining("u:p");
        }
    }

    @Test
    void isFoundBelowAPathAndByTheAddressOfItsApi() throws InterruptedException {
        try (PortainerDouble below = PortainerDouble.under("/portainer", world())) {
            for (String end : List.of("", "/", "/api", "/api/")) {
                Listing listing = new PortainerDirectory(
                                "p",
                                URI.create(below.base() + end),
                                new Secret(PortainerWorld.ADMINISTRATOR_KEY),
                                Scenes.SETTINGS,
                                _ -> true,
                                scenes.beyond())
                        .list(Progress.SILENT);

                assertThat(listing.itself().heard()).isEqualTo(Heard.YES);
            }
            assertThat(below.unexpected()).isEmpty();
        }
    }

    @Test
    void saysWhoChangedARegistryOrAnEnvironmentLast() throws InterruptedException {
        restart(Edition.BE_2_44);
        int host = world().environment("host", 1, scenes.engine().tcp());
        world().registry(new Registry(3, 3, "harbor", "harbor.example", Map.of(), Map.of(), Map.of()));
        Instant then = Instant.parse("2026-03-01T10:00:00Z");
        world().logs().changed(then, "dana", "PUT /registries/3");
        world().logs().changed(then.plusSeconds(60), "erin", "POST /api/registries/3/configure");
        world().logs().changed(then.plusSeconds(90), "dana", "PUT /endpoints/" + host);
        world().logs().changed(then.plusSeconds(99), "erin", "POST /endpoints/" + host + "/docker/containers/create");
        world().logs().changed(then.plusSeconds(99), "erin", "POST /stacks/webhooks/" + PortainerWorld.CANARY);

        Listing listing = scenes.list();

        assertThat(listing.itself().detail())
                .isEqualTo("Portainer BE 2.44.0: 1 environments, 1 registries, 0 stacks; of its registries harbor was"
                        + " last changed by erin at 2026-03-01T10:01:00Z");
        assertThat(listing.itself().facts().notices()).isEmpty();
        assertThat(Scenes.look(listing, "p/host").detail()).endsWith(", last changed by dana at 2026-03-01T10:01:30Z");
        assertThat(listing.toString()).doesNotContain(PortainerWorld.CANARY);
    }

    @Test
    void readsNoMoreThanTheNewestOfTheLogs() throws InterruptedException {
        restart(Edition.BE_2_44);
        world().registry(new Registry(3, 3, "harbor", "harbor.example", Map.of(), Map.of(), Map.of()));
        Instant then = Instant.parse("2026-03-01T10:00:00Z");
        world().logs().changed(then, "dana", "PUT /registries/3");
        for (int i = 1; i <= 700; i++) {
            world().logs().changed(then.plusSeconds(i), "dana", "PUT /settings");
        }

        Listing listing = scenes.list();

        assertThat(listing.itself().detail()).endsWith("0 stacks");
        assertThat(scenes.portainer().asked())
                .filteredOn(call -> call.startsWith("GET /api/useractivity/logs"))
                .hasSize(5)
                .last()
                .isEqualTo("GET /api/useractivity/logs?offset=400&limit=100&sortBy=Timestamp&sortDesc=true");
    }

    @Test
    void noticesThatSomebodyTriesManyPasswords() throws InterruptedException {
        restart(Edition.BE_2_44);
        Instant then = Instant.parse("2026-03-01T10:00:00Z");
        world().logs().letIn(then, "dana", "10.0.0.1");
        for (int i = 0; i < 20; i++) {
            world().logs().refused(then.plusSeconds(i), PortainerWorld.CANARY, "10.0.0." + i % 2);
        }

        assertThat(scenes.list().itself().facts().notices())
                .containsExactly(new Notice(
                        "failed-sign-ins",
                        "p (" + scenes.portainer().base() + ")",
                        "20 of the newest 21 attempts to sign in to Portainer failed, from 2 addresses, the last of"
                                + " them at 2026-03-01T10:00:19Z",
                        "look there under Authentication logs who it was, and let nobody reach Portainer who needn't"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/useractivity/logs", "/api/useractivity/authlogs"})
    void goesOnWithoutItsLogs(String path) throws InterruptedException {
        restart(Edition.BE_2_44);
        scenes.portainer().answer(path, 500, "{\"message\":\"Server error\"}");

        EnvironmentObservation itself = scenes.list().itself();

        assertThat(itself.heard()).isEqualTo(Heard.YES);
        assertThat(itself.facts().notices()).singleElement().satisfies(notice -> {
            assertThat(notice.kind()).isEqualTo("not-read");
            assertThat(notice.words()).contains("answered 500 (Server error)");
        });
    }
}
