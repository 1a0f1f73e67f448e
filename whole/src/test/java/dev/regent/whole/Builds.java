package dev.regent.whole;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.ReferrerTags;
import dev.regent.testkit.world.World;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/// Old builds of one repository, each a day younger than the one before.
record Builds(World world, String repository) {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    /// Images `1.0`, `1.1` and so on; they share a layer.
    ///
    /// @return digests, the oldest first
    List<Digest> images(int count) {
        List<Digest> images = new ArrayList<>();
        for (int build = 0; build < count; build++) {
            images.add(platform(build, "amd64", "1." + build));
        }
        return images;
    }

    /// An index over two platforms, with a signature.
    ///
    /// @param build its number, which says how old it is
    /// @return digest of the index
    Digest signedIndex(int build, String tag) {
        Digest index = IndexBuilder.in(world, repository)
                .child(platform(build, "amd64"))
                .child(platform(build, "arm64"))
                .push(tag);
        ImageBuilder.in(world, repository, repository + " signature of " + index)
                .layer("signature of " + index)
                .push(ReferrerTags.signature(index));
        return index;
    }

    Digest platform(int build, String platform, String... tags) {
        return ImageBuilder.in(world, repository, repository + " " + build + " " + platform)
                .created(FIRST.plusDays(build) + "T00:00:00Z")
                .layer("base of " + platform + " ".repeat(5000))
                .layer(repository + " layer " + build + " " + platform + " ".repeat(1000))
                .push(tags);
    }
}
