package dev.regent.store.acts;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// A part of a list, the newest first.
///
/// @param next where the next part begins; empty if this is the last
public record Page<T>(List<T> items, Optional<Long> next) {
    public Page {
        items = List.copyOf(items);
    }

    /// Which part of a list is wanted.
    ///
    /// @param after the last page's `next`; empty from the beginning
    /// @param limit 1 to 1000 items
    public record Request(Optional<Long> after, int limit) {
        public static final Request FIRST = new Request(Optional.empty(), 100);

        public Request {
            if (limit < 1 || limit > 1000) {
                throw new IllegalArgumentException("a page has 1 to 1000 items, got a limit of " + limit);
            }
        }

        long before() {
            return after.orElse(Long.MAX_VALUE);
        }

        /// One more than wanted, which tells whether a next page follows.
        int fetched() {
            return limit + 1;
        }

        <T> Page<T> page(List<T> found, ToLongFunction<T> number) {
            if (found.size() <= limit) {
                return new Page<>(found, Optional.empty());
            }
            List<T> items = found.subList(0, limit);
            return new Page<>(items, Optional.of(number.applyAsLong(items.getLast())));
        }
    }
}
