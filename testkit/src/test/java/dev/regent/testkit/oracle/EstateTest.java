package dev.regent.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.testkit.peer.GeneratedEstate;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the oracle's counts with an estate whose generator wrote down the truth beside it.
class EstateTest {

    @TempDir
    Path folder;

    @Test
    void countsWhatTheEstatesGeneratorWroteDown() throws Exception {
        GeneratedEstate estate = GeneratedEstate.make(
                folder, "--repos", "6", "--tags-per-repo", "20", "--signed", "0.3", "--sbom", "0.2");
        World world = VolumeReader.read(estate.volume());
        Opinion opinion = Oracle.judge(
                Question.about(world, View.FROM_STORAGE, List.of(), Instant.parse("2026-06-01T00:00:00Z")));
        List<String> pairs = estate.truth("repo_manifests.tsv");
        Set<String> repositories = new HashSet<>();
        pairs.forEach(line -> repositories.add(line.substring(0, line.indexOf('\t'))));

        assertThat(List.of(opinion.repositories(), opinion.tags(), opinion.manifests(), opinion.untagged()))
                .containsExactly(
                        repositories.size(),
                        estate.truth("tags.tsv").size(),
                        estate.truth("manifests.tsv").size(),
                        (int) pairs.stream()
                                .filter(line -> line.endsWith("\t0"))
                                .count());
        assertThat(opinion.orphanBytes()).isZero();
    }

    @Test
    void judgesTenThousandTagsInTime() throws Exception {
        GeneratedEstate estate =
                GeneratedEstate.make(folder, "--repos", "2", "--tags-per-repo", "5000", "--blob-bodies", "tiny");
        World world = VolumeReader.read(estate.volume());
        PolicyModel policy = PolicyModel.everywhere(
                "p",
                PolicyModel.keep(new Condition.Newest(5, false)),
                PolicyModel.remove(new Condition.OlderThan(Duration.ofDays(30))));
        Opinion opinion = Oracle.judge(
                Question.about(world, View.FROM_STORAGE, List.of(policy), Instant.parse("2060-06-01T00:00:00Z")));

        assertThat(opinion.tags()).isEqualTo(estate.truth("tags.tsv").size()).isGreaterThan(9_900);
        assertThat(opinion.steps()).hasSizeGreaterThan(1_000);
    }
}
