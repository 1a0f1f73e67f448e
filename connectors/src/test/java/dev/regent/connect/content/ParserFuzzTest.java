package dev.regent.connect.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.oci.Digest;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import dev.regent.testkit.world.OddManifests;
import dev.regent.testkit.world.World;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Whatever the bytes are, a parser understands them or says that they are malformed.
final class ParserFuzzTest {

    private static final long SEED = 20_260_101;
    private static final int CASES = 20_000;

    private static List<String> texts() {
        World world = new World();
        Digest image = ImageBuilder.in(world, "a", "a")
                .created("2024-01-01T00:00:00.123456789+02:00")
                .annotated("2024-01-01T00:00:00Z")
                .layer("base")
                .artifact("application/spdx+json")
                .push("1");
        ImageBuilder.in(world, "a", "sbom").docker().subject(image).push();
        IndexBuilder.in(world, "a")
                .child(image)
                .absent("arm64")
                .subject(image)
                .artifactType("x/y")
                .push();
        OddManifests.schema1(world, "a", "old", List.of("base", "top"));
        OddManifests.unknown(world, "a", "odd");
        List<String> texts = new ArrayList<>();
        world.blobs().values().forEach(blob -> texts.add(new String(blob, StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void readsAnyBytesAsAManifestOrAsMalformed() {
        AtomicInteger understood = new AtomicInteger();
        Mutations.each(SEED, CASES, texts(), bytes -> {
            try {
                assertThat(ManifestParser.parse(bytes).blobs()).isNotNull();
                understood.incrementAndGet();
            } catch (MalformedException e) {
                assertThat(e.words()).isNotBlank();
            }
        });
        assertThat(understood).hasValueBetween(CASES / 100, CASES);
    }

    @Test
    void readsAnyBytesAsAConfig() {
        AtomicInteger understood = new AtomicInteger();
        Mutations.each(SEED, CASES, texts(), bytes -> {
            if (ConfigParser.created(bytes) instanceof Created.At) {
                understood.incrementAndGet();
            }
        });
        assertThat(understood).hasValueBetween(CASES / 1000, CASES);
    }

    @Test
    void readsNestingWithoutEndAsMalformed() {
        for (String open : List.of("[", "{\"a\":")) {
            byte[] deep = open.repeat(500_000).getBytes(StandardCharsets.UTF_8);

            assertThat(ConfigParser.created(deep)).isEqualTo(new Created.Unusable());
        }
    }
}
