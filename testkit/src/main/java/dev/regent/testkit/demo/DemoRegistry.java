package dev.regent.testkit.demo;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/// Fills the registry: two years of builds by a few teams who never cleaned up.
final class DemoRegistry {

    private static final long MIB = 1 << 20;
    private static final int DAYS_BETWEEN_RELEASES = 21;

    private final World world;
    private final Instant now;
    private final Random random = new Random(8480);
    private final Map<String, Digest> released = new HashMap<>();

    DemoRegistry(World world, Instant now) {
        this.world = world;
        this.now = now;
    }

    /// The manifest that `repository:tag` points at.
    Digest released(String repository, String tag) {
        return Objects.requireNonNull(released.get(repository + ":" + tag), () -> repository + ":" + tag);
    }

    void fill() {
        service("shop/web", 34, 62);
        service("shop/checkout", 28, 118);
        service("shop/search", 22, 240);
        service("shop/recommendations", 18, 910);
        service("platform/ingress", 16, 44);
        service("platform/auth", 20, 86);
        pullRequests("shop/web", 60);
        pullRequests("shop/checkout", 45);
        nightly("data/pipeline", 70, 1_300);
        multiPlatform("platform/agent", 12);
        charts("charts/shop", 9);
        models("data/models", 4);
        abandoned("labs/prototype");
        legacy("legacy/monolith");
    }

    private void service(String repository, int releases, int megabytes) {
        for (int n = 0; n < releases; n++) {
            Instant built = now.minus(Duration.ofDays((long) (releases - 1 - n) * DAYS_BETWEEN_RELEASES + 2));
            String version = (1 + n / 12) + "." + (n / 3 % 4) + "." + (n % 3);
            Digest digest = image(repository, version, n / 5, megabytes, built);
            tag(repository, digest, version, "build-" + (4000 + n * 7));
            if (n % 3 == 0) {
                sign(repository, digest);
            }
            if (n == releases - 1) {
                tag(repository, digest, "latest", "stable");
            }
        }
    }

    private void pullRequests(String repository, int count) {
        for (int n = 0; n < count; n++) {
            Instant built = now.minus(Duration.ofDays(400 - n * 6L)).minusSeconds(random.nextInt(80_000));
            tag(repository, image(repository, "pull request " + n, 2, 70, built), "pr-" + (210 + n * 3));
        }
    }

    private void nightly(String repository, int count, int megabytes) {
        for (int n = 0; n < count; n++) {
            Instant built = now.minus(Duration.ofDays(count - n));
            Digest digest = image(repository, "night " + n, n / 10, megabytes, built);
            tag(repository, digest, "nightly-" + built.toString().substring(0, 10));
        }
    }

    private void multiPlatform(String repository, int count) {
        for (int n = 0; n < count; n++) {
            Instant built = now.minus(Duration.ofDays((count - n) * 40L));
            Digest amd64 = image(repository, "amd64 " + n, n / 3, 30, built);
            Digest arm64 = image(repository, "arm64 " + n, n / 3, 31, built);
            Digest index =
                    IndexBuilder.in(world, repository).child(amd64).child(arm64).push();
            tag(repository, index, "0." + n + ".0");
            if (n % 2 == 0) {
                sign(repository, index);
            }
        }
    }

    private void charts(String repository, int count) {
        for (int n = 0; n < count; n++) {
            ImageBuilder.in(world, repository, "chart " + n)
                    .chart()
                    .layer("chart " + n, 48_000)
                    .push("0." + n + ".0");
        }
    }

    private void models(String repository, int count) {
        for (int n = 0; n < count; n++) {
            ImageBuilder.in(world, repository, "model " + n)
                    .artifact("application/vnd.example.model")
                    .layer("weights " + n, 2_400 * MIB)
                    .push("2025-q" + (n + 1));
        }
    }

    /// The last image of a repository stays, however old it is.
    private void abandoned(String repository) {
        for (int n = 0; n < 9; n++) {
            Digest digest = image(repository, "try " + n, 0, 350, now.minus(Duration.ofDays(700 - n)));
            tag(repository, digest, "try-" + n);
        }
    }

    /// Formats and dates that no age rule can rely on, an index with a lost child, and a signature of nothing.
    private void legacy(String repository) {
        OddManifests.schema1(world, repository, "2014", List.of("layer of 2014"));
        ImageBuilder.in(world, repository, "reproducible")
                .created("1970-01-01T00:00:00Z")
                .layer("reproducible", 120 * MIB)
                .push("reproducible");
        Digest kept = image(repository, "half lost", 0, 80, now.minus(Duration.ofDays(300)));
        IndexBuilder.in(world, repository)
                .child(kept)
                .absent("lost arm64 image")
                .push("half-lost");
        Digest gone = Digest.sha256(new byte[] {1, 2, 3});
        ImageBuilder.in(world, repository, "lone signature")
                .layer("signature of nothing")
                .push(ReferrerTags.signature(gone));
    }

    private Digest image(String repository, String name, int generation, int megabytes, Instant built) {
        String team = repository.substring(0, repository.indexOf('/'));
        return ImageBuilder.in(world, repository, repository + " " + name)
                .created(built.toString())
                .layer("debian " + generation / 3, 31 * MIB)
                .layer(team + " runtime " + generation / 2, 60 * MIB)
                .layer(repository + " dependencies " + generation, megabytes * MIB * 7 / 10)
                .layer(repository + " " + name, megabytes * MIB * 3 / 10 + random.nextInt(900_000))
                .push();
    }

    private void sign(String repository, Digest digest) {
        ImageBuilder.in(world, repository, "signature of " + digest)
                .layer("signature of " + digest)
                .push(ReferrerTags.signature(digest));
    }

    private void tag(String repository, Digest digest, String... tags) {
        for (String tag : tags) {
            world.tag(repository, tag, digest);
            released.put(repository + ":" + tag, digest);
        }
    }
}
