package dev.regent.policy.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the word that was probably meant.
public final class Spelling {

    private static final int LONGEST = 40;

    private Spelling() {}

    /// The one of `known` that is a few slips away from `written`; empty if none is near.
    public static Optional<String> nearest(String written, List<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String word = bare(written);
        return known.stream()
                .min(Comparator.comparingInt(each -> slips(word, bare(each))))
                .filter(each -> slips(word, bare(each)) <= Math.max(1, each.length() / 3));
    }

    private static String bare(String word) {
        return word.replaceAll("[-_ ]", "").toLowerCase(Locale.ROOT);
    }

    /// Letters to add, drop, change or swap with their neighbour.
    private static int slips(String from, String to) {
        int[][] slips = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
                slips[i][j] = Math.min(slips[i - 1][j - 1] + change, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    slips[i][j] = Math.min(slips[i][j], slips[i - 2][j - 2] + 1);
                }
            }
        }
        return slips[from.length()][to.length()];
    }
}
