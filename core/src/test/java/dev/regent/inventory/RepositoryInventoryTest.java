package dev.regent.inventory;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.TagTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepositoryInventoryTest {

    private final ManifestContent amd64 = anImage(1).build();
    private final ManifestContent arm64 = anImage(2).build();
    private final ManifestContent index = anIndex(3, amd64, arm64).build();

    @Test
    void numbersManifestsByTheirDigests() {
        RepositoryInventory repository =
                aRepository().with(anImage(9)).with(anImage(4)).with(anImage(7)).inventory();

        assertThat(IntStream.range(0, repository.size()).mapToObj(repository::digest))
                .containsExactly(digest(4), digest(7), digest(9));
        assertThat(repository.find(digest(7))).isEqualTo(1);
        assertThat(repository.find(digest(5))).isEqualTo(-1);
        assertThat(repository.content(2).digest()).isEqualTo(digest(9));
    }

    @Test
    void sortsTagsAndTellsReferrerTagsFromOrdinaryOnes() {
        String fallback = fallbackTag(digest(8));
        RepositoryInventory repository =
                aRepository().with(anImage(1), "v2", fallback, "latest").inventory();

        assertThat(repository.tags(0)).containsExactly("latest", fallback, "v2");
        assertThat(repository.ordinaryTags(0)).containsExactly("latest", "v2");
    }

    @Test
    void countsTagsBehindWhichNothingWasFound() {
        RepositoryInventory repository = aRepository()
                .with(anImage(1), "v1")
                .tag("gone", new TagTarget.Gone())
                .tag("unread", new TagTarget.Unread())
                .tag("elsewhere", new TagTarget.Points(digest(9)))
                .inventory();

        assertThat(repository.tagCount()).isEqualTo(4);
        assertThat(repository.tags(0)).containsExactly("v1");
    }

    @Test
    void tellsWhatIsListedFromWhatStandsOnItsOwn() {
        RepositoryInventory repository =
                aRepository().with(amd64).with(arm64).with(index, "v1").inventory();

        assertThat(roles(repository)).containsExactly(Role.CHILD, Role.CHILD, Role.IMAGE);
        assertThat(repository.children(2)).containsExactly(0, 1);
        assertThat(repository.held(2)).containsExactly(0, 1);
        assertThat(repository.indexes(0)).containsExactly(2);
        assertThat(repository.indexes(2)).isEmpty();
        assertThat(repository.children(0)).isEmpty();
    }

    @Test
    void aChildWithAnOrdinaryTagIsAnImage() {
        RepositoryInventory repository =
                aRepository().with(amd64, "v1-amd64").with(index, "v1").inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.IMAGE);
        assertThat(repository.held(1)).containsExactly(0);
    }

    @Test
    void anUntaggedManifestThatNothingHoldsIsAnImage() {
        assertThat(roles(aRepository().with(anImage(1)).inventory())).containsExactly(Role.IMAGE);
    }

    @Test
    void whatNamesASubjectIsItsReferrer() {
        RepositoryInventory repository =
                aRepository().with(amd64, "v1").with(anImage(5).subject(amd64)).inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.REFERRER);
        assertThat(repository.held(0)).containsExactly(1);
        assertThat(repository.held(1)).isEmpty();
        assertThat(repository.subjectUnseen(1)).isFalse();
        assertThat(repository.subjectUnseen(0)).isFalse();
    }

    @Test
    void whatHasReferrerTagsOnlyIsAReferrer() {
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(anImage(5), fallbackTag(digest(1)), fallbackTag(digest(1)) + ".sig")
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.REFERRER);
        assertThat(repository.held(0)).containsExactly(1);
    }

    @Test
    void anOrdinaryTagBesideReferrerTagsMakesAnImageThatNobodyHolds() {
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(anImage(5), fallbackTag(digest(1)), "mine")
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.IMAGE);
        assertThat(repository.held(0)).isEmpty();
    }

    @Test
    void aTaggedManifestThatNamesASubjectIsAnImageThatItsSubjectHolds() {
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(anImage(5).subject(amd64), "mine")
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.IMAGE);
        assertThat(repository.held(0)).containsExactly(1);
    }

    @Test
    void aReferrerWhoseSubjectIsNotHereIsAnOrphan() {
        RepositoryInventory repository = aRepository()
                .with(anImage(5).subject(digest(9)))
                .with(anImage(6), fallbackTag(digest(9)) + ".att")
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.REFERRER, Role.REFERRER);
        assertThat(repository.subjectUnseen(0)).isTrue();
        assertThat(repository.subjectUnseen(1)).isTrue();
    }

    @Test
    void oneUnseenSubjectOfSeveralMakesAnOrphanToo() {
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(anImage(5).subject(digest(9)), fallbackTag(digest(1)))
                .inventory();

        assertThat(repository.subjectUnseen(1)).isTrue();
        assertThat(repository.held(0)).containsExactly(1);
    }

    @Test
    void anIndexThatListsItsOwnReferrerHoldsItOnce() {
        ManifestContent signature = anImage(1).subject(digest(3)).build();
        RepositoryInventory repository = aRepository()
                .with(signature)
                .with(anIndex(3, signature, signature), "v1")
                .inventory();

        assertThat(repository.held(1)).containsExactly(0);
        assertThat(repository.children(1)).containsExactly(0);
        assertThat(roles(repository)).containsExactly(Role.REFERRER, Role.IMAGE);
    }

    @Test
    void aFallbackIndexIsAReferrerWithChildren() {
        ManifestContent entry = anImage(5).subject(amd64).build();
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(entry)
                .with(anIndex(6, entry), fallbackTag(digest(1)))
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.REFERRER, Role.REFERRER);
        assertThat(repository.held(0)).containsExactlyInAnyOrder(1, 2);
        assertThat(repository.held(2)).containsExactly(1);
    }

    @Test
    void aFallbackEntryThatNamesNoSubjectIsAChild() {
        ManifestContent entry = anImage(5).build();
        RepositoryInventory repository = aRepository()
                .with(amd64, "v1")
                .with(entry)
                .with(anIndex(6, entry), fallbackTag(digest(1)))
                .inventory();

        assertThat(roles(repository)).containsExactly(Role.IMAGE, Role.CHILD, Role.REFERRER);
        assertThat(repository.held(0)).containsExactly(2);
    }

    @Test
    void referrerTagsCanMakeARing() {
        RepositoryInventory repository = aRepository()
                .with(anImage(1), fallbackTag(digest(2)))
                .with(anImage(2), fallbackTag(digest(1)))
                .with(anImage(3), fallbackTag(digest(3)))
                .inventory();

        assertThat(roles(repository)).containsOnly(Role.REFERRER);
        assertThat(repository.held(0)).containsExactly(1);
        assertThat(repository.held(1)).containsExactly(0);
        assertThat(repository.held(2)).containsExactly(2);
        assertThat(repository.indexesFirst()).containsExactly(0, 1, 2);
    }

    @Test
    void putsEachIndexBeforeItsChildren() {
        ManifestContent middle = anIndex(2, anImage(5).build()).build();
        ManifestContent top = anIndex(9, middle, anImage(5).build()).build();
        RepositoryInventory repository =
                aRepository().with(anImage(5)).with(middle).with(top, "v1").inventory();

        assertThat(IntStream.of(repository.indexesFirst()).mapToObj(repository::digest))
                .containsExactly(digest(9), digest(2), digest(5));
    }

    @Test
    void sixteenLevelsOfIndexesAreNotTooDeep() {
        RepositoryInventory repository = nested(16);

        assertThat(IntStream.range(0, 17).filter(repository::nestedTooDeep)).isEmpty();
    }

    @Test
    void seventeenLevelsOfIndexesAreTooDeepForTheHighestOnly() {
        RepositoryInventory repository = nested(17);

        assertThat(IntStream.range(0, 18).filter(repository::nestedTooDeep)).containsExactly(17);
    }

    @Test
    void aChildThatIsNotHereCountsAsALevel() {
        RepositoryBuilder repository = aRepository();
        ManifestContent below = anImage(100).build();
        for (int level = 1; level <= 17; level++) {
            below = anIndex(100 + level, below).build();
            repository.with(below);
        }

        assertThat(IntStream.range(0, 17).filter(repository.inventory()::nestedTooDeep))
                .containsExactly(16);
    }

    private static RepositoryInventory nested(int levels) {
        RepositoryBuilder repository = aRepository();
        ManifestContent below = anImage(100).build();
        repository.with(below);
        for (int level = 1; level <= levels; level++) {
            below = anIndex(100 + level, below).build();
            repository.with(below);
        }
        return repository.inventory();
    }

    @Test
    void knowsWhetherAManifestCannotBeRead() {
        assertThat(aRepository().with(amd64).inventory().hasUnknownManifest()).isFalse();
        assertThat(aRepository()
                        .with(amd64)
                        .with(anUnknown(5, "text/odd"))
                        .inventory()
                        .hasUnknownManifest())
                .isTrue();
    }

    @Test
    void onlyGapsOfStructureMakeARepositoryUnheard() {
        RepositoryInventory young =
                aRepository().gap(Gap.Kind.CONFIG, "config", "timed out").inventory();
        RepositoryInventory cut = aRepository()
                .gap(Gap.Kind.CONFIG, "config", "timed out")
                .gap(Gap.Kind.STRUCTURE, "tag 1.0", "500")
                .inventory();

        assertThat(young.structureHeard()).isTrue();
        assertThat(cut.structureHeard()).isFalse();
        assertThat(cut.gaps()).hasToString("[config: timed out, tag 1.0: 500]");
    }

    @Test
    void keepsWhatIsMissing() {
        RepositoryInventory repository =
                aRepository("team/app").missing(digest(8)).inventory();

        assertThat(repository.missing()).containsExactly(digest(8));
        assertThat(repository.name()).isEqualTo("team/app");
        assertThat(repository.size()).isZero();
    }

    @Test
    void cannotBeChangedThroughWhatItGives() {
        RepositoryInventory repository =
                aRepository().with(amd64).with(index, "v1").inventory();
        repository.children(1)[0] = 7;
        repository.held(1)[0] = 7;
        repository.indexes(0)[0] = 7;
        repository.indexesFirst()[0] = 7;

        assertThat(repository.children(1)).containsExactly(0);
        assertThat(repository.held(1)).containsExactly(0);
        assertThat(repository.indexes(0)).containsExactly(1);
        assertThat(repository.indexesFirst()).containsExactly(1, 0);
    }

    @Test
    void anObservationWithoutAManifestsContentIsRefused() {
        assertThatThrownBy(() -> new RegistryObservation(
                        new RegistryIdentity("main", true, Set.of()),
                        "registry",
                        Heard.YES,
                        "",
                        List.of(aRepository().with(amd64).with(anImage(9)).observed()),
                        Map.of(digest(1), amd64),
                        Optional.empty(),
                        Duration.ZERO,
                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("app has " + digest(9) + ", whose content was not given");
    }

    private static Role[] roles(RepositoryInventory repository) {
        return IntStream.range(0, repository.size()).mapToObj(repository::role).toArray(Role[]::new);
    }
}
