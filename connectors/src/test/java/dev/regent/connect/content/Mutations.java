package dev.regent.connect.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// Spoils texts by chance, the same way for the same seed.
public final class Mutations {

    private static final List<String> INSERTS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "-1",
            "1e999",
            "9223372036854775808",
            "\\u0000",
            "\\ud800",
            "=",
            "<",
            ">",
            ";",
            " ",
            "\u0000",
            "sha256:",
            "{\"a\":",
            "[[[[[[[[",
            "\u202e",
            "é");

    private final SplittableRandom random;

    private Mutations(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /// Hands `count` spoilt texts to `judge`.
    ///
    /// @throws AssertionError if it throws anything; says which seed and text it was
    public static void each(long seed, int count, List<String> texts, Consumer<byte[]> judge) {
        for (int i = 0; i < count; i++) {
            byte[] spoilt = new Mutations(seed + i).spoil(texts);
            try {
                judge.accept(spoilt);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + (seed + i) + ": " + new String(spoilt, StandardCharsets.UTF_8), e);
            }
        }
    }

    private byte[] spoil(List<String> texts) {
        byte[] bytes = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            bytes = step(bytes, texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    private byte[] step(byte[] bytes, byte[] other) {
        int at = random.nextInt(bytes.length + 1);
        int end = Math.min(bytes.length, at + random.nextInt(1, 12));
        return switch (random.nextInt(6)) {
            case 0 -> join(bytes, 0, at, new byte[] {(byte) random.nextInt()}, Math.min(bytes.length, at + 1));
            case 1 -> join(bytes, 0, at, new byte[0], end);
            case 2 ->
                join(bytes, 0, at, INSERTS.get(random.nextInt(INSERTS.size())).getBytes(StandardCharsets.UTF_8), at);
            case 3 -> join(bytes, 0, at, new byte[0], bytes.length);
            case 4 -> join(bytes, 0, end, new byte[0], at);
            default -> join(bytes, 0, at, other, end);
        };
    }

    private static byte[] join(byte[] bytes, int from, int to, byte[] middle, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, from, to - from);
        joined.writeBytes(middle);
        joined.write(bytes, rest, bytes.length - rest);
        return joined.toByteArray();
    }
}
