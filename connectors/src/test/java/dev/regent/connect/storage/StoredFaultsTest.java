package dev.regent.connect.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.content.ManifestParser;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.VolumeWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can't be read of a volume is never read as not there.
final class StoredFaultsTest extends VolumeScene {

    @Test
    void seesWhatIsThere() throws InterruptedException {
        RegistryObservation observation = look();

        assertThat(observation.heard()).isEqualTo(Heard.YES);
        assertThat(observation.detail()).isEqualTo("2 repositories, 2 manifests");
        assertThat(observation.repositories())
                .containsExactlyInAnyOrder(
                        repository("team/app", Map.of("1.0", new TagTarget.Points(app)), Set.of(app)), heardWeb());
        assertThat(observation.volume()).contains(new Volume(0, Set.of(), Set.of(), true));
    }

    @Test
    void hearsNothingWhereThereIsNoVolume() throws InterruptedException, IOException {
        remove(root());

        assertThat(look().heard()).isEqualTo(Heard.NO);
        assertThat(look().detail())
                .isEqualTo("there is no folder " + root().resolve("repositories")
                        + " that can be read; give the rootdirectory of Distribution's filesystem storage");
    }

    @Test
    void hearsNothingWhereAFileStandsForTheRepositories() throws InterruptedException, IOException {
        remove(root().resolve("repositories"));
        Files.writeString(root().resolve("repositories"), "x");

        assertThat(look().heard()).isEqualTo(Heard.NO);
    }

    @Test
    void hearsNothingOfAVolumeThatAnotherProductWrites() throws InterruptedException, IOException {
        Files.createDirectories(root().resolveSibling("lockfiles"));

        assertThat(look().heard()).isEqualTo(Heard.NO);
        assertThat(look().detail()).contains("another product writes this volume");
    }

