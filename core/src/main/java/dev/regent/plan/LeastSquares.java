package dev.regent.plan;

import java.util.Optional;

/// Finds the coefficients, none below zero, by which rows come closest to their values. It is for a
/// handful of columns: each set of columns is tried.
final class LeastSquares {

    private final int columns;
    private final double[][] squares;
    private final double[] products;

    LeastSquares(int columns) {
        this.columns = columns;
        this.squares = new double[columns][columns];
        this.products = new double[columns];
    }

    /// @param weight how much it counts, more than zero
    void add(double[] row, double value, double weight) {
        for (int i = 0; i < columns; i++) {
            for (int j = 0; j < columns; j++) {
                squares[i][j] += weight * row[i] * row[j];
            }
            products[i] += weight * row[i] * value;
        }
    }

    /// All zero where nothing was added.
    double[] coefficients() {
        double[] best = new double[columns];
        double least = 0;
        for (int set = 1; set < 1 << columns; set++) {
            Optional<double[]> solved = solve(set);
            if (solved.isPresent()) {
                double rest = rest(solved.get());
                if (rest < least) {
                    least = rest;
                    best = solved.get();
                }
            }
        }
        return best;
    }

    /// What is left unexplained, up to what is the same for all coefficients.
    private double rest(double[] of) {
        double rest = 0;
        for (int i = 0; i < columns; i++) {
            rest -= 2 * products[i] * of[i];
            for (int j = 0; j < columns; j++) {
                rest += squares[i][j] * of[i] * of[j];
            }
        }
        return rest;
    }

    /// The best coefficients where only some columns count, if there are such without one below zero.
    private Optional<double[]> solve(int set) {
        int size = Integer.bitCount(set);
        int[] chosen = new int[size];
        for (int column = 0, i = 0; column < columns; column++) {
            if ((set >> column & 1) == 1) {
                chosen[i++] = column;
            }
        }
        double[][] rows = new double[size][size + 1];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                rows[i][j] = squares[chosen[i]][chosen[j]] / (scale(chosen[i]) * scale(chosen[j]));
            }
            rows[i][size] = products[chosen[i]] / scale(chosen[i]);
        }
        if (!eliminate(rows)) {
            return Optional.empty();
        }
        double[] solved = new double[columns];
        for (int i = 0; i < size; i++) {
            solved[chosen[i]] = rows[i][size] / scale(chosen[i]);
            if (solved[chosen[i]] < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(solved);
    }

    /// Columns of very different size are brought to the same.
    private double scale(int column) {
        return squares[column][column] > 0 ? Math.sqrt(squares[column][column]) : 1;
    }

    /// Gauss and Jordan, with the largest pivot; false where columns say the same.
    private static boolean eliminate(double[][] rows) {
        int size = rows.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            if (Math.abs(rows[pivot][column]) < 1e-10) {
                return false;
            }
            double[] kept = rows[column];
            rows[column] = rows[pivot];
            rows[pivot] = kept;
            for (int row = 0; row < size; row++) {
                double times = row == column ? 0 : rows[row][column] / rows[column][column];
                for (int i = column; i <= size; i++) {
                    rows[row][i] -= times * rows[column][i];
                }
            }
        }
        for (int row = 0; row < size; row++) {
            rows[row][size] /= rows[row][row];
        }
        return true;
    }
}
