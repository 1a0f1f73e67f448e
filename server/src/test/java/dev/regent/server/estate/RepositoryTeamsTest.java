package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.observe.Created;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Use;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Manifest;
import dev.regent.store.TestDatabase;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.Look;
import dev.regent.store.space.EstateStorage.Teams;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepositoryTeamsTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    private TestDatabase test;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Digest digest(int number) {
        return new Digest("sha256:" + String.format("%064x", number));
    }

    /// Repositories, each with the image of its place in the list, from 1 on.
    private void look(String... names) {
        Map<Digest, ManifestContent> contents = new TreeMap<>();
        List<RepositoryObservation> repositories = new ArrayList<>();
        for (int number = 1; number <= names.length; number++) {
            Manifest manifest = new Manifest.Single(
                    "application/vnd.oci.image.manifest.v1+json",
                    new Descriptor("application/vnd.oci.image.config.v1+json", digest(100 + number), 10),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
            contents.put(digest(number), new ManifestContent(digest(number), 100, manifest, new Created.Absent()));
            repositories.add(new RepositoryObservation(
                    names[number - 1],
                    new TreeMap<>(Map.of("1", new TagTarget.Points(digest(number)))),
                    Set.of(digest(number)),
                    Set.of(),
                    List.of()));
        }
        new EstateStore(test.database())
                .record(
                        Look.at("session", NOW),
                        new RegistryObservation(
                                new RegistryIdentity("main", true, Set.of("registry.example")),
                                "registry",
                                Heard.YES,
                                "",
                                repositories,
                                contents,
                                Optional.empty(),
                                Duration.ZERO,
                                1));
    }

    private void runs(String environment, int... images) {
        runs(
                environment,
                Arrays.stream(images)
                        .mapToObj(image -> use(environment, "app" + image, image))
                        .toList());
    }

    private void runs(String environment, String repository, int image) {
        runs(environment, List.of(use(environment, repository, image)));
    }

    private static Use use(String environment, String repository, int image) {
        return new Use(
                environment,
                "web" + image,
                Use.Kind.RUNNING,
                ImageReference.parse("registry.example/" + repository + ":1"),
                Set.of(digest(image)));
    }

    private void runs(String environment, List<Use> uses) {
        new EnvironmentStore(test.database())
                .remember(
                        new EnvironmentObservation(environment, "docker", Heard.YES, "", uses, 1),
                        Look.at("session", NOW));
    }

    @Test
    void givesARepositoryToEachTeamWhoseWorkloadsUseItAndToNobodyElse() throws Exception {
        Configuration configuration = ConfigurationFile.parse(Path.of("regent.yaml"), """
                registries:
                  - {name: main, url: "https://registry.example"}
                ownership:
                  rules:
                    - {match: {environment: east}, team: shop}
                    - {match: {environment: west}, team: site}
                """);
        look("app1", "app2", "app3", "app4");
        runs("east", 1, 2);
        runs("west", 2);
        runs("north", 3);

        assertThat(new RepositoryTeams(configuration, test.database()).now())
                .isEqualTo(Map.of("main", new Teams(Map.of("app1", Set.of("shop"), "app2", Set.of("shop", "site")))));
    }

    @Test
    void givesARepositoryToTheTeamThatTheFirstMatchingRuleNamesWhateverRunsFromIt() throws Exception {
        Configuration configuration = ConfigurationFile.parse(Path.of("regent.yaml"), """
                registries:
                  - {name: main, url: "https://registry.example"}
                ownership:
                  rules: [{team: site}]
                  repositories:
                    - {registries: [other], team: nobody}
                    - {repositories: ["app?", "lib/**"], registries: [main], team: shop}
                    - {repositories: [app1], team: late}
                """);
        look("app1", "app2", "apps/3", "lib/a/b");
        runs("east", 2);
        runs("west", "apps/3", 3);

        assertThat(new RepositoryTeams(configuration, test.database()).now())
                .isEqualTo(Map.of(
                        "main",
                        new Teams(Map.of(
                                "app1",
                                Set.of("shop"),
                                "app2",
                                Set.of("shop"),
                                "apps/3",
                                Set.of("site"),
                                "lib/a/b",
                                Set.of("shop")))));
    }

    @Test
    void goesOnGivingToATeamWhatIsGoneSinceItsPastIsToldToo() throws Exception {
        Configuration configuration = ConfigurationFile.parse(Path.of("regent.yaml"), """
                registries:
                  - {name: main, url: "https://registry.example"}
                ownership: {repositories: [{team: shop}]}
                """);
        look("old");
        test.database().inTransaction(handle -> handle.execute("update repositories set gone_at = now()"));

        assertThat(new RepositoryTeams(configuration, test.database()).now())
                .isEqualTo(Map.of("main", new Teams(Map.of("old", Set.of("shop")))));
    }
}
