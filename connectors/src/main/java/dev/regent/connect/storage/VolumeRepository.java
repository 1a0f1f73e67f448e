package dev.regent.connect.storage;

import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.Gap;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Reads one repository's folder, as the registry itself would answer for it: a tag leads somewhere only if the
/// manifest is linked in this repository and its bytes are there.
final class VolumeRepository {

    private final VolumeRead volume;
    private final String name;
    private final Path folder;
    private final TreeMap<String, TagTarget> tags = new TreeMap<>();
    private final Set<Digest> present = new HashSet<>();
    private final Set<Digest> missing = new HashSet<>();
    private final Set<Digest> unread = new HashSet<>();
    private final List<Gap> gaps = new ArrayList<>();

    VolumeRepository(VolumeRead volume, String name, Path folder) {
        this.volume = volume;
        this.name = name;
        this.folder = folder;
    }

    RepositoryObservation read() {
        readRevisions();
        readTags();
        for (Digest digest : present) {
            for (Descriptor child : volume.content(digest).manifest().children()) {
                if (!present.contains(child.digest())) {
                    missing.add(child.digest());
                }
            }
        }
        return new RepositoryObservation(name, tags, present, missing, gaps);
    }

    private void readRevisions() {
        Path revisions = VolumeLayout.revisions(folder);
        try {
            for (String algorithm : VolumeLayout.names(revisions)) {
                for (String hex : VolumeLayout.names(revisions.resolve(algorithm))) {
                    readRevision(algorithm, hex, revisions.resolve(algorithm).resolve(hex));
                }
            }
        } catch (IOException e) {
            structureGap("manifests", e);
        }
    }

    private void readRevision(String algorithm, String hex, Path revision) {
        String text = algorithm + ":" + hex;
        if (!Digest.isDigest(text)) {
            gaps.add(new Gap(Gap.Kind.STRUCTURE, "manifest " + Text.quoted(text), "no digest that can be read"));
            return;
        }
        Digest digest = new Digest(text);
        try {
            // The registry deletes a manifest by deleting the link and leaves the folder behind.
            if (!VolumeLayout.exists(revision.resolve("link"))) {
                return;
            }
            Optional<ManifestContent> content = volume.manifest(digest);
            if (content.isEmpty()) {
                missing.add(digest);
            } else {
                present.add(digest);
            }
        } catch (IOException e) {
            unread.add(digest);
            structureGap("manifest " + digest.brief(), e);
        }
    }

    private void readTags() {
        Path folders = VolumeLayout.tags(folder);
        try {
            for (String tag : VolumeLayout.names(folders)) {
                tags.put(tag, target(tag, folders.resolve(tag).resolve("current/link")));
            }
        } catch (IOException e) {
            structureGap("list of tags", e);
        }
        volume.tagsRead(tags.size());
    }

    private TagTarget target(String tag, Path link) {
        try {
            Optional<Digest> digest = VolumeLayout.link(link);
            if (digest.isEmpty()) {
                return new TagTarget.Gone();
            }
            if (present.contains(digest.get())) {
                return new TagTarget.Points(digest.get());
            }
            return unread.contains(digest.get()) ? new TagTarget.Unread() : new TagTarget.Gone();
        } catch (IOException e) {
            structureGap("tag " + Text.plain(tag), e);
            return new TagTarget.Unread();
        }
    }

    private void structureGap(String what, IOException failure) {
        gaps.add(new Gap(Gap.Kind.STRUCTURE, what, VolumeRead.words(failure)));
    }

    /// Reads the folders of all `repositories`, a few at a time.
    static List<RepositoryObservation> readAll(VolumeRead volume, List<String> repositories, Path root, int width)
            throws InterruptedException {
        List<RepositoryObservation> all = Collections.synchronizedList(new ArrayList<>());
        Parallel.working(
                repositories, width, name -> all.add(new VolumeRepository(volume, name, root.resolve(name)).read()));
        return List.copyOf(all);
    }
}
