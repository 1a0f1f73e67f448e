package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.observe.Created;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import dev.regent.server.estate.WhatIfs.Freed;
import dev.regent.server.estate.WhatIfs.Going;
import dev.regent.server.estate.WhatIfs.Loss;
import dev.regent.store.TestDatabase;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.Look;
import dev.regent.store.space.Graphs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Image `n` has 1 byte, a config of 10, a layer of 100 and one of 1000 that all share. An index has 7.
class WhatIfsTest {

    private static final Instant AT = Instant.parse("2026-06-01T00:00:00Z");

    private TestDatabase test;
    private WhatIfs whatIfs;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        whatIfs = new WhatIfs(test.database(), new Graphs(test.database(), () -> 0));
        RepositoryObservation app = new RepositoryObservation(
                "team/app",
                new TreeMap<>(Map.of("1.0", points(1), "latest", points(1), "2.0", points(9))),
                Set.of(digest(1), digest(2), digest(9)),
                Set.of(),
                List.of());
        RepositoryObservation copy = new RepositoryObservation(
                "team/copy", new TreeMap<>(Map.of("1.0", points(1))), Set.of(digest(1)), Set.of(), List.of());
        RegistryObservation seen = new RegistryObservation(
                new RegistryIdentity("main", true, Set.of("main.example")),
                "registry",
                Heard.YES,
                "",
                List.of(app, copy),
                Map.of(digest(1), image(1), digest(2), image(2), digest(9), index(9, 2)),
                Optional.empty(),
                Duration.ZERO,
                1);
        new EstateStore(test.database()).record(new Look("session", AT, AT), seen);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void freesNothingOfAnImageThatAnotherRepositoryHas() {
        assertThat(whatIfs.without("main", List.of("team/app:latest"), List.of()))
                .isEqualTo(new Freed(
                        "main",
                        1_229,
                        0,
                        List.of(new Loss("team/app", 1, 111)),
                        List.of(new Going(
                                "team/app",
                                digest(1).value(),
                                List.of("1.0", "latest"),
                                "named",
                                digest(1).value(),
                                111,
                                1_000))));
    }

    @Test
    void takesTheIndexOfAChild() {
        Freed freed = whatIfs.without("main", List.of("team/app@" + digest(2)), List.of());

        assertThat(freed.freedBytes()).isEqualTo(118);
        assertThat(freed.manifests())
                .extracting(Going::digest, Going::tags, Going::why, Going::with)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                digest(2).value(), List.of(), "named", digest(2).value()),
                        org.assertj.core.groups.Tuple.tuple(
                                digest(9).value(),
                                List.of("2.0"),
                                "index",
                                digest(2).value()));
    }

    @Test
    void addsUpImagesAndWholeRepositories() {
        Freed freed = whatIfs.without("main", List.of("team/copy:1.0"), List.of("team/app"));

        assertThat(freed.freedBytes()).isEqualTo(1_229);
        assertThat(freed.repositories())
                .containsExactly(new Loss("team/app", 3, 1_229), new Loss("team/copy", 1, 1_111));
    }

    @Test
    void saysWhatIsNotThere() {
        assertThatThrownBy(() -> whatIfs.without("main", List.of("team/app:3.0"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("team/app:3.0 is not in registry main");
        assertThatThrownBy(() -> whatIfs.without("main", List.of(), List.of("team/none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("there is no repository team/none in registry main");
    }

    private static TagTarget points(int number) {
        return new TagTarget.Points(digest(number));
    }

    private static Digest digest(int number) {
        return new Digest("sha256:%064d".formatted(number));
    }

    private static Descriptor layer(int number, long size) {
        return new Descriptor("layer", new Digest("sha256:f%063d".formatted(number)), size);
    }

    private static ManifestContent image(int number) {
        Descriptor config = new Descriptor(MediaTypes.OCI_CONFIG, new Digest("sha256:c%063d".formatted(number)), 10);
        return content(
                number,
                1,
                new Manifest.Single(
                        MediaTypes.OCI_MANIFEST,
                        config,
                        List.of(layer(number, 100), layer(0, 1_000)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    private static ManifestContent index(int number, int child) {
        return content(
                number,
                7,
                new Manifest.Index(
                        MediaTypes.OCI_INDEX,
                        List.of(new Descriptor(MediaTypes.OCI_MANIFEST, digest(child), 1)),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    private static ManifestContent content(int number, long size, Manifest manifest) {
        return new ManifestContent(digest(number), size, manifest, new Created.Unread());
    }
}
