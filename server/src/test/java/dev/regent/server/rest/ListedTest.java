package dev.regent.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.store.acts.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ListedTest {

    @Test
    void goesOnUntilAsManyAsWereAskedForAreFound() {
        assertThat(some(Optional.empty(), 3)).isEqualTo(new Listed<>(List.of(100L, 90L, 80L), Optional.of("80")));
    }

    @Test
    void allPartsTogetherHaveEachOnce() {
        List<Long> all = new ArrayList<>();
        Optional<Long> cursor = Optional.empty();
        do {
            Listed<Long> part = some(cursor, 4);
            all.addAll(part.items());
            cursor = part.next().map(Long::valueOf);
        } while (cursor.isPresent());

        assertThat(all).containsExactly(100L, 90L, 80L, 70L, 60L, 50L, 40L, 30L, 20L, 10L);
    }

    /// Every tenth of the numbers from 100 down to 1.
    private static Listed<Long> some(Optional<Long> cursor, int limit) {
        return Listed.some(
                new Page.Request(cursor, limit), ListedTest::read, number -> number % 10 == 0, number -> number);
    }

    private static Page<Long> read(Page.Request request) {
        long from = request.after().orElse(101L) - 1;
        List<Long> items = LongStream.iterate(from, number -> number > 0, number -> number - 1)
                .limit(request.limit())
                .boxed()
                .toList();
        return new Page<>(items, from > request.limit() ? Optional.of(items.getLast()) : Optional.empty());
    }
}
