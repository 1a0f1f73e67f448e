package dev.regent.inventory.graph;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.LongPredicate;

/// An item, and by how many it is marked.
///
/// @param item its id
/// @param manifests how many mark it, each counted once whatever repositories it is in
/// @param repositories how many have one of these
public record HeldItem(long item, long bytes, int manifests, int repositories) {

    private static final Comparator<HeldItem> LARGEST =
            Comparator.comparingLong(HeldItem::bytes).reversed();
    private static final Comparator<HeldItem> MOST_HELD =
            Comparator.comparingInt(HeldItem::manifests).reversed().thenComparing(LARGEST);

    /// In which order.
    public enum Order {
        /// The largest first.
        BYTES,
        /// What the most manifests mark first, and among equals the largest.
        MANIFESTS;

        /// Which of two comes first; some are equal.
        public Comparator<HeldItem> largest() {
            return this == BYTES ? LARGEST : MOST_HELD;
        }

        /// Which of two comes first, those with lower ids among equals.
        public Comparator<HeldItem> places() {
            return largest().thenComparingLong(HeldItem::item);
        }
    }

    /// Which are asked for; all conditions must hold.
    ///
    /// @param exclusive only what one repository alone has
    /// @param ids whose ids it is about
    /// @param after only what comes after this one
    /// @param count no more than these
    public record Wanted(Order order, boolean exclusive, LongPredicate ids, Optional<HeldItem> after, int count) {}
}
