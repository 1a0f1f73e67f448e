package dev.regent.connect.storage;

import dev.regent.observe.Shortfall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Something that changes when a volume's tags or revisions do, found without reading a file: when each tag was written
/// and each folder of revisions changed. A registry that writes twice within the clock of the file system's times can
/// go unseen until the next look that is due.
public final class VolumeFingerprint {

    private VolumeFingerprint() {}

    /// A word for what is there now; `unreadable` where the volume can't be read.
    ///
    /// @param directory what Distribution calls `rootdirectory`
    public static String of(Path directory) {
        Path repositories = new VolumeLayout(directory).repositories();
        try {
            long print = 17;
            for (String name :
                    RepositoryFolders.read(repositories, new Shortfall()).names()) {
                print = print * 31 + name.hashCode();
                print = print * 31 + ofRepository(repositories.resolve(name));
            }
            return Long.toHexString(print);
        } catch (IOException e) {
            return "unreadable";
        }
    }

    private static long ofRepository(Path repository) throws IOException {
        Path tags = VolumeLayout.tags(repository);
        List<String> names = VolumeLayout.names(tags);
        long print = names.hashCode();
        for (String tag : names) {
            print = print * 31 + changed(tags.resolve(tag).resolve("current/link"));
        }
        Path revisions = VolumeLayout.revisions(repository);
        for (String algorithm : VolumeLayout.names(revisions)) {
            print = print * 31 + changed(revisions.resolve(algorithm));
        }
        return print;
    }

    private static long changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).hashCode();
        } catch (NoSuchFileException e) {
            return 0;
        }
    }
}
