package dev.regent.testkit.demo;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What teams push: releases, candidates, builds of every commit, nights, charts and what goes with images. A year of
/// it at first, then one thing after another.
final class LiveImages {

    static final List<String> SERVICES = List.of("shop/web", "shop/checkout", "shop/search", "platform/ingress");
    static final String AGENT = "platform/agent";
    static final String PIPELINE = "data/pipeline";
    static final String CHARTS = "charts/shop";
    static final String BUILDER = "tools/builder";

    /// Nobody pushes into a repository that has so many tags: a demo that runs for days stays small.
    static final int MOST_TAGS = 60;

    private static final long MIB = 1 << 20;
    private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)");

    private final World world;
    private final Random random;
    private final Map<String, String> oldestBuilds = new HashMap<>();
    private int pushes;

    LiveImages(World world, Random random) {
        this.world = world;
        this.random = random;
    }

    /// The last year.
    void fill(Instant now) {
        releases("shop/web", 12, 30, now);
        releases("shop/checkout", 9, 40, now);
        releases("shop/search", 6, 58, now);
        releases("platform/ingress", 8, 45, now);
        builds("shop/web", 12, 6, now);
        builds("shop/checkout", 9, 7, now);
        builds("shop/search", 8, 9, now);
        candidates("shop/web", 4, 55, now);
        candidates("shop/checkout", 5, 45, now);
        candidates("platform/ingress", 3, 70, now);
        for (int n = 0; n < 6; n++) {
            platforms("0." + (n + 3) + ".0", before(now, 4 + (5 - n) * 60L), false);
        }
        for (int n = 0; n < 8; n++) {
            platforms(night(now, 3 + n * 5), before(now, 3 + n * 5L), false);
        }
        for (int n = 0; n < 14; n++) {
            push(PIPELINE, night(now, 1 + n * 4), before(now, 1 + n * 4L));
        }
        for (int n = 0; n < 6; n++) {
            chart(before(now, 5 + (5 - n) * 50L));
        }
        for (int n = 0; n < 4; n++) {
            push(BUILDER, "v" + (n + 21), before(now, 12 + (3 - n) * 90L));
        }
        withoutTime();
    }

    /// A build that says nothing of its time, as reproducible builds do: no age rule can tell.
    private void withoutTime() {
        ImageBuilder.in(world, BUILDER, "reproducible")
                .created("1970-01-01T00:00:00Z")
                .layer("reproducible toolchain", 240 * MIB)
                .push("main-repro");
    }

    private void releases(String repository, int count, int daysBetween, Instant now) {
        for (int n = 0; n < count; n++) {
            Instant built = before(now, 2 + (long) (count - 1 - n) * daysBetween);
            Digest digest = push(repository, "1." + n + ".0", built);
            if (n % 3 == 0 || n == count - 1) {
                sign(repository, digest);
            }
        }
        newestRelease(repository).ifPresent(tag -> move(repository, tag, "latest", "stable"));
    }

    private void builds(String repository, int count, int daysBetween, Instant now) {
        for (int n = 0; n < count; n++) {
            String tag = commit();
            push(repository, tag, before(now, 1 + (long) n * daysBetween));
            oldestBuilds.put(repository, tag);
        }
    }

    private void candidates(String repository, int count, int daysBetween, Instant now) {
        for (int n = 0; n < count; n++) {
            push(repository, "1." + (count - n) + ".0-rc.1", before(now, 9 + (long) n * daysBetween));
        }
    }

    /// Pushes what CI made of a commit.
    ///
    /// @return its tag; empty if the repository is full
    Optional<String> build(String repository, Instant built) {
        if (full(repository)) {
            return Optional.empty();
        }
        String tag = commit();
        push(repository, tag, built);
        return Optional.of(tag);
    }

    /// Pushes the next minor release, and moves `latest` and `stable` to it.
    void release(String repository, Instant built) {
        Optional<String> newest = newestRelease(repository);
        if (newest.isPresent() && !full(repository)) {
            Matcher version = RELEASE.matcher(newest.get());
            if (version.matches()) {
                String next = version.group(1) + "." + (Integer.parseInt(version.group(2)) + 1) + ".0";
                push(repository, next, built);
                move(repository, next, "latest", "stable");
            }
        }
    }

    /// Pushes an index with an attestation, and moves `edge` to it: what `edge` was has no tag then.
    void edge(Instant built) {
        if (world.repository(AGENT).manifests().size() < 3 * MOST_TAGS) {
            platforms("edge", built, true);
        }
    }

    void chart(Instant built) {
        if (!full(CHARTS)) {
            int n = world.repository(CHARTS).tags().size();
            ImageBuilder.in(world, CHARTS, "chart " + n)
                    .chart()
                    .annotated(built.toString())
                    .layer("chart " + n, 48_000)
                    .push("0." + n + ".0");
        }
    }

    /// Signs as cosign does where a registry has no list of referrers; what is gone is not signed.
    void sign(String repository, Digest digest) {
        if (world.repository(repository).manifests().contains(digest)) {
            ImageBuilder.in(world, repository, "signature of " + digest)
                    .layer("signature of " + digest)
                    .push(ReferrerTags.signature(digest));
        }
    }

    /// A list of materials that says what it belongs to, under the fallback tag.
    void describe(String repository, Digest digest) {
        if (world.repository(repository).manifests().contains(digest)) {
            Digest sbom = ImageBuilder.in(world, repository, "materials of " + digest)
                    .artifact("application/spdx+json")
                    .layer("materials of " + digest, 210_000)
                    .subject(digest)
                    .push();
            IndexBuilder.in(world, repository).child(sbom).push(ReferrerTags.fallback(digest));
        }
    }

    /// Where a tag points.
    Optional<Digest> at(String repository, String tag) {
        return Optional.ofNullable(world.repository(repository).tags().get(tag))
                .filter(digest -> world.repository(repository).manifests().contains(digest));
    }

    /// Tags that match, as they are sorted.
    List<String> tags(String repository, String pattern) {
        return world.repository(repository).tags().keySet().stream()
                .filter(tag -> tag.matches(pattern))
                .toList();
    }

    /// The greatest of the releases that are there.
    Optional<String> newestRelease(String repository) {
        return tags(repository, RELEASE.pattern()).stream().max((a, b) -> Integer.compare(minor(a), minor(b)));
    }

    /// The tag of the oldest build that the year began with.
    String oldestBuild(String repository) {
        return Objects.requireNonNull(oldestBuilds.get(repository), repository);
    }

    /// The digest of the config of an image that is no index.
    Optional<Digest> config(Digest manifest) {
        return StoredManifest.read(Objects.requireNonNull(world.blobs().get(manifest)))
                .config()
                .map(StoredManifest.Part::digest);
    }

    static int minor(String release) {
        Matcher version = RELEASE.matcher(release);
        return version.matches() ? Integer.parseInt(version.group(2)) : -1;
    }

    private boolean full(String repository) {
        return world.repository(repository).tags().size() >= MOST_TAGS;
    }

    private void move(String repository, String to, String... tags) {
        at(repository, to).ifPresent(digest -> {
            for (String tag : tags) {
                world.tag(repository, tag, digest);
            }
        });
    }

    private Digest push(String repository, String tag, Instant built) {
        Digest digest = image(repository, tag, built);
        world.tag(repository, tag, digest);
        return digest;
    }

    private void platforms(String tag, Instant built, boolean attested) {
        IndexBuilder index = IndexBuilder.in(world, AGENT)
                .child(image(AGENT, tag + " amd64", built))
                .child(image(AGENT, tag + " arm64", built));
        if (attested) {
            index.child(ImageBuilder.in(world, AGENT, "provenance of " + tag + " " + pushes)
                    .created(built.toString())
                    .layer("provenance of " + tag + " " + pushes)
                    .push());
        }
        index.push(tag);
    }

    /// Of every image the base is shared by all, the middle by its repository's images of a season. Only the shop's
    /// builds say on what they are built.
    private Digest image(String repository, String name, Instant built) {
        pushes++;
        ImageBuilder image = ImageBuilder.in(world, repository, repository + " " + name + " " + pushes);
        if (repository.startsWith("shop/")) {
            image.base("docker.io/library/debian:13-slim");
        }
        return image.created(built.toString())
                .layer("debian " + built.getEpochSecond() / Duration.ofDays(120).toSeconds(), 31 * MIB)
                .layer(
                        repository + " packages "
                                + built.getEpochSecond() / Duration.ofDays(60).toSeconds(),
                        (40 + repository.length() * 7) * MIB)
                .layer(repository + " " + name + " " + pushes, (6 + random.nextInt(40)) * MIB)
                .push();
    }

    private String commit() {
        return "main-" + String.format("%07x", random.nextInt(1 << 28));
    }

    /// So many days ago, at some hour of the day before it.
    private Instant before(Instant now, long days) {
        return now.minus(Duration.ofDays(days))
                .minusSeconds(random.nextInt(36_000))
                .truncatedTo(ChronoUnit.SECONDS);
    }

    private static String night(Instant now, int daysAgo) {
        return "nightly-" + now.minus(Duration.ofDays(daysAgo)).toString().substring(0, 10);
    }
}
