package dev.regent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Good configurations with a few bytes changed are read or refused with places in them, and nothing
/// else.
class ConfigurationFuzzTest {

    private static final int TRIES = 20_000;
    private static final Path FILE = Path.of("/no/where/regent.yaml");
    private static final List<String> DOCUMENTS = List.of(
            ConfigurationFileTest.CONTRACT.replace("[policies/]", "[]"),
            """
            registries:
              - name: b
                url: https://b.example
                credentials: {env: {username: U, password: P}}
                environments: {none: "archive"}
                environmentsComplete: true
                repositories: ["team/**", a?]
                tokenRealms: [c]
                every: PT1H
            undo: {keep: 7d, bytes: 5GB}
            """,
            "{\"environments\": [{\"name\": \"é😀\", \"url\": \"ssh://u@h:22/run/d.sock\", \"certificates\": \"c\"}]}");
    private static final byte[] SIGNS =
            "&*!|>%@`'\"#{}[],?:-<~=\\\t\r\n \0\u0085{1000}//..::99999".getBytes(StandardCharsets.UTF_8);

    @Test
    void onlyProblemsWithAPlaceInTheTextComeOut() {
        long seed = Long.getLong("regent.seed", 20_261_120L);
        int good = 0;
        for (int i = 0; i < TRIES; i++) {
            Random random = new Random(seed + i);
            byte[] changed = DOCUMENTS.get(random.nextInt(DOCUMENTS.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed = change(changed, random);
            }
            try {
                good += isGood(changed) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + (seed + i) + ": " + new String(changed, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(good).isBetween(TRIES / 100, TRIES * 9 / 10);
    }

    private static boolean isGood(byte[] content) {
        try {
            ConfigurationFile.parse(FILE, content);
            return true;
        } catch (ConfigurationException e) {
            List<String> lines = List.of(new String(content, StandardCharsets.UTF_8).split("\r\n|\r|\n", -1));
            assertThat(e.problems()).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.file()).isEqualTo(FILE.toString());
                assertThat(problem.line()).isBetween(1, lines.size());
                String line = lines.get(problem.line() - 1);
                assertThat(problem.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
            });
            return false;
        }
    }

    private static byte[] change(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, from);
        switch (random.nextInt(4)) {
            case 0 -> {} // without the part
            case 1 -> {
                changed.write(bytes, from, to - from);
                changed.write(bytes, from, to - from);
            }
            case 2 -> {
                int sign = random.nextInt(SIGNS.length);
                changed.write(SIGNS, sign, Math.min(SIGNS.length - sign, 1 + random.nextInt(6)));
                changed.write(bytes, from, to - from);
            }
            default -> {
                changed.write(random.nextInt(256));
                changed.write(bytes, from, to - from);
            }
        }
        changed.write(bytes, to, bytes.length - to);
        return changed.toByteArray();
    }
}
