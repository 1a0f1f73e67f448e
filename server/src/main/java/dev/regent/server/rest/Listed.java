package dev.regent.server.rest;

import dev.regent.store.acts.Page.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A part of a list.
///
/// @param next the cursor of what follows; absent at the end
public record Listed<T>(List<T> items, Optional<String> next) {
    private static final int MOST = 1_000;
    private static final int MOST_READS = 50;

    public Listed {
        items = List.copyOf(items);
    }

    /// All there is.
    static <T> Listed<T> all(List<T> items) {
        return new Listed<>(items, Optional.empty());
    }

    /// Some of a list that is there as a whole.
    ///
    /// @param from how many to leave out
    static <T> Listed<T> part(List<T> all, int from, int limit) {
        if (limit < 1 || limit > MOST || from < 0) {
            throw ProblemException.bad("limit is 1 to " + MOST + ", and cursor what `next` of the page before said");
        }
        int begin = Math.min(from, all.size());
        int end = Math.min(begin + limit, all.size());
        return new Listed<>(
                all.subList(begin, end), end < all.size() ? Optional.of(String.valueOf(end)) : Optional.empty());
    }

    static <S, T> Listed<T> of(dev.regent.store.acts.Page<S> page, Function<S, T> shown) {
        return new Listed<>(
                page.items().stream().map(shown).toList(), page.next().map(String::valueOf));
    }

    static <S, T> Listed<T> of(dev.regent.store.estate.Page<S> page, Function<S, T> shown) {
        return new Listed<>(page.items().stream().map(shown).toList(), page.next());
    }

    /// The newest that `wanted` lets through. Where few are, the part can be short and yet have a
    /// next one.
    static <S, T> Listed<T> some(
            Request first,
            Function<Request, dev.regent.store.acts.Page<S>> read,
            Predicate<S> wanted,
            Function<S, T> shown) {
        List<T> items = new ArrayList<>();
        Optional<Long> next = first.after();
        for (int reads = 0; reads < MOST_READS && items.size() < first.limit(); reads++) {
            dev.regent.store.acts.Page<S> page = read.apply(new Request(next, first.limit() - items.size()));
            page.items().stream().filter(wanted).map(shown).forEach(items::add);
            next = page.next();
            if (next.isEmpty()) {
                break;
            }
        }
        return new Listed<>(items, next.map(String::valueOf));
    }

    /// Which part of a list by number is asked for.
    static Request page(Optional<String> cursor, int limit) {
        try {
            return new Request(cursor.map(Long::valueOf), limit);
        } catch (NumberFormatException e) {
            throw ProblemException.bad("cursor is what `next` of the page before said, got another text");
        }
    }
}
