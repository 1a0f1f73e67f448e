package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.ConfigurationFile;
import dev.regent.observe.Created;
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
import dev.regent.server.estate.Whereabouts.Answer;
import dev.regent.server.estate.Whereabouts.Held;
import dev.regent.store.TestDatabase;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentPages.Place;
import dev.regent.store.estate.EstatePages.UseItem;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.Look;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WhereaboutsTest {

    private static final Instant LOOKED = Instant.parse("2026-06-01T00:00:00Z");
    private static final Place HERE = new Place("main", "team/app", true);

    private TestDatabase test;
    private EstateStore estate;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        estate = new EstateStore(test.database());
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Digest digest(int number) {
        return new Digest("sha256:" + String.format("%064x", number));
    }

    private static Digest config(int number) {
        return digest(1_000 + number);
    }

    /// The repository `team/app` with images by number, the tag `1` on the first.
    private void look(Heard heard, Instant at, int... images) {
        Map<Digest, ManifestContent> contents = new TreeMap<>();
        for (int image : images) {
            Manifest manifest = new Manifest.Single(
                    "application/vnd.oci.image.manifest.v1+json",
                    new Descriptor("application/vnd.oci.image.config.v1+json", config(image), 10),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
            contents.put(digest(image), new ManifestContent(digest(image), 100, manifest, new Created.Absent()));
        }
        TreeMap<String, TagTarget> tags = new TreeMap<>();
        if (images.length > 0) {
            tags.put("1", new TagTarget.Points(digest(images[0])));
        }
        estate.record(
                Look.at("session", at),
                new RegistryObservation(
                        new RegistryIdentity("main", true, Set.of("registry.example")),
                        "registry",
                        heard,
                        "",
                        List.of(new RepositoryObservation("team/app", tags, contents.keySet(), Set.of(), List.of())),
                        contents,
                        Optional.empty(),
                        Duration.ZERO,
                        1));
    }

    private Answer where(String reference, Instant since, Digest... digests) throws Exception {
        Configuration configuration = ConfigurationFile.parse(Path.of("regent.yaml"), """
                registries:
                  - {name: main, url: "https://registry.example", repositories: ["team/*"]}
                approvedRegistries: [approved.example]
                """);
        UseItem use = new UseItem(
                new Use("host", "web", Use.Kind.RUNNING, ImageReference.parse(reference), Set.of(digests)),
                since,
                Optional.empty(),
                Optional.empty());
        return new Whereabouts(configuration, List.of(use), new EnvironmentPages(test.database())).of(use);
    }

    private Answer where(String reference, Digest... digests) throws Exception {
        return where(reference, LOOKED.minusSeconds(60), digests);
    }

    @Test
    void findsAnImageByItsManifestItsConfigOrItsTag() throws Exception {
        look(Heard.YES, LOOKED, 1, 2);
        Answer held = new Answer(Held.HELD, List.of(HERE), "");

        assertThat(where("registry.example/team/app:9", digest(2))).isEqualTo(held);
        assertThat(where("registry.example/team/app:9", config(2))).isEqualTo(held);
        assertThat(where("registry.example/team/app:1")).isEqualTo(held);
        assertThat(where("registry.example/team/app@" + digest(1))).isEqualTo(held);
        assertThat(where("mirror.example/team/app:9", digest(2))).isEqualTo(held);
    }

    @Test
    void tellsWhatItsOwnRegistryDoesNotHaveAnyMore() throws Exception {
        look(Heard.YES, LOOKED, 1);

        assertThat(where("registry.example/team/app:1", digest(7)))
                .isEqualTo(new Answer(
                        Held.MISSING, List.of(), "main/team/app doesn't have it; the tag means another image now"));
        assertThat(where("registry.example/team/other:1", digest(1)))
                .isEqualTo(new Answer(Held.MISSING, List.of(HERE), "main/team/other doesn't have it"));
        assertThat(where("registry.example/team/app:2"))
                .extracting(Answer::held)
                .isEqualTo(Held.MISSING);
    }

    @Test
    void tellsWhatNoApprovedRegistryHolds() throws Exception {
        look(Heard.YES, LOOKED, 1);

        assertThat(where("foreign.example/tool:1", digest(7)))
                .isEqualTo(new Answer(Held.FOREIGN, List.of(), "foreign.example is neither looked at nor approved"));
        assertThat(where("sha256:" + "a".repeat(64), digest(7)).held()).isEqualTo(Held.FOREIGN);
        assertThat(where("approved.example/tool:1", digest(7)).held()).isEqualTo(Held.UNKNOWN);
    }

    @Test
    void holdsNothingForMissingThatMayNotHaveBeenHeard() throws Exception {
        assertThat(where("registry.example/team/app:1", digest(1)).held()).isEqualTo(Held.UNKNOWN);

        look(Heard.PARTLY, LOOKED, 1);
        assertThat(where("registry.example/team/app:1", digest(7)).held()).isEqualTo(Held.UNKNOWN);
        assertThat(where("sha256:" + "a".repeat(64), digest(7)).held()).isEqualTo(Held.UNKNOWN);

        look(Heard.YES, LOOKED.plusSeconds(60), 1);
        assertThat(where("registry.example/team/app:1", digest(7)).held()).isEqualTo(Held.MISSING);
        assertThat(where("registry.example/unseen:1", digest(7)).held()).isEqualTo(Held.UNKNOWN);
        assertThat(where("registry.example/team/app:1", LOOKED.plusSeconds(90), digest(7))
                        .held())
                .isEqualTo(Held.UNKNOWN);
    }

    @Test
    void tellsWhatWasThereAndIsGoneThoughItsRegistryIsHeardPartly() throws Exception {
        look(Heard.YES, LOOKED, 1, 2);
        test.database()
                .useTransaction(
                        (Handle in) -> EstateStore.deleted(in, "main", "team/app", digest(2), LOOKED.plusSeconds(1)));
        look(Heard.PARTLY, LOOKED.plusSeconds(60), 1);

        assertThat(where("registry.example/team/app:9", digest(2)))
                .isEqualTo(
                        new Answer(Held.MISSING, List.of(), "main/team/app doesn't have it; it was there and is gone"));
    }
}
