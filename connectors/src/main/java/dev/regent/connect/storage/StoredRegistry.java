package dev.regent.connect.storage;

import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Created;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.Shortfall;
import dev.regent.observe.Volume;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A registry by its volume. A volume that another product writes, or that holds manifests and not
/// one tag, is unheard: its tags are elsewhere.
public final class StoredRegistry implements RegistrySource {

    private static final String KIND = "storage";

    /// Reading files waits on the disk more than it computes, unless all of it is cached.
    private static final int WIDTH = Math.max(16, 2 * Runtime.getRuntime().availableProcessors());

    private final RegistryIdentity identity;
    private final Path directory;
    private final Predicate<String> matching;

    /// @param directory what Distribution calls `rootdirectory`
    /// @param matching which repositories are reported; all of them are read, since they share
    ///     blobs
    public StoredRegistry(RegistryIdentity identity, Path directory, Predicate<String> matching) {
        this.identity = identity;
        this.directory = directory;
        this.matching = matching;
    }

    @Override
    public RegistryObservation observe(BuildTimes times, Progress progress) throws InterruptedException {
        VolumeLayout layout = new VolumeLayout(directory);
        if (!Files.isDirectory(layout.repositories())) {
            return unheard("there is no folder " + layout.repositories()
                    + " that can be read; give the rootdirectory of Distribution's filesystem storage");
        }
        if (Files.exists(layout.otherProductsMark())) {
            return unheard("another product writes this volume (" + layout.otherProductsMark()
                    + "): its tags are not here; read that registry over its address instead");
        }
        try {
            return read(layout, times, progress);
        } catch (IOException e) {
            return unheard("the volume was not read: " + VolumeRead.words(e));
        }
    }

    private RegistryObservation unheard(String why) {
        return RegistryObservation.unheard(identity, KIND, why, 0);
    }

    private RegistryObservation read(VolumeLayout layout, BuildTimes times, Progress progress)
            throws IOException, InterruptedException {
        Shortfall shortfall = new Shortfall();
        RepositoryFolders folders = RepositoryFolders.read(layout.repositories(), shortfall);
        boolean allFound = shortfall.isEmpty();
        VolumeRead volume = new VolumeRead(identity.name(), layout, progress);
        List<RepositoryObservation> all =
                VolumeRepository.readAll(volume, folders.names(), layout.repositories(), WIDTH);
        if (!volume.contents().isEmpty()
                && all.stream().allMatch(one -> one.tags().isEmpty())) {
            return unheard("the volume holds manifests and not one tag: another product keeps its tags elsewhere");
        }
        List<RepositoryObservation> reported =
                all.stream().filter(one -> matching.test(one.name())).toList();
        readBuildTimes(volume, reported, times, shortfall);
        Volume stored = BlobFolders.compare(
                layout,
                volume,
                UploadFolders.read(layout, folders.pushedTo()),
                allFound && reported.size() == all.size());
        report(all, volume, shortfall);
        Map<Digest, ManifestContent> contents = new HashMap<>();
        reported.forEach(one -> one.manifests().forEach(digest -> contents.put(digest, volume.content(digest))));
        return new RegistryObservation(
                identity,
                KIND,
                shortfall.isEmpty() ? Heard.YES : Heard.PARTLY,
                shortfall.isEmpty()
                        ? reported.size() + " repositories, " + contents.size() + " manifests"
                        : shortfall.toString(),
                reported,
                contents,
                Optional.of(stored),
                Duration.ZERO,
                0);
    }

    /// The manifests whose configs are wanted: what is judged by its age, tagged or not, and what
    /// such indexes list.
    private static Set<Digest> aged(VolumeRead volume, RepositoryObservation repository, BuildTimes times) {
        Set<Digest> aged = new HashSet<>();
        for (Digest digest : repository.manifests()) {
            Manifest manifest = volume.content(digest).manifest();
            if (times.needed(repository.name(), manifest.artifactType())) {
                aged.add(digest);
                manifest.children().stream()
                        .map(Descriptor::digest)
                        .filter(repository.manifests()::contains)
                        .forEach(aged::add);
            }
        }
        return aged;
    }

    private static void readBuildTimes(
            VolumeRead volume, List<RepositoryObservation> repositories, BuildTimes times, Shortfall shortfall)
            throws InterruptedException {
        Map<String, Set<Digest>> wanted = new HashMap<>();
        repositories.forEach(one -> wanted.put(one.name(), aged(volume, one, times)));
        Set<Digest> all = new HashSet<>();
        wanted.values().forEach(all::addAll);
        Parallel.working(all, WIDTH, volume::readBuildTime);
        wanted.forEach((name, digests) -> digests.stream()
                .filter(digest -> volume.content(digest).created() instanceof Created.Unread)
                .findFirst()
                .ifPresent(digest -> shortfall.add(name + ": the config of " + digest.brief() + " can't be read")));
    }

    private static void report(List<RepositoryObservation> repositories, VolumeRead volume, Shortfall shortfall) {
        repositories.forEach(shortfall::addGaps);
        long unknown = volume.contents().values().stream()
                .filter(content -> content.manifest() instanceof Manifest.Unknown)
                .count();
        if (unknown > 0) {
            shortfall.add(
                    unknown + " manifests of unknown media type: Distribution's garbage collection fails on them");
        }
    }
}
