package dev.regent.connect.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.Heard;
import dev.regent.observe.Leftovers.OrphanBlob;
import dev.regent.observe.Leftovers.Upload;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.VolumeWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What lies on volumes besides what Distribution puts there, and what is lost of it.
final class OddVolumeTest extends VolumeScene {

    @Test
    void hearsAVolumePartlyThatHoldsAManifestOfUnknownMediaType() throws InterruptedException, IOException {
        Digest unknown = OddManifests.unknown(world, "team/app", "odd", "odd");
        VolumeWriter.write(world, volume);

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app"))
                .isEqualTo(repository(
                        "team/app",
                        Map.of("1.0", new TagTarget.Points(app), "odd", new TagTarget.Points(unknown)),
                        Set.of(app, unknown)));
        assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
        assertThat(observation.detail())
                .isEqualTo("1 manifests of unknown media type: Distribution's garbage collection fails on them");
    }

    @Test
    void namesARepositoryThatIsASymbolicLinkInsteadOfPassingItOver() throws InterruptedException, IOException {
        Path elsewhere = Files.createDirectories(volume.resolve("elsewhere")).resolve("app");
        Files.move(repository("team/app"), elsewhere);
        Files.createSymbolicLink(repository("team/app"), elsewhere);

        RegistryObservation observation = look();

        assertWebIsHeard(observation);
        assertThat(observation.repositories()).containsExactly(heardWeb());
        assertThat(observation.detail()).isEqualTo("the folder \"team/app\" is a symbolic link and was not read");
        assertThat(observation.volume().map(Volume::whole)).contains(false);
    }

    @Test
    void survivesSymbolicLinksInCirclesAndIntoNothing() throws InterruptedException, IOException {
        Files.createSymbolicLink(root().resolve("repositories/loop"), root().resolve("repositories"));
        Files.delete(tagLink("1.0"));
        Files.createSymbolicLink(tagLink("1.0"), tagLink("1.0"));

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").tags().get("1.0")).isEqualTo(new TagTarget.Unread());
        assertWebIsHeard(observation);
    }

    @Test
    void namesAFolderThatNoRepositoryMayHave() throws InterruptedException, IOException {
        Files.createDirectories(repository("Team App/_manifests/tags/1.0"));

        RegistryObservation observation = look();

        assertWebIsHeard(observation);
        assertThat(observation.detail()).isEqualTo("the folder \"Team App\" is no repository's and was not read");
        assertThat(observation.volume().map(Volume::whole)).contains(false);
    }

    @Test
    void saysThatMoreLiesOnTheVolumeThanIsReported() throws InterruptedException {
        RegistryObservation observation = look(BuildTimes.NONE, name -> name.equals("team/app"));

        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.repositories())
                .extracting(RepositoryObservation::name)
                .containsExactly("team/app");
        assertThat(observation.contents()).containsOnlyKeys(app);
        assertThat(observation.volume()).contains(new Volume(0, Set.of(), Set.of(), false));
    }

    @Test
    void countsTheBytesThatNothingReferences() throws InterruptedException, IOException {
        world.store("nobody needs this".getBytes(StandardCharsets.UTF_8));
        VolumeWriter.write(world, volume);
        Files.writeString(root().resolve("blobs/stray"), "x");
        Files.writeString(root().resolve("blobs/sha256/stray"), "x");
        Files.writeString(blob(app).getParent().resolveSibling("stray"), "x");

        Volume seen = look().volume().orElseThrow();
        assertThat(seen.orphanBytes()).isEqualTo(17);
        assertThat(seen.leftovers().blobs()).isOne();
        assertThat(seen.leftovers().largest())
                .extracting(OrphanBlob::digest, OrphanBlob::bytes)
                .containsExactly(tuple(Digest.sha256("nobody needs this".getBytes(StandardCharsets.UTF_8)), 17L));
    }

    @Test
    void tellsOfPushesThatWereNotFinished() throws InterruptedException, IOException {
        Path uploads = root().resolve("repositories/team/app/_uploads");
        Path begun = Files.createDirectories(uploads.resolve("2c1d9a47-6d2f-4f0e-8c39-0d8a6b1f8a11"));
        Files.writeString(begun.resolve("data"), "the first half");
        Files.writeString(begun.resolve("startedat"), "2026-05-01T10:00:00Z");
        Path odd = Files.createDirectories(uploads.resolve("7b0f2f0e-1a57-4f5e-9a4c-5d3c2b1a0f99"));
        Files.writeString(odd.resolve("startedat"), "yesterday");
        Path first = Files.createDirectories(root().resolve("repositories/team/never/_uploads/the-first"));
        Files.writeString(first.resolve("data"), "abc");

        assertThat(look().volume().orElseThrow().leftovers().uploads())
                .containsExactlyInAnyOrder(
                        new Upload("team/never", "the-first", 3, Optional.empty()),
                        new Upload(
                                "team/app",
                                "2c1d9a47-6d2f-4f0e-8c39-0d8a6b1f8a11",
                                14,
                                Optional.of(Instant.parse("2026-05-01T10:00:00Z"))),
                        new Upload("team/app", "7b0f2f0e-1a57-4f5e-9a4c-5d3c2b1a0f99", 0, Optional.empty()));
    }

    @Test
    void namesTheBlobsThatAreNotThere() throws InterruptedException, IOException {
        Digest base = Digest.sha256("base".getBytes(StandardCharsets.UTF_8));
        Files.delete(blob(base));
        Files.delete(blob(base).getParent());

        RegistryObservation observation = look();

        assertThat(observation.volume()).contains(new Volume(0, Set.of(base), Set.of(), true));
        assertThat(observation.heard()).isEqualTo(Heard.YES);
    }

    @Test
    void leavesOnlyTheAgeUnknownWhereAConfigIsSpoilt() throws InterruptedException, IOException {
        Digest config = look().contents().values().stream()
                .filter(content -> content.digest().equals(app))
                .flatMap(content -> content.manifest().blobs().stream())
                .findFirst()
                .orElseThrow()
                .digest();
        Files.writeString(blob(config), "{}");

        RegistryObservation observation = look((repository, type) -> true, _ -> true);

        assertThat(Optional.ofNullable(observation.contents().get(app)).map(content -> content.created()))
                .contains(new Created.Unread());
        assertThat(observation.detail()).isEqualTo("team/app: the config of " + app.brief() + " can't be read");
        assertThat(repository(observation, "team/app").structureHeard()).isTrue();
    }

    @Test
    void survivesNamesThatAreNoText() throws Exception {
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "mkdir -p \"$(printf '%s/\\377' \"$0\")\"",
                        repository("team/app").resolve("_manifests/tags").toString())
                .start();
        assertThat(shell.waitFor()).isZero();

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").structureHeard()).isFalse();
        assertWebIsHeard(observation);
    }
}