    @Test
    void hearsNothingWhereThereAreManifestsAndNoTagAtAll() throws InterruptedException, IOException {
        remove(repository("team/app").resolve("_manifests/tags"));
        remove(repository("team/web").resolve("_manifests/tags"));

        assertThat(look().heard()).isEqualTo(Heard.NO);
        assertThat(look().detail())
                .isEqualTo("the volume holds manifests and not one tag: another product keeps its tags elsewhere");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage", "sha256:", "sha256:abc", "md5:0123", "\0\0\0\0"})
    void leavesATagUnreadWhoseLinkHoldsNoDigest(String link) throws InterruptedException, IOException {
        Files.writeString(tagLink("1.0"), link);

        RegistryObservation observation = look();

        assertWebIsHeard(observation);
        assertThat(repository(observation, "team/app"))
                .isEqualTo(repository(
                        "team/app",
                        Map.of("1.0", new TagTarget.Unread()),
                        Set.of(app),
                        gap("tag 1.0", "a link file that holds no digest")));
    }

    @Test
    void readsNoMoreOfALinkThanADigestTakes() throws InterruptedException, IOException {
        try (RandomAccessFile file = new RandomAccessFile(tagLink("1.0").toFile(), "rw")) {
            file.setLength(3L * 1024 * 1024 * 1024);
        }

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").gaps())
                .containsExactly(gap("tag 1.0", "a link file that holds no digest"));
        assertWebIsHeard(observation);
    }

    @Test
    void leavesATagUnreadThatIsAFileAndNoFolder() throws InterruptedException, IOException {
        Files.writeString(repository("team/app").resolve("_manifests/tags/stray"), "x");

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").tags().get("stray")).isEqualTo(new TagTarget.Unread());
        assertThat(repository(observation, "team/app").gaps()).containsExactly(gap("tag stray", "Not a directory"));
        assertWebIsHeard(observation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_manifests", "_manifests/tags", "_manifests/revisions", "_manifests/revisions/sha256"})
    void leavesARepositoryUnheardWhereAFileStandsForAFolder(String folder) throws InterruptedException, IOException {
        remove(repository("team/app").resolve(folder));
        Files.writeString(repository("team/app").resolve(folder), "x");

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").structureHeard()).isFalse();
        assertThat(repository(observation, "team/app").gaps())
                .allMatch(gap -> gap.why().equals("a file where a folder has to be"));
        assertWebIsHeard(observation);
    }

    @Test
    void takesATagWithoutALinkForGone() throws InterruptedException, IOException {
        Files.delete(tagLink("1.0"));

        assertThat(repository(look(), "team/app"))
                .isEqualTo(repository("team/app", Map.of("1.0", new TagTarget.Gone()), Set.of(app)));
        assertThat(look().heard()).isEqualTo(Heard.YES);
    }

    @Test
    void takesATagToAManifestThatIsNotLinkedForGone() throws InterruptedException, IOException {
        Files.writeString(tagLink("1.0"), LOST);

        assertThat(repository(look(), "team/app"))
                .isEqualTo(repository("team/app", Map.of("1.0", new TagTarget.Gone()), Set.of(app)));
    }

    @Test
    void takesARevisionWhoseFolderWasLeftBehindForDeleted() throws InterruptedException, IOException {
        Files.delete(revision(app).resolve("link"));

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app"))
                .isEqualTo(repository("team/app", Map.of("1.0", new TagTarget.Gone()), Set.of()));
        assertThat(observation.heard()).isEqualTo(Heard.YES);
    }

    @Test
    void leavesARevisionUnheardOfWhoseLinkNobodyCanTell() throws InterruptedException, IOException {
        Path link = revision(app).resolve("link");
        Files.delete(link);
        Files.createSymbolicLink(link, link);

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").tags()).isEqualTo(Map.of("1.0", new TagTarget.Unread()));
        assertThat(repository(observation, "team/app").gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.toString())
                        .startsWith("manifest " + app.brief() + ": Too many levels of symbolic links"));
        assertWebIsHeard(observation);
    }

    @Test
    void tellsAManifestWhoseBytesAreNotThere() throws InterruptedException, IOException {
        Files.delete(blob(app));

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app"))
                .isEqualTo(new RepositoryObservation(
                        "team/app",
                        new TreeMap<>(Map.of("1.0", new TagTarget.Gone())),
                        Set.of(),
                        Set.of(app),
                        List.of()));
        assertThat(observation.volume().map(Volume::absentManifests)).contains(Set.of(app));
    }

    private void assertUnread(String why) throws InterruptedException {
        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app"))
                .isEqualTo(repository(
                        "team/app",
                        Map.of("1.0", new TagTarget.Unread()),
                        Set.of(),
                        gap("manifest " + app.brief(), why)));
        assertWebIsHeard(observation);
    }

    @Test
    void leavesATagUnreadWhoseManifestHasOtherBytes() throws InterruptedException, IOException {
        Files.write(blob(app), Files.readAllBytes(blob(web)));

        assertUnread("its bytes are not those of its digest");
    }

    @Test
    void leavesATagUnreadWhoseManifestIsCut() throws InterruptedException, IOException {
        Files.write(blob(app), Arrays.copyOf(Files.readAllBytes(blob(app)), 100));

        assertUnread("its bytes are not those of its digest");
    }

    @Test
    void leavesATagUnreadWhoseManifestIsHuge() throws InterruptedException, IOException {
        try (RandomAccessFile file = new RandomAccessFile(blob(app).toFile(), "rw")) {
            file.setLength(ManifestParser.LARGEST + 1L);
        }

        assertUnread("larger than a manifest may be");
    }

    @Test
    void leavesATagUnreadWhoseManifestIsAFolder() throws InterruptedException, IOException {
        Files.delete(blob(app));
        Files.createDirectory(blob(app));

        assertUnread("Is a directory");
    }

    @Test
    void leavesATagUnreadWhoseManifestIsNoJson() throws InterruptedException, IOException {
        Digest odd = world.push("team/app", "hunter2".getBytes(StandardCharsets.UTF_8));
        world.tag("team/app", "odd", odd);
        VolumeWriter.write(world, volume);

        RegistryObservation observation = look();

        assertThat(repository(observation, "team/app").gaps())
                .containsExactly(gap("manifest " + odd.brief(), "not JSON, at line 1, column 1"));
        assertThat(repository(observation, "team/app").tags().get("odd")).isEqualTo(new TagTarget.Unread());
    }
}
