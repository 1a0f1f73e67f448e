package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.observe.Leftovers;
import dev.regent.observe.Leftovers.OrphanBlob;
import dev.regent.observe.Leftovers.Upload;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import dev.regent.plan.HeldBack;
import dev.regent.store.space.EstateStorage;
import dev.regent.store.space.EstateStorage.Teams;
import dev.regent.store.space.StorageBy;
import dev.regent.store.space.StorageGrowth;
import dev.regent.store.space.StorageSeries;
import dev.regent.store.space.StorageSeries.Point;
import dev.regent.store.space.StorageShare;
import dev.regent.store.space.StorageShare.Base;
import dev.regent.store.space.StorageShare.Known;
import dev.regent.store.space.WastePages;
import dev.regent.store.space.WastePages.Item;
import dev.regent.store.space.WastePages.Leftover;
import dev.regent.store.space.WastePages.Sprawl;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// An image `n` marks its manifest of 1 byte, its config of 10, its own layer of 100 and a layer of 1000 that all
/// share.
final class StorageTest extends KeptEstate {

    private static final List<String> MAIN = List.of("main");

    private List<StorageSeries> series(StorageBy by, String since) {
        return new StorageGrowth(database)
                .growing(by, MAIN, Map.of(), LocalDate.parse(since)).stream()
                        .map(growing -> growing.series().get())
                        .toList();
    }

    private List<StorageShare> shares(StorageBy by, Map<String, Teams> teams) {
        return new EstateStorage(database, graphs()).shares(by, MAIN, teams);
    }

    private static StorageShare repository(String name, long tags, long manifests, long bytes, long own, long part) {
        return new StorageShare(
                Optional.of(name), Optional.of("main"), Optional.empty(), tags, manifests, bytes, own, part);
    }

    private static StorageShare team(
            Optional<String> name, long tags, long manifests, long bytes, long own, long part) {
        return new StorageShare(name, Optional.empty(), Optional.empty(), tags, manifests, bytes, own, part);
    }

    private static ManifestContent built(int number, Map<String, String> annotations, Digest... layers) {
        return new ManifestContent(
                digest(number),
                1,
                new Manifest.Single(
                        MediaTypes.OCI_MANIFEST,
                        new Descriptor(MediaTypes.OCI_CONFIG, SeenRegistry.config(number), 10),
                        Stream.of(layers)
                                .map(layer -> new Descriptor("layer", layer, 100))
                                .toList(),
                        Optional.empty(),
                        Optional.empty(),
                        annotations),
                new Created.Unread());
    }

    @Test
    void dividesWhatRepositoriesShareAndSumsToWhatIsStored() {
        estate.record(at(0), twoRepositories().observed());

        assertThat(shares(StorageBy.REPOSITORY, Map.of()))
                .containsExactly(repository("app", 3, 2, 1222, 222, 722), repository("web", 1, 1, 1111, 111, 611));
        assertThat(shares(StorageBy.REGISTRY, Map.of())).containsExactly(repository("main", 4, 3, 1333, 1333, 1333));
    }

    @Test
    void givesARepositoryToEachTeamThatRunsFromIt() {
        estate.record(
                at(0),
                twoRepositories().repository("old").tag("4", 4).registry().observed());
        Teams teams = new Teams(Map.of("app", Set.of("shop"), "web", Set.of("shop", "site")));

        assertThat(shares(StorageBy.TEAM, Map.of("main", teams)))
                .containsExactly(
                        team(Optional.of("shop"), 4, 3, 1333, 222, 612),
                        team(Optional.empty(), 1, 1, 1111, 111, 444),
                        team(Optional.of("site"), 1, 1, 1111, 0, 388));
    }

    @Test
    void reckonsAnewOnceARegistryWasLookedAtAgain() {
        EstateStorage storage = new EstateStorage(database, graphs());
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        assertThat(storage.shares(StorageBy.REGISTRY, MAIN, Map.of()))
                .extracting(StorageShare::bytes)
                .containsExactly(1111L);

        estate.record(at(1), SeenRegistry.main().app("1=1", "2=2").observed());

        assertThat(storage.shares(StorageBy.REGISTRY, MAIN, Map.of()))
                .extracting(StorageShare::bytes)
                .containsExactly(1222L);
    }

