package dev.regent.testkit.world;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/// Makes up worlds in which everything happens that happens in registries. The same arguments give
/// the same bytes. A smaller size is not a part of a larger one: to shrink a failing case, try the
/// same seed with smaller sizes.
public final class WorldGenerator {

    private WorldGenerator() {}

    /// How much there is.
    ///
    /// @param repositories one or more; their names are `team-0/app-0`, `team-1/app-1`,
    ///     `team-2/app-2`, `team-0/app-3` …
    /// @param builds images, indexes, charts and the like in each repository, companions and
    ///     children not counted
    /// @param unknownShare how many of the repositories, 0 to 1, hold a manifest of unknown media
    ///     type
    public record Size(int repositories, int builds, double unknownShare) {
        public static final Size SMALL = new Size(3, 6, 0.05);
        public static final Size LARGE = new Size(12, 40, 0.02);

        public Size {
            if (repositories < 1 || builds < 0 || unknownShare < 0 || unknownShare > 1) {
                throw new IllegalArgumentException("wanted one repository or more, no builds or more and a share of"
                        + " 0 to 1, got " + repositories + ", " + builds + " and " + unknownShare);
            }
        }
    }

    /// Makes a world up.
    ///
    /// @param now what "future" is measured by; dates lie up to 300 whole days before it
    public static World generate(long seed, Size size, Instant now) {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World();
        for (int i = 0; i < size.repositories(); i++) {
            RepositoryGenerator repository = new RepositoryGenerator(random.split(), world, name(i), now);
            repository.fill(size.builds());
            if (random.nextDouble() < size.unknownShare()) {
                repository.addUnknown();
            }
            if (random.nextInt(12) == 0) {
                world.repository(name(i)).tags().clear();
            }
            if (i > 0 && random.nextInt(2) == 0) {
                promote(world, random, name(random.nextInt(i)), name(i));
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            world.store(("nobody references " + i).getBytes(StandardCharsets.UTF_8));
        }
        return world;
    }

    private static String name(int i) {
        return "team-" + i % 3 + "/app-" + i;
    }

    private static void promote(World world, SplittableRandom random, String from, String to) {
        List<String> tags = List.copyOf(world.repository(from).tags().keySet());
        if (!tags.isEmpty()) {
            String tag = tags.get(random.nextInt(tags.size()));
            var digest = world.repository(from).tags().get(tag);
            if (digest != null) {
                OddManifests.copy(world, digest, to, "promoted");
            }
        }
    }
}
