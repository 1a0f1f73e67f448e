package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static dev.regent.store.estate.SeenRegistry.image;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Past;
import dev.regent.observe.Created;
import dev.regent.observe.RegistryObservation;
import dev.regent.store.estate.ManifestHistory.TagEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

final class RecordingTest extends KeptEstate {

    private ManifestHistory history(int number) {
        return pages.history("main", "app", digest(number)).orElseThrow();
    }

    private Past past() {
        return estate.past("main", minute(10_000));
    }

    private long tagsOfApp() {
        return pages.repositories("main").getFirst().tags();
    }

    @Test
    void changesNothingForARegistryThatWasNotHeard() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        ManifestHistory before = history(1);

        EstateStore.Recorded recorded = estate.record(at(5), SeenRegistry.unheard());

        assertThat(recorded.applied()).isFalse();
        assertThat(history(1)).isEqualTo(before);
        assertThat(pages.sources().getFirst().detail()).isEqualTo("connection refused");
    }

    @Test
    void callsNothingAbsentThatALookAtSomeRepositoriesDidNotLookFor() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());

        estate.recordSome(
                at(5),
                SeenRegistry.main().repository("web").tag("2", 2).registry().observed());

        assertThat(absent()).isZero();
        assertThat(pages.registries().getFirst().observed()).contains(minute(0));
        assertThat(pages.registries().getFirst().tags()).isEqualTo(1);
        assertThat(pages.sources().getFirst().observed()).isEqualTo(minute(0));
        estate.record(
                at(10),
                SeenRegistry.main().repository("web").tag("2", 2).registry().observed());
        assertThat(absent()).isEqualTo(1);
    }

    private long absent() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("select count(*) from repositories where absent_since is not null")
                                .mapTo(Long.class)
                                .one());
    }

    @Test
    void keepsTagsThatAListWithGapsDoesNotShow() {
        estate.record(at(0), SeenRegistry.main().app("1=1", "2=2").observed());
        estate.record(
                at(5),
                SeenRegistry.main()
                        .app("1=1")
                        .partly()
                        .repository("app")
                        .gap("list of tags")
                        .registry()
                        .observed());

        assertThat(tagsOfApp()).isEqualTo(2);
        assertThat(history(2).untaggedSince()).isEmpty();
        assertThat(history(2).lastSeen()).isEqualTo(minute(0));
        assertThat(history(1).lastSeen()).isEqualTo(minute(5));
    }

    @Test
    void keepsTheFormerTargetOfATagThatCouldNotBeRead() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(
                at(5),
                SeenRegistry.main()
                        .repository("app")
                        .unread("1")
                        .registry()
                        .partly()
                        .observed());
        estate.record(at(10), SeenRegistry.main().app("1=1").observed());

        assertThat(history(1).newSince()).isEqualTo(minute(0));
        assertThat(history(1).untaggedSince()).isEmpty();
    }

    @Test
    void doesNotCallAManifestUntaggedWhileATagIsUnread() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        RegistryObservation moved = SeenRegistry.main()
                .app("1=2")
                .repository("app")
                .unread("other")
                .registry()
                .partly()
                .observed();
        estate.record(at(5), moved);

        assertThat(history(1).untaggedSince()).isEmpty();

        estate.record(at(10), SeenRegistry.main().app("1=2", "other=2").observed());

        assertThat(history(1).untaggedSince()).contains(minute(10));
    }

    @Test
    void keepsARepositoryThatAListingDoesNotShow() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(500), SeenRegistry.main().observed());
        estate.record(at(1000), SeenRegistry.main().observed());

        EstatePages.RepositoryNumbers app = pages.repositories("main").getFirst();
        assertThat(app.gone()).isEmpty();
        assertThat(app.absentSince()).contains(minute(500));
        assertThat(app.tags()).isOne();
        assertThat(past().newSince("app", digest(1))).contains(minute(0));
    }

    @Test
    void endsARepositoryThatAnswered404ByItsName() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.repositoryGone("main", "app", minute(5));

        EstatePages.RepositoryNumbers app = pages.repositories("main").getFirst();
        assertThat(app.gone()).contains(minute(5));
        assertThat(app.tags()).isZero();
        assertThat(past().newSince("app", digest(1))).isEmpty();
    }

    @Test
    void endsARepositoryOfAVolumeOnlyAfterAnHourOfAbsence() {
        estate.record(at(0), SeenRegistry.main().storage().app("1=1").observed());
        estate.record(at(5), SeenRegistry.main().storage().observed());
        estate.record(at(64), SeenRegistry.main().storage().observed());
        assertThat(pages.repositories("main").getFirst().gone()).isEmpty();

        estate.record(at(65), SeenRegistry.main().storage().observed());

        assertThat(pages.repositories("main").getFirst().gone()).contains(minute(65));
    }

    @Test
    void keepsAnUntaggedManifestThatTheApiDoesNotShowAnyMore() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(5), SeenRegistry.main().app("1=2").observed());
        estate.record(at(10), SeenRegistry.main().app("1=2").observed());

        assertThat(history(1).gone()).isEmpty();
        assertThat(history(1).lastSeen()).isEqualTo(minute(0));
        assertThat(history(1).untaggedSince()).contains(minute(5));
        assertThat(past().untaggedSince("app", digest(1))).contains(minute(5));
    }

    @Test
    void endsAManifestThatAWholeVolumeDoesNotShow() {
        estate.record(at(0), SeenRegistry.main().storage().app("1=1", "2=2").observed());
        estate.record(at(5), SeenRegistry.main().storage().app("2=2").observed());

        assertThat(history(1).gone()).contains(minute(5));
        assertThat(past().newSince("app", digest(1))).isEmpty();

        estate.record(at(10), SeenRegistry.main().storage().app("1=1", "2=2").observed());

        assertThat(history(1).newSince()).isEqualTo(minute(10));
        assertThat(history(1).reappeared()).isEmpty();
    }

    @Test
    void endsAManifestThatAnswered404() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(
                at(5),
                SeenRegistry.main()
                        .repository("app")
                        .missing(1)
                        .missing(9)
                        .registry()
                        .observed());

        assertThat(history(1).gone()).contains(minute(5));
    }

    @Test
    void takesAManifestForNewWhenATagIsMovedOntoIt() {
        estate.record(at(0), SeenRegistry.main().app("1=1", "latest=1").observed());
        estate.record(at(5), SeenRegistry.main().app("1=1", "latest=2", "2=2").observed());
        estate.record(at(10), SeenRegistry.main().app("1=1", "latest=1", "2=2").observed());

        assertThat(history(1))
                .isEqualTo(new ManifestHistory(
                        minute(0),
                        minute(10),
                        minute(10),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                new TagEvent(minute(0), "1", Optional.empty(), Optional.of(digest(1))),
                                new TagEvent(minute(0), "latest", Optional.empty(), Optional.of(digest(1))),
                                new TagEvent(minute(5), "latest", Optional.of(digest(1)), Optional.of(digest(2))),
                                new TagEvent(minute(10), "latest", Optional.of(digest(2)), Optional.of(digest(1))))));
        assertThat(past().newSince("app", digest(2))).contains(minute(5));
    }

    @Test
    void takesAManifestForNewWhenItsTagCameBack() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(
                at(5),
                SeenRegistry.main().repository("app").lost("1").registry().observed());
        assertThat(history(1).untaggedSince()).contains(minute(5));

        estate.record(at(10), SeenRegistry.main().app("1=1").observed());

        assertThat(history(1).newSince()).isEqualTo(minute(10));
        assertThat(history(1).untaggedSince()).isEmpty();
    }

    @Test
    void countsWhatIsNewFromTheEndOfTheLook() {
        estate.record(
                new Look("s", minute(0), minute(7)),
                SeenRegistry.main().app("1=1").observed());

        assertThat(past().newSince("app", digest(1))).contains(minute(7));
    }

    @Test
    void knowsWhatCameBackAfterItWasDeleted() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        database.useTransaction((Handle in) -> EstateStore.deleted(in, "main", "app", digest(1), minute(5)));
        assertThat(tagsOfApp()).isZero();

        estate.record(at(10), SeenRegistry.main().app("1=1").observed());

        assertThat(history(1).reappeared()).contains(minute(10));
        assertThat(history(1).gone()).isEmpty();
        assertThat(past().reappeared("app", digest(1))).isTrue();
        assertThat(past().newSince("app", digest(1))).contains(minute(10));
    }

    @Test
    void doesNotCallItBackWhenTheLookBeganBeforeItWasDeleted() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        database.useTransaction((Handle in) -> EstateStore.deleted(in, "main", "app", digest(1), minute(5)));
        estate.record(
                new Look("s", minute(4), minute(6)),
                SeenRegistry.main().app("1=1").observed());

        assertThat(history(1).reappeared()).isEmpty();
        assertThat(history(1).gone()).contains(minute(5));
        assertThat(tagsOfApp()).isZero();
    }

    @Test
    void knowsADeletionOfWhatNoLookHadSeen() {
        database.useTransaction((Handle in) -> EstateStore.deleted(in, "main", "app", digest(1), minute(5)));
        estate.record(at(10), SeenRegistry.main().app("1=1").observed());

        assertThat(history(1).reappeared()).contains(minute(10));
        assertThat(pages.repositories("main").getFirst().bytes()).isEqualTo(1111);
    }

    @Test
    void changesNothingByALookThatALaterOneHasOvertaken() {
        estate.record(at(10), SeenRegistry.main().app("1=2").observed());
        EstateStore.Recorded recorded =
                estate.record(at(5), SeenRegistry.main().app("1=1").observed());

        assertThat(recorded.applied()).isFalse();
        assertThat(pages.history("main", "app", digest(1))).isEmpty();
    }

    @Test
    void learnsABuildTimeLaterAndNeverForgetsIt() {
        Instant built = Instant.parse("2026-01-01T00:00:00Z");
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(
                at(5),
                SeenRegistry.main()
                        .app("1=1")
                        .content(image(1, new Created.At(built)))
                        .observed());
        estate.record(at(10), SeenRegistry.main().app("1=1").observed());

        Optional<Instant> kept = database.jdbi()
                .withHandle(handle -> handle.createQuery("select created_at from manifests")
                        .mapTo(Instant.class)
                        .findOne());
        assertThat(kept).contains(built);
    }

    @Test
    void writesNothingInTheRowsOfWhatStayedTheSame() {
        RegistryObservation same = SeenRegistry.main().app("1=1", "2=2").observed();
        estate.record(at(0), same);
        List<String> before = versions();
        estate.record(at(5), same);

        assertThat(versions()).isEqualTo(before);
        assertThat(history(1).lastSeen()).isEqualTo(minute(5));
    }

    private List<String> versions() {
        return database.jdbi()
                .withHandle(
                        handle -> handle.createQuery("""
                        select xmin::text || ctid::text from tags
                        union all select xmin::text || ctid::text from repository_manifests
                        union all select xmin::text || ctid::text from manifests order by 1
                        """).mapTo(String.class).list());
    }

    @Test
    void keepsNamesOfAnyScriptAndSkipsThoseThatNoDatabaseKeeps() {
        String longest = "r".repeat(255);
        RegistryObservation odd = SeenRegistry.main()
                .repository("приложение/日本語🐳")
                .tag("t".repeat(128), 1)
                .registry()
                .repository(longest)
                .tag("1", 2)
                .registry()
                .repository("zero\0")
                .tag("1", 3)
                .registry()
                .repository("half\ud83d")
                .tag("1", 4)
                .registry()
                .repository("x".repeat(5000))
                .tag("1", 5)
                .registry()
                .observed();
        estate.record(at(0), odd);
        estate.record(at(5), odd);

        assertThat(pages.repositories("main").stream().map(EstatePages.RepositoryNumbers::name))
                .containsExactlyInAnyOrder("приложение/日本語🐳", longest);
        assertThat(past().newSince("приложение/日本語🐳", digest(1))).contains(minute(0));
        assertThat(past().newSince("zero\0", digest(3))).isEmpty();
    }

    @Test
    void doesNotCallAManifestUntaggedBesideATagThatNoDatabaseKeeps() {
        RegistryObservation odd = SeenRegistry.main()
                .repository("app")
                .tag("zero\0", 1)
                .registry()
                .observed();
        estate.record(at(0), odd);

        assertThat(history(1).untaggedSince()).isEmpty();
    }
}
