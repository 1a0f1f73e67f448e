package dev.regent.testkit.world;

import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Fills one repository of a made-up world.
final class RepositoryGenerator {

    private static final List<String> ODD_TIMES = List.of(
            "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "2012-12-31T23:59:59Z", "yesterday", "", "2025-01-01");

    private final RandomGenerator random;
    private final World world;
    private final String repository;
    private final Instant now;

    /// What later builds and companions can refer to, oldest first.
    private final List<Digest> pushed = new ArrayList<>();

    private String lastTime;
    private int count;

    RepositoryGenerator(RandomGenerator random, World world, String repository, Instant now) {
        this.random = random;
        this.world = world;
        this.repository = repository;
        this.now = now;
        this.lastTime = now.minus(Duration.ofDays(30)).toString();
        world.repository(repository);
    }

    void fill(int builds) {
        for (int i = 0; i < builds; i++) {
            Digest build = build();
            pushed.add(build);
            tag(build);
            companions(build);
        }
        if (chance(0.2)) {
            world.tag(repository, "lost", absentDigest("lost"));
        }
    }

    void addUnknown() {
        String[] tags = chance(0.5) ? new String[] {"unknown"} : new String[0];
        Digest unknown = OddManifests.unknown(world, repository, repository, tags);
        if (chance(0.3)) {
            IndexBuilder.in(world, repository)
                    .child(unknown)
                    .child(image().push())
                    .push("with-unknown");
        }
    }

    private Digest build() {
        return switch (random.nextInt(24)) {
            case 0, 1, 2, 3 -> index(2).push();
            case 4 -> index(1).absent(name("platform")).push();
            case 5 -> IndexBuilder.in(world, repository).absent(name("all")).push();
            case 6 ->
                IndexBuilder.in(world, repository)
                        .child(index(2).push())
                        .child(image().push())
                        .push();
            case 7 ->
                IndexBuilder.in(world, repository)
                        .child(IndexBuilder.in(world, repository)
                                .child(index(1).push())
                                .push("inner-" + count))
                        .push();
            case 8 -> index(1).annotated(time()).push();
            case 9 ->
                timed(ImageBuilder.in(world, repository, name("chart")).chart().layer(name("chart")))
                        .push();
            case 10 ->
                timed(ImageBuilder.in(world, repository, name("model")).artifact("application/vnd.example.model+json"))
                        .layer(name("weights"))
                        .push();
            case 11 -> OddManifests.schema1(world, repository, "old-" + count++, List.of(base(), name("old")));
            case 12 ->
                pushed.isEmpty() ? image().push() : image().subject(anyPushed()).push();
            case 13 ->
                pushed.isEmpty() ? image().push() : index(1).child(anyPushed()).push();
            case 14 -> image().withoutConfigBytes().push();
            case 15 -> image().docker().push();
            default -> image().push();
        };
    }

    private void tag(Digest build) {
        if (chance(0.12)) {
            return;
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            world.tag(repository, ordinaryTag(), build);
        }
    }

    private void companions(Digest build) {
        if (chance(0.2)) {
            Digest signature = plain("signature").push(ReferrerTags.signature(build));
            if (chance(0.4)) {
                plain("signature of a signature").push(ReferrerTags.signature(signature));
            }
        }
        if (chance(0.15)) {
            Digest sbom = sbom(build);
            if (chance(0.4)) {
                sbom(sbom);
            }
        }
        if (chance(0.12)) {
            fallback(build);
        }
        if (chance(0.1)) {
            oddity(build);
        }
    }

    private void fallback(Digest build) {
        IndexBuilder index = IndexBuilder.in(world, repository).child(sbom(build));
        if (chance(0.4)) {
            index.child(image().push());
        }
        if (chance(0.3)) {
            index.child(anyPushed());
        }
        if (chance(0.3)) {
            index.child(sbom(chance(0.5) ? anyPushed() : absentDigest("subject of an entry")));
        }
        index.push(ReferrerTags.fallback(build));
    }

    private void oddity(Digest build) {
        switch (random.nextInt(7)) {
            case 0 -> world.tag(repository, ReferrerTags.signature(build), build);
            case 1 -> world.tag(repository, ReferrerTags.signature(anyPushed()), build);
            case 2 -> plain("orphan").push(ReferrerTags.attestation(absentDigest("subject")));
            case 3 -> plain("two subjects").push(ReferrerTags.sbom(build), ReferrerTags.attestation(anyPushed()));
            case 4 ->
                plain("one subject is lost")
                        .push(ReferrerTags.sbom(build), ReferrerTags.attestation(absentDigest("other")));
            case 5 -> plain("referrer with an ordinary tag").subject(build).push(ordinaryTag());
            default -> sbom(absentDigest("subject of an untagged sbom"));
        }
    }

    private Digest sbom(Digest subject) {
        return ImageBuilder.in(world, repository, "sbom")
                .artifact("application/spdx+json")
                .layer(name("sbom"))
                .subject(subject)
                .push();
    }

    private IndexBuilder index(int platforms) {
        IndexBuilder index = IndexBuilder.in(world, repository);
        for (int i = 0; i < platforms; i++) {
            Digest child = image().push();
            if (chance(0.25)) {
                world.tag(repository, ordinaryTag(), child);
            }
            index.child(child);
        }
        return index;
    }

    private ImageBuilder image() {
        ImageBuilder image = plain("image").layer(base());
        for (int i = random.nextInt(3); i > 0; i--) {
            image.layer(name("layer"));
        }
        return timed(image);
    }

    private ImageBuilder plain(String what) {
        return ImageBuilder.in(world, repository, name(what)).layer(name("own"));
    }

    private ImageBuilder timed(ImageBuilder image) {
        if (chance(0.9)) {
            image.created(time());
        }
        return chance(0.15) ? image.annotated(time()) : image;
    }

    private String time() {
        return switch (random.nextInt(20)) {
            case 0, 1 -> ODD_TIMES.get(random.nextInt(ODD_TIMES.size()));
            case 2 -> now.plus(Duration.ofDays(1L + random.nextInt(99))).toString();
            case 3, 4, 5 -> lastTime;
            default -> {
                lastTime = written(now.minus(Duration.ofDays(random.nextInt(300))));
                yield lastTime;
            }
        };
    }

    /// The same instants in the forms that builders write.
    private String written(Instant time) {
        return switch (random.nextInt(6)) {
            case 0 -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.ofHours(2)));
            case 1 -> time.plusNanos(123_456_789).minusSeconds(1).toString();
            default -> time.toString();
        };
    }

    private String ordinaryTag() {
        int n = random.nextInt(40);
        return switch (random.nextInt(8)) {
            case 0 -> "latest";
            case 1 -> "stable";
            case 2, 3 -> "1." + n / 8 + "." + n % 8;
            case 4 -> "pr-" + n;
            case 5 -> "main-" + n;
            case 6 -> "dev-" + n;
            default -> "build-" + n;
        };
    }

    /// Bytes that images of all repositories share.
    private String base() {
        return "base " + random.nextInt(4);
    }

    private String name(String what) {
        return what + " " + repository + " " + count++;
    }

    private Digest anyPushed() {
        return pushed.get(random.nextInt(pushed.size()));
    }

    private Digest absentDigest(String what) {
        return Digest.sha256(name("absent " + what).getBytes(StandardCharsets.UTF_8));
    }

    private boolean chance(double share) {
        return random.nextDouble() < share;
    }
}
