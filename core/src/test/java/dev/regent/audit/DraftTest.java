package dev.regent.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.audit.Entry.Head;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What goes into the record can be stored, and comes out as it went in.
class DraftTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private static Draft of(String text) {
        return new Draft(NOON, text, text, text, text, text, Map.of(text, text));
    }

    @Test
    void replacesWhatUtf8CannotHold() {
        assertThat(of("a\uD83Db\uDE00c")).isEqualTo(of("a?b?c"));
        assertThat(of("a\uD83D\uDE00").actor()).isEqualTo("a\uD83D\uDE00");
    }

    @Test
    void replacesWhatADatabaseCannotHold() {
        assertThat(of("a\0b")).isEqualTo(of("a\uFFFDb"));
        assertThat(of("a\0b").details()).containsExactly(Map.entry("a\uFFFDb", "a\uFFFDb"));
    }

    @Test
    void canBeHashedWhateverIsInIt() {
        AuditKey key = new AuditKey(new byte[32]);
        for (int c = 0; c <= 0xFFFF; c += 97) {
            Entry entry = Entry.after(Head.START, of("x" + (char) c + "\0\uDC00"), key);
            assertThat(new Verification(Head.START, Optional.of(key)).next(entry))
                    .isEmpty();
        }
    }

    @Test
    void cutsTimesToMicroseconds() {
        Draft draft = new Draft(NOON.plusNanos(1_999), "", "", "", "", "", Map.of());

        assertThat(draft.at()).isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void keepsTheDetailsThatItWasGiven() {
        Map<String, String> details = new HashMap<>(Map.of("a", "1"));
        Draft draft = new Draft(NOON, "", "", "", "", "", details);
        details.clear();

        assertThat(draft.details()).containsExactly(Map.entry("a", "1"));
    }
}
