package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import dev.regent.plan.HeldBack;
import dev.regent.store.space.WastePages;
import dev.regent.store.space.WastePages.LayerFilter;
import dev.regent.store.space.WastePages.LayerOrder;
import dev.regent.store.space.WastePages.Old;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Each image has a layer of 100 bytes of its own, and one of 1000 that all share.
final class LayersTest extends KeptEstate {

    private static final List<String> MAIN = List.of("main");
    private static final Digest SHARED = ownLayer(0);

    private List<Digest> layers(LayerFilter filter) {
        WastePages waste = new WastePages(database, graphs());
        List<Digest> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            Page<WastePages.Layer> page = waste.layers(filter, cursor, 1);
            page.items().forEach(layer -> all.add(layer.digest()));
            if (page.next().isEmpty()) {
                return all;
            }
            cursor = page.next().get();
        }
    }

    @Test
    void listsLayersByTheirSizeWithWhoHoldsThem() {
        estate.record(at(0), twoRepositories().observed());

        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.empty())))
                .containsExactly(SHARED, ownLayer(1), ownLayer(2), ownLayer(3));
        assertThat(layers(new LayerFilter(MAIN, LayerOrder.IMAGES, false, Optional.empty())))
                .containsExactly(SHARED, ownLayer(1), ownLayer(2), ownLayer(3));
        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, true, Optional.empty())))
                .containsExactly(ownLayer(1), ownLayer(2), ownLayer(3));
        assertThat(new WastePages(database, graphs())
                        .layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.empty()), "", 1)
                        .items())
                .containsExactly(new WastePages.Layer(
                        "main", SHARED, "layer", 1000, 3, 2, Optional.empty(), 0, Optional.of(minute(0))));
    }

    @Test
    void listsEachLayerOfSeveralRegistriesOnceWhateverThePageIs() {
        estate.record(at(0), twoRepositories().observed());
        estate.record(at(0), SeenRegistry.named("second").app("1=1", "3=3").observed());
        List<String> both = List.of("main", "second");
        WastePages waste = new WastePages(database, graphs());

        for (LayerOrder order : LayerOrder.values()) {
            LayerFilter filter = new LayerFilter(both, order, false, Optional.empty());
            List<String> all = new ArrayList<>();
            Optional<String> cursor = Optional.of("");
            while (cursor.isPresent()) {
                Page<WastePages.Layer> page = waste.layers(filter, cursor.get(), 2);
                page.items().forEach(layer -> all.add(layer.registry() + " " + layer.digest()));
                cursor = page.next();
            }
            assertThat(all)
                    .as(order.name())
                    .containsExactly(
                            "main " + SHARED,
                            "second " + SHARED,
                            "main " + ownLayer(1),
                            "main " + ownLayer(2),
                            "main " + ownLayer(3),
                            "second " + ownLayer(1),
                            "second " + ownLayer(3));
        }
    }

    @Test
    void findsLayersThatOldImagesAloneHold() {
        estate.record(at(0), twoRepositories().observed());
        Instant old = START.minus(Duration.ofDays(400));
        estate.keepVerdicts(
                "main",
                List.of(
                        judged("app", 1, old, "1", "latest"),
                        judged("app", 2, Instant.EPOCH, "2"),
                        judged("web", 3, old, "3")),
                HeldBack.NOTHING);
        Instant before = START.minus(Duration.ofDays(90));

        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.of(new Old(before, 0)))))
                .containsExactly(ownLayer(1), ownLayer(3));
        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.of(new Old(before, 1)))))
                .containsExactly(ownLayer(1));
        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.of(new Old(before, 2)))))
                .isEmpty();
    }

    @Test
    void takesNoImageForOldThatWasNotJudged() {
        estate.record(at(0), twoRepositories().observed());

        assertThat(layers(new LayerFilter(MAIN, LayerOrder.SIZE, false, Optional.of(new Old(minute(1), 0)))))
                .isEmpty();
    }
}
