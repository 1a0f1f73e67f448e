package dev.regent.testkit.world;

import dev.regent.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Reads what [VolumeWriter], or Distribution itself, wrote.
public final class VolumeReader {

    private static final String REVISIONS = "/_manifests/revisions/";
    private static final String TAGS = "/_manifests/tags/";
    private static final String CURRENT = "/current/link";

    private VolumeReader() {}

    /// Reads everything, blobs included.
    ///
    /// @param directory Distribution's `rootdirectory`
    public static World read(Path directory) throws IOException {
        World world = new World();
        Path base = directory.resolve(VolumeWriter.BASE);
        for (Path data : files(base.resolve("blobs"), "data")) {
            world.store(Files.readAllBytes(data));
        }
        Path repositories = base.resolve("repositories");
        for (Path layers : files(repositories, "_layers")) {
            String name = repositories.relativize(layers).toString();
            world.repository(name.substring(0, name.length() - "/_layers".length()));
        }
        for (Path link : files(repositories, "link")) {
            String path = repositories.relativize(link).toString();
            int revisions = path.indexOf(REVISIONS);
            int tags = path.indexOf(TAGS);
            if (revisions > 0) {
                world.repository(path.substring(0, revisions)).manifests().add(linked(link));
            } else if (tags > 0 && path.endsWith(CURRENT)) {
                String tag = path.substring(tags + TAGS.length(), path.length() - CURRENT.length());
                world.tag(path.substring(0, tags), tag, linked(link));
            }
        }
        return world;
    }

    private static Digest linked(Path link) throws IOException {
        return new Digest(Files.readString(link).strip());
    }

    private static List<Path> files(Path folder, String name) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(path -> path.endsWith(name)).toList();
        }
    }
}
