package dev.regent.analyse.health;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.layer;
import static dev.regent.given.ManifestBuilder.aSchema1;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.health.Finding.Kind;
import dev.regent.given.RegistryBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HealthTest {

    private final RepositoryBuilder repository = aRepository().with(anImage(1), "v1");

    @Test
    void findsNothingWhereNothingIsWrong() {
        ManifestContent child = anImage(2).build();
        repository.with(child).with(anIndex(3, child), "v2").with(anImage(4).subject(child));

        assertThat(findings(aRegistry()
                        .with(repository)
                        .clockOff(Duration.ofMinutes(5))
                        .volume(new Volume(1000, Set.of(), Set.of(), true))))
                .isEmpty();
    }

    @Test
    void findsATagThatPointsAtNothing() {
        repository.tag("gone\u202e", new TagTarget.Gone()).tag("unread", new TagTarget.Unread());

        assertThat(findings(aRegistry().with(repository)))
                .containsExactly(finding(Kind.BROKEN, "tag gone<U+202E> points at no manifest"));
    }

    @Test
    void findsAChildThatIsNotThere() {
        ManifestContent child = anImage(2).build();
        ManifestContent unread = anImage(3).build();
        repository.with(anIndex(4, child, unread), "v2").missing(digest(2));

        assertThat(findings(aRegistry().with(repository)))
                .containsExactly(finding(Kind.BROKEN, "v2 (000000000004) lists 000000000002, which isn't there"));
    }

    @Test
    void findsAReferrerWithoutItsSubject() {
        repository.with(anImage(2).subject(digest(9))).with(anImage(3).subject(digest(9)), "mine");

        assertThat(findings(aRegistry().with(repository)))
                .containsExactly(finding(Kind.ORPHAN_REFERRER, "000000000002 belongs to a manifest that was not seen"));
    }

    @Test
    void findsDockersFirstFormat() {
        repository.with(aSchema1(2), "old");

        assertThat(findings(aRegistry().with(repository)))
                .containsExactly(finding(Kind.SCHEMA_1, "old (000000000002) has Docker's first manifest format"));
    }

    @Test
    void findsWhatCannotBeRead() {
        repository.with(anUnknown(2, "text/odd\n"));

        assertThat(findings(aRegistry().with(repository)))
                .containsExactly(finding(Kind.UNKNOWN_MEDIA_TYPE, "000000000002 is text/odd<U+000A>"));
    }

    @Test
    void findsBytesThatAreLost() {
        Volume volume = new Volume(0, Set.of(layer(1), layer(2)), Set.of(digest(8), digest(7)), true);

        assertThat(findings(aRegistry().with(repository).volume(volume)))
                .containsExactly(
                        lost("manifest 000000000007 is linked and its bytes are gone; garbage collection fails on it"),
                        lost("manifest 000000000008 is linked and its bytes are gone; garbage collection fails on it"),
                        lost("2 blobs that manifests need are not on the volume"));
    }

    @Test
    void findsAClockThatIsWrong() {
        assertThat(findings(aRegistry().with(repository).clockOff(Duration.ofMinutes(-90))))
                .containsExactly(new Finding(
                        Kind.CLOCK,
                        "main",
                        "",
                        "its clock is 90 min from ours, so no age is believed; set the clock that is wrong"));
    }

    @Test
    void goesRepositoryByRepositoryInTheOrderOfTheirNames() {
        assertThat(findings(aRegistry()
                        .with(aRepository("b").with(aSchema1(1)))
                        .with(aRepository("a").with(aSchema1(2)))))
                .extracting(Finding::repository)
                .containsExactly("a", "b");
    }

    @Test
    void namesItsKindsAsTheContractDoes() {
        assertThat(Kind.values())
                .extracting(Kind::toString)
                .containsExactly("broken", "orphan-referrer", "schema-1", "unknown-media-type", "lost-bytes", "clock");
    }

    private static Finding finding(Kind kind, String what) {
        return new Finding(kind, "main", "app", what);
    }

    private static Finding lost(String what) {
        return new Finding(Kind.LOST_BYTES, "main", "", what);
    }

    private static List<Finding> findings(RegistryBuilder registry) {
        RegistryObservation observed = registry.observed();
        return Health.findings(observed, RegistryInventory.of(observed));
    }
}
