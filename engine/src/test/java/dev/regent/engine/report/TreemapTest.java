package dev.regent.engine.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.regent.engine.report.Treemap.Tile;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TreemapTest {

    /// The example of the paper that the layout is from.
    @Test
    void laysTilesAsSquareAsTheyGo() {
        assertThat(Treemap.of(new double[] {6, 6, 4, 3, 2, 2, 1}, 6, 4).subList(0, 4))
                .isEqualTo(List.of(
                        new Tile(0, 0, 0, 3, 2), new Tile(1, 0, 2, 3, 2), new Tile(2, 3, 0, 12 / 7.0, 7 / 3.0), new Tile(
                                3, 3 + 12 / 7.0, 0, 9 / 7.0, 7 / 3.0)));
    }

    @Test
    void givesEveryWeightItsAreaWithinTheRectangle() {
        Random random = new Random(7);
        double[] weights = random.doubles(60, 0.001, 1000).map(weight -> -weight).sorted().map(weight -> -weight).toArray();
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }

        for (Tile tile : Treemap.of(weights, 1160, 340)) {
            assertThat(tile.width() * tile.height()).isCloseTo(weights[tile.index()] / sum * 1160 * 340, within(0.01));
            assertThat(tile.x()).isGreaterThanOrEqualTo(0);
            assertThat(tile.y()).isGreaterThanOrEqualTo(0);
            assertThat(tile.x() + tile.width()).isLessThan(1160.001);
            assertThat(tile.y() + tile.height()).isLessThan(340.001);
        }
    }
}
