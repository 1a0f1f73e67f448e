package dev.regent.engine.config;

import dev.regent.oci.Digest;
import dev.regent.policy.PolicyFiles;
import dev.regent.policy.yaml.FileKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What was in the files at one look: by path a digest, or why there is none.
record FileContents(Map<Path, String> byPath) {

    FileContents {
        byPath = Map.copyOf(byPath);
    }

    /// @param policies files and folders of policies
    static FileContents of(Path file, List<Path> policies) {
        Map<Path, String> contents = new TreeMap<>();
        contents.put(file, content(file));
        for (Path policy : policies) {
            try {
                // A folder stands for itself too: its last file may go.
                contents.put(policy, Files.isDirectory(policy) ? "folder" : content(policy));
                PolicyFiles.listed(List.of(policy)).forEach(it -> contents.put(it, content(it)));
            } catch (IOException e) {
                contents.put(policy, unreadable(e));
            }
        }
        return new FileContents(contents);
    }

    private static String content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Digest.sha256(in.readNBytes(FileKind.LARGEST + 1)).toString();
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    /// The kind of fault only: messages differ without a difference.
    private static String unreadable(IOException e) {
        return e.getClass().getSimpleName();
    }
}
