package dev.regent.server.rest;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list.
///
/// @param next the cursor of what follows; absent at the end
public record Listed<T>(List<T> items, Optional<String> next) {
    public Listed {
        items = List.copyOf(items);
    }

    /// All there is.
    static <T> Listed<T> all(List<T> items) {
        return new Listed<>(items, Optional.empty());
    }

    static <S, T> Listed<T> of(dev.regent.store.acts.Page<S> page, Function<S, T> shown) {
        return new Listed<>(
                page.items().stream().map(shown).toList(), page.next().map(String::valueOf));
    }

    static <S, T> Listed<T> of(dev.regent.store.estate.Page<S> page, Function<S, T> shown) {
        return new Listed<>(page.items().stream().map(shown).toList(), page.next());
    }

    /// Which part of a list by number is asked for.
    static dev.regent.store.acts.Page.Request page(Optional<String> cursor, int limit) {
        try {
            return new dev.regent.store.acts.Page.Request(cursor.map(Long::valueOf), limit);
        } catch (NumberFormatException e) {
            throw ProblemException.bad("cursor is what `next` of the page before said, got another text");
        }
    }
}
