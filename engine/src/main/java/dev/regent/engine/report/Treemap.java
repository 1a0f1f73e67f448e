package dev.regent.engine.report;

import java.util.ArrayList;
import java.util.List;

/// Divides a rectangle among weights, so that areas are as the weights and no part is much longer than wide.
///
/// Source: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
final class Treemap {

    /// Where the weight with the number `index` is.
    record Tile(int index, double x, double y, double width, double height) {}

    private final double[] weights;
    private final List<Tile> tiles = new ArrayList<>();
    private double x;
    private double y;
    private double width;
    private double height;

    private Treemap(double[] weights, double width, double height) {
        this.weights = weights;
        this.width = width;
        this.height = height;
    }

    /// One tile for each weight, in order.
    ///
    /// @param weights more than zero, the largest first
    static List<Tile> of(double[] weights, double width, double height) {
        double sum = 0;
        for (double weight : weights) {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("a weight is more than zero, got " + weight);
            }
            sum += weight;
        }
        double[] areas = new double[weights.length];
        for (int i = 0; i < areas.length; i++) {
            areas[i] = weights[i] / sum * width * height;
        }
        Treemap map = new Treemap(areas, width, height);
        int next = 0;
        while (next < areas.length) {
            next = map.row(next);
        }
        return map.tiles;
    }

    /// Lays as many weights along the shorter side as make its tiles squarest; says which is the next.
    private int row(int from) {
        double side = Math.min(width, height);
        double area = weights[from];
        int to = from + 1;
        while (to < weights.length && worst(from, to + 1, area + weights[to], side) <= worst(from, to, area, side)) {
            area += weights[to++];
        }
        lay(from, to, area, side);
        return to;
    }

    /// The largest ratio of a tile's sides, were these laid in one row; weights fall, so it is the first's or the
    /// last's.
    private double worst(int from, int to, double area, double side) {
        double depth = area / side;
        return Math.max(ratio(weights[from] / depth, depth), ratio(weights[to - 1] / depth, depth));
    }

    private static double ratio(double one, double other) {
        return Math.max(one / other, other / one);
    }

    private void lay(int from, int to, double area, double side) {
        double depth = area / side;
        double along = 0;
        boolean column = height <= width;
        for (int i = from; i < to; i++) {
            double length = weights[i] / depth;
            tiles.add(column ? new Tile(i, x, y + along, depth, length) : new Tile(i, x + along, y, length, depth));
            along += length;
        }
        if (column) {
            x += depth;
            width -= depth;
        } else {
            y += depth;
            height -= depth;
        }
    }
}
