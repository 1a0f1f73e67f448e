package dev.regent.testkit.peer;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Skopeo, a client of registries that isn't ours: what it copies is there to the last byte.
public final class Skopeo {

    /// For [Peers#require].
    public static final String NAME = "skopeo (package skopeo)";

    private static final Duration COPIED_WITHIN = Duration.ofMinutes(2);

    private Skopeo() {}

    public static boolean available() {
        return Peers.has("skopeo");
    }

    /// Copies an image with all that its index lists; skopeo checks each digest.
    ///
    /// @param reference with its host, by tag or digest
    /// @throws IllegalStateException with skopeo's words if anything of it is missing
    public static void copyWhole(String reference) throws InterruptedException {
        Path to = Folders.fresh("regent-copy-");
        try {
            Program.run(
                    List.of(
                            Peers.program("skopeo").toString(),
                            "copy",
                            "--quiet",
                            "--all",
                            "--insecure-policy",
                            "--src-tls-verify=false",
                            "docker://" + reference,
                            "dir:" + to),
                    Map.of(),
                    COPIED_WITHIN);
        } finally {
            Folders.remove(to);
        }
    }
}
