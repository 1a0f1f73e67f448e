package dev.regent.connect.storage;

import dev.regent.observe.Shortfall;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Finds the repositories of a volume: folders that hold `_manifests`, at any depth, as the registry's own catalog
/// does.
final class RepositoryFolders {

    private static final int DEEPEST = 128;

    private final Path root;
    private final Shortfall shortfall;
    private final List<String> names = new ArrayList<>();
    private final List<String> pushedTo = new ArrayList<>();

    private RepositoryFolders(Path root, Shortfall shortfall) {
        this.root = root;
        this.shortfall = shortfall;
    }

    /// Reads the folders.
    ///
    /// @param shortfall gets a sentence for each folder that can't be read
    static RepositoryFolders read(Path root, Shortfall shortfall) throws IOException {
        RepositoryFolders folders = new RepositoryFolders(root, shortfall);
        folders.walk("", 0);
        return folders;
    }

    /// Names, sorted by folder.
    List<String> names() {
        return List.copyOf(names);
    }

    /// Repositories into which something is being pushed, or was when its upload broke off. The first push
    /// into one makes it a repository only at its end.
    List<String> pushedTo() {
        return List.copyOf(pushedTo);
    }

    private void walk(String name, int depth) throws IOException {
        for (String entry : entries(name)) {
            Path path = root.resolve(name).resolve(entry);
            if (entry.equals("_manifests")) {
                names.add(name);
            } else if (entry.equals("_uploads") && !name.isEmpty()) {
                pushedTo.add(name);
            } else if (!entry.startsWith("_") && Files.isSymbolicLink(path)) {
                shortfall.add("the folder " + Text.quoted(path(name, entry)) + " is a symbolic link and was not read");
            } else if (!entry.startsWith("_") && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                String below = path(name, entry);
                if (depth == DEEPEST || !ImageReference.isRepository(below)) {
                    shortfall.add("the folder " + Text.quoted(below) + " is no repository's and was not read");
                } else {
                    walk(below, depth + 1);
                }
            }
        }
    }

    private static String path(String name, String entry) {
        return name.isEmpty() ? entry : name + "/" + entry;
    }

    private List<String> entries(String name) throws IOException {
        try {
            return VolumeLayout.names(root.resolve(name));
        } catch (IOException e) {
            if (name.isEmpty()) {
                throw e;
            }
            shortfall.add("below " + name + ": " + VolumeRead.words(e));
            return List.of();
        }
    }
}
