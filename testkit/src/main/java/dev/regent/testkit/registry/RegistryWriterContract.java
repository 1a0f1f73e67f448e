package dev.regent.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.RawManifest;
import dev.regent.act.Reading;
import dev.regent.act.RegistryProbe;
import dev.regent.act.RegistryWriter;
import dev.regent.act.RegistryWriter.Written;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every way of changing a registry that deletes by digest promises, and what reading single
/// things tells of it.
public abstract class RegistryWriterContract {

    private static final String APP = "team/app";
    private static final byte[] LAYER = "the layer's bytes".getBytes(StandardCharsets.UTF_8);

    private final World world = new World();
    private final Digest one =
            ImageBuilder.in(world, APP, "one").layer("the layer's bytes").push("1.0", "1", "latest");
    private final Digest two = ImageBuilder.in(world, APP, "two").layer("other").push("2.0");
    private final Descriptor layer =
            new Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", Digest.sha256(LAYER), LAYER.length);

    /// A registry that runs.
    protected interface Peer {
        RegistryProbe probe();

        RegistryWriter writer();

        /// Collects garbage as `docker-registry garbage-collect` does beside a registry that goes
        /// on serving.
        void collectGarbage() throws InterruptedException;

        /// Starts it anew, with nothing remembered.
        void restart() throws InterruptedException;
    }

    /// A registry that holds `world`, where manifests are deleted by digest; what it opens is
    /// closed by the test.
    protected abstract Peer over(World world) throws IOException, InterruptedException;

    private RawManifest raw(Digest digest) {
        byte[] bytes = world.blobs().get(digest);
        assertThat(bytes).isNotNull();
        return new RawManifest(digest, MediaTypes.OCI_MANIFEST, bytes == null ? new byte[0] : bytes);
    }

    @Test
    void resolvesTagsAndDigests() throws IOException, InterruptedException {
        RegistryProbe probe = over(world).probe();

        assertThat(probe.resolve(APP, "latest")).isEqualTo(new Reading.Here<>(one));
        assertThat(probe.resolve(APP, two.value())).isEqualTo(new Reading.Here<>(two));
        assertThat(probe.resolve(APP, "3.0")).isEqualTo(new Reading.Gone<>());
        assertThat(probe.resolve(APP, Digest.sha256(new byte[] {1}).value())).isEqualTo(new Reading.Gone<>());
        assertThat(probe.resolve("team/none", "1.0")).isEqualTo(new Reading.Gone<>());
        assertThat(probe.manifest(APP, "latest")).isEqualTo(new Reading.Here<>(raw(one)));
        assertThat(probe.manifest(APP, "3.0")).isEqualTo(new Reading.Gone<>());
        assertThat(probe.tags(APP)).isEqualTo(new Reading.Here<>(Set.of("1.0", "1", "latest", "2.0")));
        assertThat(probe.tags("team/none")).isEqualTo(new Reading.Gone<>());
    }

    @Test
    void deletesAManifestWithAllItsTagsAndNoOther() throws IOException, InterruptedException {
        Peer peer = over(world);

        assertThat(peer.writer().deleteManifest(APP, one)).isEqualTo(new Written.Done());

        assertThat(peer.probe().resolve(APP, one.value())).isEqualTo(new Reading.Gone<>());
        assertThat(peer.probe().tags(APP)).isEqualTo(new Reading.Here<>(Set.of("2.0")));
        assertThat(peer.probe().resolve(APP, "2.0")).isEqualTo(new Reading.Here<>(two));
    }

    @Test
    void findsGoneWhatWasDeletedBefore() throws IOException, InterruptedException {
        Peer peer = over(world);
        peer.writer().deleteManifest(APP, one);

        assertThat(peer.writer().deleteManifest(APP, one)).isEqualTo(new Written.Gone());
        assertThat(peer.writer().deleteManifest("team/none", one)).isEqualTo(new Written.Gone());
    }

    @Test
    void knowsTheRepositoryWhoseLastTagIsGone() throws IOException, InterruptedException {
        Peer peer = over(world);
        peer.writer().deleteManifest(APP, one);
        peer.writer().deleteManifest(APP, two);

        assertThat(peer.probe().tags(APP)).isEqualTo(new Reading.Here<>(Set.of()));
    }

    @Test
    void putsADeletedManifestBackByteForByte() throws IOException, InterruptedException {
        Peer peer = over(world);
        RawManifest manifest = raw(one);
        peer.writer().deleteManifest(APP, one);

        assertThat(peer.writer().putManifest(APP, one.value(), manifest)).isEqualTo(new Written.Done());
        assertThat(peer.writer().putManifest(APP, "latest", manifest)).isEqualTo(new Written.Done());

        assertThat(peer.probe().manifest(APP, one.value())).isEqualTo(new Reading.Here<>(manifest));
        assertThat(peer.probe().resolve(APP, "latest")).isEqualTo(new Reading.Here<>(one));
        assertThat(peer.probe().tags(APP)).isEqualTo(new Reading.Here<>(Set.of("2.0", "latest")));
        assertThat(peer.probe().lastByte(APP, layer)).isEqualTo(new Reading.Here<>(layer.digest()));
    }

