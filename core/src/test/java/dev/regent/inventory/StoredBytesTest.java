package dev.regent.inventory;

import static dev.regent.given.Digests.config;
import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.layer;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.ManifestBuilder.layerOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredBytesTest {

    @Test
    void countsManifestsConfigsAndLayers() {
        StoredBytes bytes = StoredBytes.of(List.of(anImage(1).build()));

        assertThat(bytes.of(digest(1))).isEqualTo(1);
        assertThat(bytes.of(config(1))).isEqualTo(10);
        assertThat(bytes.of(layer(1))).isEqualTo(100);
        assertThat(bytes.total()).isEqualTo(111);
    }

    @Test
    void countsWhatIsSharedOnce() {
        ManifestContent one =
                anImage(1).layers(layerOf(7, 500), layerOf(7, 500)).build();
        ManifestContent other = anImage(2).configOf(1).layers(layerOf(7, 500)).build();

        assertThat(StoredBytes.of(List.of(one, other, anIndex(3, one, other).build()))
                        .total())
                .isEqualTo(1 + 1 + 1 + 10 + 500);
    }

    @Test
    void takesTheLargestOfDifferentSizes() {
        ManifestContent small = anImage(1).layers(layerOf(7, 5)).build();
        ManifestContent large = anImage(2).layers(layerOf(7, 50)).build();

        assertThat(StoredBytes.of(List.of(small, large)).of(layer(7))).isEqualTo(50);
        assertThat(StoredBytes.of(List.of(large, small)).of(layer(7))).isEqualTo(50);
    }

    @Test
    void knowsAManifestsLengthBetterThanWhoDeclaresIt() {
        ManifestContent listed = anImage(1).build();
        ManifestContent blown =
                new ManifestContent(digest(2), 3, new Manifest.Schema1(List.of(digest(1))), new Created.Absent());

        assertThat(StoredBytes.of(List.of(blown, listed)).of(digest(1))).isEqualTo(1);
    }

    @Test
    void knowsNothingOfWhatNoManifestDescribes() {
        assertThat(StoredBytes.of(List.of()).of(digest(1))).isZero();
        assertThat(StoredBytes.of(List.of()).total()).isZero();
    }
}
