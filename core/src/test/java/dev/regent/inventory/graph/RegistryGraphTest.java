package dev.regent.inventory.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Who marks what, case by case. Repositories are 1 and 2, manifests 10 and up, blobs 100 and up.
class RegistryGraphTest {

    private final RegistryGraph graph = new RegistryGraph();

    /// Two images of 10 and 20 bytes that share a base of 1000 and have a layer each.
    private void twoImages() {
        graph.content(10, 10, 100, 101);
        graph.content(11, 20, 100, 102, 102);
        graph.declared(100, 1_000);
        graph.declared(101, 300);
        graph.declared(102, 400);
    }

    @Test
    void storesNothingUntilARepositoryHasAManifest() {
        twoImages();

        assertThat(graph.stored()).isZero();
        assertThat(graph.repositories()).isEmpty();
        assertThat(graph.manifest(10)).isEqualTo(new ManifestBytes(0, 0));
    }

    @Test
    void countsEachLayerOnce() {
        twoImages();
        graph.put(1, 10);
        graph.put(1, 11);

        assertThat(graph.stored()).isEqualTo(1_730);
        assertThat(graph.manifest(11)).isEqualTo(new ManifestBytes(420, 1_000));
    }

    @Test
    void freesNothingWhileAnotherRepositoryHasTheManifest() {
        twoImages();
        graph.put(1, 10);
        graph.put(2, 10);

        assertThat(graph.without(List.of(new Member(1, 10))))
                .isEqualTo(new WhatIf(0, List.of(new WhatIf.Loss(1, 1, 1_310))));
        assertThat(graph.without(List.of(new Member(1, 10), new Member(2, 10))))
                .isEqualTo(new WhatIf(1_310, List.of(new WhatIf.Loss(1, 1, 1_310), new WhatIf.Loss(2, 1, 1_310))));
    }

    @Test
    void leavesALayerThatIsMountedIntoAnotherRepository() {
        twoImages();
        graph.put(1, 10);
        graph.put(2, 11);

        assertThat(graph.without(graph.members(1))).isEqualTo(new WhatIf(310, List.of(new WhatIf.Loss(1, 1, 1_310))));
        assertThat(graph.repositories())
                .containsExactly(
                        new RepositoryBytes(1, 1, 1_310, 310, 810), new RepositoryBytes(2, 1, 1_420, 420, 920));
    }

    @Test
    void givesWhatIsLeftOfADivisionToTheLowestIds() {
        for (long manifest : new long[] {30, 20, 10}) {
            graph.content(manifest, 0, 100);
            graph.put(manifest / 10, manifest);
        }
        graph.declared(100, 11);

        assertThat(graph.repositories())
                .containsExactly(
                        new RepositoryBytes(1, 1, 11, 0, 4),
                        new RepositoryBytes(2, 1, 11, 0, 4),
                        new RepositoryBytes(3, 1, 11, 0, 3));
    }

    @Test
    void countsAChildThatIsNotThereAsNothing() {
        graph.content(10, 10, 11);
        graph.put(1, 10);
        assertThat(graph.stored()).isEqualTo(10);

        graph.content(11, 20, 101);
        graph.declared(101, 300);

        assertThat(graph.stored()).isEqualTo(30);
    }

    @Test
    void keepsAChildThatAnIndexLists() {
        graph.content(10, 10, 11);
        graph.content(11, 20, 101);
        graph.declared(101, 300);
        graph.put(1, 10);
        graph.put(1, 11);

        assertThat(graph.take(1, 11)).isEqualTo(300);
        assertThat(graph.take(1, 10)).isEqualTo(30);
        assertThat(graph.take(1, 10)).isZero();
    }

    @Test
    void believesTheLargestSizeAndOfAManifestItsOwn() {
        twoImages();
        graph.put(1, 10);
        graph.declared(100, 1_001);
        graph.declared(100, 5);
        graph.declared(10, 5_000);

        assertThat(graph.stored()).isEqualTo(1_311);
    }

    @Test
    void believesAManifestBeforeWhatWasDeclaredOfIt() {
        graph.declared(10, 5_000);
        graph.content(10, 10);
        graph.put(1, 10);

        assertThat(graph.stored()).isEqualTo(10);
    }

    @Test
    void refusesAManifestOfWhichNothingIsKnown() {
        graph.content(10, 10, 11);

        assertThatThrownBy(() -> graph.put(1, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wanted what manifest 11 says before it is in repository 1, got nothing");
        assertThatThrownBy(() -> graph.put(1, 99)).isInstanceOf(IllegalArgumentException.class);
    }
}