    @Test
    void namesABaseByItsAnnotationElseByTheLowestLayerThatImagesShare() {
        Digest bottom = new Digest("sha256:b%063d".formatted(1));
        Digest above = new Digest("sha256:b%063d".formatted(2));
        Digest lonely = new Digest("sha256:b%063d".formatted(3));
        Map<String, String> said = Map.of(Manifest.BASE_NAME_ANNOTATION, "docker.io/library/alpine:3.22");
        SeenRegistry seen = SeenRegistry.main()
                .content(built(1, Map.of(), bottom))
                .content(built(2, Map.of(), bottom, above))
                .content(built(3, Map.of(), lonely))
                .content(built(4, said, lonely, above));
        seen.repository("base").tag("1", 1);
        seen.app("2=2", "3=3", "4=4");
        estate.record(at(0), seen.observed());

        assertThat(shares(StorageBy.BASE, Map.of()))
                .extracting(StorageShare::name, StorageShare::base, StorageShare::manifests, StorageShare::bytes)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.empty(),
                                Optional.of(new Base(Known.LAYER, Optional.of(bottom.value()), Optional.of("base"))),
                                2L,
                                222L),
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.empty(),
                                Optional.of(new Base(Known.LAYER, Optional.of(lonely.value()), Optional.of("app"))),
                                1L,
                                111L),
                        org.assertj.core.groups.Tuple.tuple(
                                Optional.of("docker.io/library/alpine:3.22"),
                                Optional.of(new Base(Known.ANNOTATION, Optional.empty(), Optional.empty())),
                                1L,
                                211L));
    }

    @Test
    void keepsOneSampleADayOfLooksThatHeardAllAndLetsWhatIsNewGrowFromNothing() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(5), SeenRegistry.main().app("1=1", "2=2").observed());
        int day = (int) Duration.ofDays(1).toMinutes();
        SeenRegistry partly = twoRepositories();
        partly.repository("app").gap("list of tags");
        estate.record(at(day), partly.partly().observed());
        estate.record(at(2 * day), twoRepositories().observed());

        List<StorageSeries> series = series(StorageBy.REPOSITORY, "2026-05-01");

        LocalDate first = LocalDate.parse("2026-06-01");
        assertThat(series)
                .containsExactly(
                        new StorageSeries(
                                Optional.of("web"),
                                Optional.of("main"),
                                List.of(new Point(first, 0, 0, 0, 0), new Point(first.plusDays(2), 1, 1, 1111, 611))),
                        new StorageSeries(
                                Optional.of("app"),
                                Optional.of("main"),
                                List.of(
                                        new Point(first, 2, 2, 1222, 1222),
                                        new Point(first.plusDays(2), 3, 2, 1222, 722))));
    }

    @Test
    void writesNoSampleOfALookAtSomeRepositories() {
        estate.record(at(0), twoRepositories().observed());
        int day = (int) Duration.ofDays(1).toMinutes();
        estate.record(at(day), SeenRegistry.main().app("1=1").observed());

        assertThat(series(StorageBy.REGISTRY, "2026-06-01"))
                .extracting(one -> one.points().size())
                .containsExactly(1);
    }

    @Test
    void keepsWhatIsLongPastByTheWeek() {
        int day = (int) Duration.ofDays(1).toMinutes();
        for (int each = 0; each < 10; each++) {
            estate.record(at(each * day), SeenRegistry.main().app("1=1").observed());
        }
        estate.record(at(200 * day), SeenRegistry.main().app("1=1").observed());

        assertThat(series(StorageBy.REGISTRY, "2026-06-01"))
                .flatExtracting(StorageSeries::points)
                .extracting(Point::day)
                .containsExactly(
                        LocalDate.parse("2026-06-01"), LocalDate.parse("2026-06-08"), LocalDate.parse("2026-12-18"));
    }

    @Test
    void countsTagsToSpareAndWhatUntaggedImagesAloneHold() {
        estate.record(
                at(0),
                SeenRegistry.main()
                        .storage()
                        .app("1=1", "latest=1", "2=2")
                        .repository("app")
                        .untagged(3)
                        .registry()
                        .observed());
        estate.keepVerdicts(
                "main",
                List.of(judged("app", 1, START, "1", "latest"), judged("app", 2, START, "2"), judged("app", 3, START)),
                HeldBack.NOTHING);

        assertThat(new WastePages(database, graphs()).sprawl(MAIN, minute(1)))
                .containsExactly(
                        new Sprawl("main", "app", 3, 2, 1, 2, 3, OptionalLong.of(1), OptionalLong.of(111), 0, 0));
    }

    @Test
    void countsLayersThatStandTwiceInOneImage() {
        Digest twice = new Digest("sha256:b%063d".formatted(1));
        estate.record(
                at(0),
                SeenRegistry.main()
                        .content(built(1, Map.of(), twice, twice, twice))
                        .app("1=1")
                        .observed());

        assertThat(new WastePages(database, graphs()).sprawl(MAIN, minute(0)))
                .containsExactly(
                        new Sprawl("main", "app", 1, 1, 0, 1, 0, OptionalLong.empty(), OptionalLong.empty(), 2, 200));
    }

    @Test
    void showsWhatBelongsToNothingOnlyWhereAVolumeIsRead() {
        Upload upload = new Upload("app", "an-upload", 7, Optional.of(minute(-60)));
        Leftovers left =
                new Leftovers(5, List.of(new OrphanBlob(ownLayer(9), 40, Optional.of(minute(-9)))), List.of(upload));
        RegistryObservation seen = SeenRegistry.main().app("1=1").observed();
        estate.record(
                at(0),
                new RegistryObservation(
                        seen.identity(),
                        "storage",
                        seen.heard(),
                        "",
                        seen.repositories(),
                        seen.contents(),
                        Optional.of(new Volume(60, Set.of(), Set.of(), Set.of("app"), true, left)),
                        Duration.ZERO,
                        0));
        WastePages waste = new WastePages(database, graphs());

        assertThat(waste.leftovers(MAIN))
                .containsExactly(new Leftover(
                        "main",
                        Optional.of(minute(0)),
                        5,
                        60,
                        1,
                        7,
                        List.of(
                                new Item("blob", Optional.empty(), ownLayer(9).value(), 40, Optional.of(minute(-9))),
                                new Item("upload", Optional.of("app"), "an-upload", 7, Optional.of(minute(-60))))));

        estate.record(at(1), seen);

        assertThat(waste.leftovers(MAIN))
                .containsExactly(new Leftover("main", Optional.empty(), 0, 0, 0, 0, List.of()));
    }
}
