package dev.regent.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.testkit.oracle.Opinion.Step;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealRegistry;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.VolumeWriter;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import dev.regent.testkit.world.WorldGenerator.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds the oracle's arithmetic to the real registry's own garbage collection.
class GarbageCollectionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final PolicyModel POLICY = PolicyModel.everywhere(
                    "p",
                    PolicyModel.remove(new Condition.OlderThan(Duration.ofDays(60))),
                    PolicyModel.remove(new Condition.TagPattern("^(old|pr|dev)-\\d+$")))
            .emptying();

    @TempDir
    Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void freesToTheByteWhatTheRealCollectionFrees(long seed) throws Exception {
        World world = WorldGenerator.generate(seed, new Size(4, 25, 0), NOW);
        Path volume = folder.resolve("volume");
        VolumeWriter.write(world, volume);
        Opinion opinion = Oracle.judge(Question.about(world, View.FROM_STORAGE, List.of(POLICY), NOW));
        assertThat(opinion.steps()).isNotEmpty();

        Peers.require(RealRegistry.NAME, RealRegistry.available());
        try (RealRegistry registry = RealRegistry.start(volume)) {
            for (Step step : opinion.steps()) {
                registry.deleteManifest(step.repository(), step.digest());
            }
            registry.garbageCollect();
        }
        World left = VolumeReader.read(volume);

        assertThat(bytes(world) - bytes(left)).isEqualTo(opinion.reclaimBytes() + opinion.orphanBytes());
        opinion.steps()
                .forEach(step -> assertThat(left.repository(step.repository()).tags())
                        .doesNotContainKeys(step.tags().toArray(String[]::new)));
    }

    private static long bytes(World world) {
        return world.blobs().values().stream()
                .mapToLong(content -> content.length)
                .sum();
    }
}
