package dev.regent.plan;

import dev.regent.plan.CarriedOut.Closure;
import dev.regent.plan.CarriedOut.Look;
import dev.regent.plan.Price.Line;
import java.util.List;

/// Learns a price by least squares. What is assumed pulls a little, so that few steps, and steps in
/// repositories of one size only, still say something.
final class Pricing {

    // Assumed of a step, a closure and a look, if nothing is known. A deletion by CNCF Distribution 2.8.2
    // takes 27 ms where there are 500 tags and 123 ms where there are 5,000 (measured on loopback, files in
    // the page cache); the pause after it is as long.
    private static final double[] CLOSURES = {0.05, 50e-6, 0.02, 3e-6};
    private static final double LOOK = 0.3;
    private static final double SECONDS_PER_REQUEST = 0.002;

    /// Where what is assumed pulls: steps and tags.
    private static final double[][] ANCHORS = {{1, 100}, {1, 2_000}, {5, 100}, {5, 2_000}};

    private static final double PULL = 0.25;
    private static final int ROUNDS = 5;

    /// What took so many times as long as it should have counts as that: a registry that stood still once won't
    /// each time.
    private static final double ODD = 10;

    /// Closures that are taken together to see how wrong a prediction is.
    private static final int BLOCK = 10;

    private final CarriedOut known;

    /// What was measured, and what it is explained by.
    private static final class Sample {

        private final double[] row;
        private final double seconds;

        Sample(double[] row, double seconds) {
            this.row = row;
            this.seconds = seconds;
        }
    }

    Pricing(CarriedOut known) {
        this.known = known;
    }

    Price price() {
        double[] closures = fit(known.closures().stream().map(Pricing::sample).toList(), CLOSURES, closureAnchors());
        double request = known.secondsPerRequest().orElse(SECONDS_PER_REQUEST);
        double[] looks = fit(
                known.looks().stream().map(Pricing::sample).toList(),
                new double[] {LOOK, request},
                List.of(row(new Look(100, 0)), row(new Look(2_000, 0))));
        return new Price(
                new Line(closures[0], closures[1]),
                new Line(closures[2], closures[3]),
                new Line(looks[0], looks[1]),
                known,
                spread(closures));
    }

    private static List<double[]> closureAnchors() {
        return List.of(ANCHORS).stream()
                .map(anchor -> row(new Closure((int) anchor[0], (int) anchor[1], 0)))
                .toList();
    }

    private static double[] row(Closure closure) {
        return new double[] {closure.steps(), (double) closure.steps() * closure.tags(), 1, closure.tags()};
    }

    private static double[] row(Look look) {
        return new double[] {1, look.tags()};
    }

    private static Sample sample(Closure closure) {
        return new Sample(row(closure), closure.seconds());
    }

    private static Sample sample(Look look) {
        return new Sample(row(look), look.seconds());
    }

    /// What is short counts as much as what is long: each by what part of itself it is missed. Against which it is
    /// weighed is what is expected, not what came, or whatever was fast by chance would count more.
    private static double[] fit(List<Sample> samples, double[] assumed, List<double[]> anchors) {
        if (samples.isEmpty()) {
            return assumed;
        }
        double measured = samples.stream().mapToDouble(sample -> sample.seconds).sum();
        double expected = samples.stream()
                .mapToDouble(sample -> value(assumed, sample.row))
                .sum();
        double[] start = assumed.clone();
        for (int i = 0; i < start.length; i++) {
            start[i] *= Math.max(measured / expected, 1e-6);
        }
        double[] found = start;
        for (int round = 0; round < ROUNDS; round++) {
            found = fit(samples, start, found, anchors);
        }
        return found;
    }

    private static double[] fit(List<Sample> samples, double[] start, double[] before, List<double[]> anchors) {
        LeastSquares squares = new LeastSquares(start.length);
        for (Sample sample : samples) {
            double likely = Math.max(value(before, sample.row), value(start, sample.row) / ODD);
            squares.add(sample.row, Math.min(sample.seconds, ODD * likely), 1 / (likely * likely));
        }
        for (double[] anchor : anchors) {
            double likely = value(start, anchor);
            squares.add(anchor, likely, PULL / (likely * likely));
        }
        return squares.coefficients();
    }

    private static double value(double[] coefficients, double[] row) {
        double value = 0;
        for (int i = 0; i < row.length; i++) {
            value += coefficients[i] * row[i];
        }
        return value;
    }

    /// How wrong it is of its own past, some closures at a time.
    private double spread(double[] coefficients) {
        int blocks = known.closures().size() / BLOCK;
        double squares = 0;
        for (int block = 0; block < blocks; block++) {
            List<Closure> some = known.closures().subList(block * BLOCK, (block + 1) * BLOCK);
            double expected = some.stream()
                    .mapToDouble(closure -> value(coefficients, row(closure)))
                    .sum();
            double measured = some.stream().mapToDouble(Closure::seconds).sum();
            double wrong = measured / expected - 1;
            squares += wrong * wrong;
        }
        return blocks == 0 ? 1 : Math.sqrt(squares / blocks);
    }
}
