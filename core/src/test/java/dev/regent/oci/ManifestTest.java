package dev.regent.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ManifestTest {

    private static final String CHART = "application/vnd.cncf.helm.config.v1+json";

    private final Descriptor config = blob(MediaTypes.OCI_CONFIG, "c");
    private final Descriptor layer = blob("application/vnd.oci.image.layer.v1.tar", "a");

    @Test
    void anImageIsNoArtifact() {
        assertThat(single(config, Optional.empty()).artifactType()).isEmpty();
        assertThat(single(blob(MediaTypes.DOCKER_CONFIG, "c"), Optional.empty()).artifactType())
                .isEmpty();
    }

    @Test
    void anArtifactIsWhatItDeclaresElseWhatItsConfigIs() {
        assertThat(single(blob(CHART, "c"), Optional.empty()).artifactType()).contains(CHART);
        assertThat(single(blob(CHART, "c"), Optional.of("model/x")).artifactType())
                .contains("model/x");
        assertThat(single(config, Optional.of("model/x")).artifactType()).contains("model/x");
    }

    @Test
    void aSingleManifestStoresItsConfigAndItsLayersAsOftenAsTheyStand() {
        Manifest manifest = new Manifest.Single(
                MediaTypes.OCI_MANIFEST, config, List.of(layer, layer), Optional.empty(), Optional.empty(), Map.of());

        assertThat(manifest.blobs()).containsExactly(config, layer, layer);
        assertThat(manifest.children()).isEmpty();
    }

    @Test
    void anIndexStoresNothingButItself() {
        Manifest index =
                new Manifest.Index(MediaTypes.OCI_INDEX, List.of(layer), Optional.empty(), Optional.empty(), Map.of());

        assertThat(index.blobs()).isEmpty();
        assertThat(index.children()).containsExactly(layer);
    }

    @Test
    void theFirstFormatHasLayersOfUnknownSizeOnly() {
        Manifest manifest = new Manifest.Schema1(List.of(layer.digest()));

        assertThat(manifest.blobs())
                .containsExactly(
                        new Descriptor("application/vnd.docker.container.image.rootfs.diff+x-gtar", layer.digest(), 0));
        assertThat(manifest.children()).isEmpty();
        assertThat(manifest.subject()).isEmpty();
        assertThat(manifest.annotations()).isEmpty();
        assertThat(manifest.artifactType()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsAnArtifactOfItsMediaType() {
        Manifest manifest = new Manifest.Unknown("text/odd");

        assertThat(manifest.artifactType()).contains("text/odd");
        assertThat(manifest.blobs()).isEmpty();
        assertThat(manifest.children()).isEmpty();
        assertThat(manifest.subject()).isEmpty();
        assertThat(manifest.annotations()).isEmpty();
    }

    @Test
    void aSizeIsZeroOrMore() {
        assertThat(new Descriptor("x/y", layer.digest(), 0).size()).isZero();
        assertThatThrownBy(() -> new Descriptor("x/y", layer.digest(), -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a size is zero or more, got -1 for " + layer.digest());
    }

    private Manifest single(Descriptor its, Optional<String> declared) {
        return new Manifest.Single(MediaTypes.OCI_MANIFEST, its, List.of(layer), Optional.empty(), declared, Map.of());
    }

    private static Descriptor blob(String mediaType, String digit) {
        return new Descriptor(mediaType, new Digest("sha256:" + digit.repeat(64)), 7);
    }
}
