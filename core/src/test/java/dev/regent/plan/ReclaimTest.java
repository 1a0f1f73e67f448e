package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Estate.anEstate;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anUnknown;
import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.given.RegistryBuilder;
import dev.regent.given.RepositoryBuilder;
import dev.regent.observe.Gap;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// When the bytes of a plan are exactly what garbage collection frees.
class ReclaimTest {

    private static final Volume WHOLE = new Volume(7, Set.of(), Set.of(), true);

    private final RepositoryBuilder repository = aRepository().with(anImage(1).builtDaysAgo(90), "v1");

    @Test
    void isExactWhereTheWholeVolumeWasRead() {
        assertThat(exact(aRegistry().with(repository).volume(WHOLE))).isTrue();
    }

    @Test
    void isAnUpperBoundWithoutTheVolume() {
        assertThat(exact(aRegistry().with(repository))).isFalse();
        assertThat(exact(
                        aRegistry("a").with(repository).volume(WHOLE),
                        aRegistry("b").with(repository)))
                .isFalse();
    }

    @Test
    void isAnUpperBoundWhereSomeRepositoriesAreLeftOut() {
        assertThat(exact(aRegistry().with(repository).volume(new Volume(7, Set.of(), Set.of(), false))))
                .isFalse();
    }

    @Test
    void isAnUpperBoundWhereBytesAreLost() {
        Set<Digest> lost = Set.of(digest(9));

        assertThat(exact(aRegistry().with(repository).volume(new Volume(7, lost, Set.of(), true))))
                .isFalse();
        assertThat(exact(aRegistry().with(repository).volume(new Volume(7, Set.of(), lost, true))))
                .isFalse();
    }

    @Test
    void isAnUpperBoundBesideAManifestThatCannotBeRead() {
        assertThat(exact(aRegistry()
                        .with(repository)
                        .with(aRepository("odd").with(anUnknown(5, "text/odd")))
                        .volume(WHOLE)))
                .isFalse();
    }

    @Test
    void isAnUpperBoundWhereARepositoryWasNotWhollyHeard() {
        assertThat(exact(aRegistry()
                        .with(repository)
                        .with(aRepository("cut").gap(Gap.Kind.STRUCTURE, "tags", "unreadable"))
                        .volume(WHOLE)))
                .isFalse();
    }

    private static boolean exact(RegistryBuilder... registries) {
        return anEstate(registries).plan(aPolicy().removeOlderThan(30)).reclaimExact();
    }
}