    @Test
    void movesATag() throws IOException, InterruptedException {
        Peer peer = over(world);

        assertThat(peer.writer().putManifest(APP, "latest", raw(two))).isEqualTo(new Written.Done());

        assertThat(peer.probe().resolve(APP, "latest")).isEqualTo(new Reading.Here<>(two));
        assertThat(peer.probe().resolve(APP, "1.0")).isEqualTo(new Reading.Here<>(one));
    }

    @Test
    void refusesAnIndexWhoseChildrenAreNotThere() throws IOException, InterruptedException {
        Digest index = IndexBuilder.in(world, APP).child(one).child(two).push("all");
        byte[] bytes = world.blobs().get(index);
        assertThat(bytes).isNotNull();
        RawManifest manifest = new RawManifest(index, MediaTypes.OCI_INDEX, bytes == null ? new byte[0] : bytes);
        Peer peer = over(world);
        RawManifest child = raw(one);
        peer.writer().deleteManifest(APP, index);
        peer.writer().deleteManifest(APP, one);

        assertThat(peer.writer().putManifest(APP, "all", manifest))
                .isEqualTo(new Written.Refused(
                        400,
                        "the registry doesn't have all that it points at (400 MANIFEST_BLOB_UNKNOWN); its blobs and"
                                + " children go first"));

        assertThat(peer.writer().putManifest(APP, one.value(), child)).isEqualTo(new Written.Done());
        assertThat(peer.writer().putManifest(APP, "all", manifest)).isEqualTo(new Written.Done());
        assertThat(peer.probe().resolve(APP, "all")).isEqualTo(new Reading.Here<>(index));
    }

    @Test
    void refusesToDeleteATagAlone() throws IOException, InterruptedException {
        Peer peer = over(world);

        assertThat(peer.writer().deleteTag(APP, "latest"))
                .isEqualTo(new Written.Refused(
                        400,
                        "the registry can't delete a tag alone (400 DIGEST_INVALID); delete its manifest if no other"
                                + " tag needs it, or leave the tag"));
        assertThat(peer.probe().resolve(APP, "latest")).isEqualTo(new Reading.Here<>(one));
    }

    @Test
    void readsTheLastByteOfWhatIsThere() throws IOException, InterruptedException {
        RegistryProbe probe = over(world).probe();

        assertThat(probe.lastByte(APP, layer)).isEqualTo(new Reading.Here<>(layer.digest()));
        assertThat(probe.lastByte(APP, new Descriptor("x/y", Digest.sha256(new byte[] {1}), 1)))
                .isEqualTo(new Reading.Gone<>());
        assertThat(probe.lastByte("team/none", layer)).isEqualTo(new Reading.Gone<>());
        assertThat(probe.lastByte(APP, new Descriptor("x/y", layer.digest(), LAYER.length + 1)))
                .isInstanceOf(Reading.Unheard.class);
        assertThat(probe.lastByte(APP, new Descriptor("x/y", layer.digest(), LAYER.length - 1)))
                .isInstanceOf(Reading.Unheard.class);
    }

    @Test
    void findsNoLastByteOfWhatWasCollectedThoughTheRegistryTakesTheManifest() throws IOException, InterruptedException {
        Peer peer = over(world);
        RawManifest manifest = raw(one);
        assertThat(peer.probe().lastByte(APP, layer)).isEqualTo(new Reading.Here<>(layer.digest()));
        peer.writer().putManifest(APP, "again", manifest); // a registry looks at all parts then, and remembers them
        peer.writer().deleteManifest(APP, one);
        peer.collectGarbage();

        assertThat(peer.writer().putManifest(APP, "latest", manifest)).isEqualTo(new Written.Done());

        assertThat(peer.probe().lastByte(APP, layer)).isEqualTo(new Reading.Gone<>());
        assertThat(peer.probe().resolve(APP, "latest")).isEqualTo(new Reading.Gone<>());
    }

    @Test
    void findsTheLastByteGoneOnceTheRegistryWasStartedAnew() throws IOException, InterruptedException {
        Peer peer = over(world);
        RawManifest manifest = raw(one);
        peer.writer().deleteManifest(APP, one);
        peer.collectGarbage();
        peer.restart();

        assertThat(peer.probe().lastByte(APP, layer)).isEqualTo(new Reading.Gone<>());
        assertThat(peer.writer().putManifest(APP, "latest", manifest)).isInstanceOf(Written.Refused.class);
    }
}
