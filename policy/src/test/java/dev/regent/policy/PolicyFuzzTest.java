package dev.regent.policy;

import static dev.regent.policy.Documents.HEAD;
import static dev.regent.policy.Documents.WHOLE;
import static dev.regent.policy.Documents.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Good documents with a few bytes changed are read or refused with places in them, and nothing
/// else.
class PolicyFuzzTest {

    private static final int TRIES = 20_000;
    private static final Duration EACH = Duration.ofSeconds(2);
    private static final List<String> DOCUMENTS = List.of(
            WHOLE,
            rules("keep: {newest: 3}", "remove: {olderThan: 30d}"),
            rules("keep: {tagPattern: '^(a|b){2,30}[c-e]+$', tags: [\"**\", v?]}") + "---\n"
                    + HEAD.replace("default", "other") + "rules: []\n",
            "{\"apiVersion\": \"regent.dev/v1\", \"kind\": \"RetentionPolicy\", \"metadata\": {\"name\": \"é😀\"}}");
    private static final byte[] SIGNS =
            "&*!|>%@`'\"#{}[],?:-<~=\\\t\r\n \0\u0085{1000}".getBytes(StandardCharsets.UTF_8);

    @Test
    void onlyProblemsWithAPlaceInTheTextComeOut() {
        long seed = Long.getLong("regent.seed", 20_261_120L);
        for (int i = 0; i < TRIES; i++) {
            Random random = new Random(seed + i);
            byte[] changed = DOCUMENTS.get(random.nextInt(DOCUMENTS.size())).getBytes(StandardCharsets.UTF_8);
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                changed = change(changed, random);
            }
            String name = "seed " + (seed + i);
            long begin = System.nanoTime();
            try {
                check(name, changed);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(name + ": " + new String(changed, StandardCharsets.UTF_8), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).as(name).isLessThan(EACH);
        }
    }

    private static void check(String name, byte[] content) {
        PolicyReading reading = new PolicyReading();
        reading.bytes(name, content);
        try {
            assertThat(reading.policies()).as(name).isNotEmpty();
        } catch (PolicyException e) {
            String text = new String(content, StandardCharsets.UTF_8);
            List<String> lines = List.of(text.split("\r\n|\r|\n", -1));
            assertThat(e.problems()).as(name).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.message()).isNotBlank();
                assertThat(problem.file()).isEqualTo(name);
                assertThat(problem.line()).isBetween(1, lines.size());
                String line = lines.get(problem.line() - 1);
                assertThat(problem.column()).isBetween(1, line.codePointCount(0, line.length()) + 1);
            });
        }
    }

    private static byte[] change(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, from + random.nextInt(12));
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, from);
        switch (random.nextInt(5)) {
            case 0 -> {} // without the part
            case 1 -> {
                changed.write(bytes, from, to - from);
                changed.write(bytes, from, to - from);
            }
            case 2 -> {
                for (int i = to - 1; i >= from; i--) {
                    changed.write(bytes[i]);
                }
            }
            case 3 -> {
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
