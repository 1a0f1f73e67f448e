package dev.regent.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.testkit.world.Needed;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.PolicyModel.Condition;
import dev.regent.testkit.world.VolumeReader;
import dev.regent.testkit.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        World world = estate("--repos", "6", "--tags-per-repo", "20", "--signed", "0.3", "--sbom", "0.2");
        Opinion opinion = Oracle.judge(
                Question.about(world, View.FROM_STORAGE, List.of(), Instant.parse("2026-06-01T00:00:00Z")));
        List<String> pairs = truth("repo_manifests.tsv");
        Set<String> repositories = new HashSet<>();
        pairs.forEach(line -> repositories.add(line.substring(0, line.indexOf('\t'))));

        assertThat(List.of(opinion.repositories(), opinion.tags(), opinion.manifests(), opinion.untagged()))
                .containsExactly(
                        repositories.size(),
                        truth("tags.tsv").size(),
                        truth("manifests.tsv").size(),
                        (int) pairs.stream()
                                .filter(line -> line.endsWith("\t0"))
                                .count());
        assertThat(opinion.orphanBytes()).isZero();
    }

    @Test
    void judgesTenThousandTagsInTime() throws Exception {
        World world = estate("--repos", "2", "--tags-per-repo", "5000", "--blob-bodies", "tiny");
        PolicyModel policy = PolicyModel.everywhere(
                "p",
                PolicyModel.keep(new Condition.Newest(5, false)),
                PolicyModel.remove(new Condition.OlderThan(Duration.ofDays(30))));
        Opinion opinion = Oracle.judge(
                Question.about(world, View.FROM_STORAGE, List.of(policy), Instant.parse("2060-06-01T00:00:00Z")));

        assertThat(opinion.tags()).isEqualTo(truth("tags.tsv").size()).isGreaterThan(9_900);
        assertThat(opinion.steps()).hasSizeGreaterThan(1_000);
    }

    private List<String> truth(String file) throws IOException {
        return Files.readAllLines(folder.resolve("truth").resolve(file));
    }

    private World estate(String... options) throws IOException, InterruptedException {
        Path generator = generator();
        Needed.file(generator, "it comes in the folder shared, beside the project's");
        List<String> command = new ArrayList<>(List.of("python3", generator.toString(), folder.toString()));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor())
                .as(Files.readString(folder.resolve("log")))
                .isZero();
        return VolumeReader.read(folder.resolve("registry"));
    }

    /// Beside the folder in which the whole project lies; tests run in a module's.
    private static Path generator() {
        return Path.of("").toAbsolutePath().getParent().resolveSibling("shared/bench/gen_estate.py");
    }
}
