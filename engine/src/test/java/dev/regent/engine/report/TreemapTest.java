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
        assertThat(Treemap.of(new double[] {6, 6, 4, 3, 2, 2, 1}, 6, 4).stream().map(TreemapTest::inSevenths))
                .isEqualTo(List.of(
                        "0 at 0/0, 21 x 14",
                        "1 at 0/14, 21 x 14",
                        "2 at 21/0, 12 x 16",
                        "3 at 33/0, 9 x 16",
                        "4 at 21/16, 8 x 12",
                        "5 at 29/16, 8 x 12",
                        "6 at 38/16, 4 x 12"));
    }

    @Test
    void givesEveryWeightItsAreaWithinTheRectangle() {
        Random random = new Random(7);
        double[] weights = random.doubles(60, 0.001, 1000)
                .map(weight -> -weight)
                .sorted()
                .map(weight -> -weight)
                .toArray();
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

    private static String inSevenths(Tile tile) {
        return tile.index() + " at " + Math.round(tile.x() * 7) + "/" + Math.round(tile.y() * 7) + ", "
                + Math.round(tile.width() * 7) + " x " + Math.round(tile.height() * 7);
    }
}
