package dev.regent.store.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.audit.AuditKey;
import dev.regent.audit.Entry;
import dev.regent.audit.Verification;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordStoreTest {

    private static final AuditKey KEY =
            new AuditKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    private final Queue<Entry.Head> told = new ConcurrentLinkedQueue<>();
    private TestDatabase fresh;
    private Database database;
    private RecordStore record;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        database = fresh.database();
        record = new RecordStore(database, KEY, told::add);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    static Deed deed(String subject) {
        return new Deed(
                "session",
                "ann",
                "plan.made",
                subject,
                "because \0 \"ünï\" \uD83D\uDC33",
                Map.of("b", "2\n", "a", "\u001f"));
    }

    @Test
    void givesBackWhatWasRecorded() {
        Entry first = record.append(deed("one"));
        Entry second = record.append(deed("two"));

        assertThat(record.list(0, 10)).containsExactly(first, second);
        assertThat(record.list(1, 10)).containsExactly(second);
        assertThat(record.list(0, 1)).containsExactly(first);
        assertThat(record.newestFirst(Optional.empty(), 10)).containsExactly(second, first);
        assertThat(record.newestFirst(Optional.of(2L), 10)).containsExactly(first);
        assertThat(record.head()).isEqualTo(second.head());
        assertThat(told).containsExactly(first.head(), second.head());
    }

    @Test
    void recordsNothingOfWhatDidNotHappen() {
        assertThatThrownBy(() -> database.useTransaction((Handle in) -> {
                    record.append(in, deed("one"));
                    throw new IllegalStateException("it went wrong");
                }))
                .hasMessage("it went wrong");

        assertThat(record.head()).isEqualTo(Entry.Head.START);
        assertThat(told).isEmpty();
        assertThat(record.append(deed("two")).sequence()).isEqualTo(1);
    }

    @Test
    void hasNoGapThoughManyWriteAtOnce() throws Exception {
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            String name = "writer " + writer;
            writers.add(() -> {
                for (int i = 0; i < 25; i++) {
                    record.append(deed(name + " " + i));
                }
                return 25;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> writer : pool.invokeAll(writers)) {
                writer.get();
            }
        }

        Verification verification = new Verification(Entry.Head.START, Optional.of(KEY));
        List<Optional<String>> wrong = new ArrayList<>();
        Entry.Head end = export(verification, wrong);
        assertThat(wrong).hasSize(200).containsOnly(Optional.empty());
        assertThat(verification.end(end, Verification.sealOf(end, KEY))).isEmpty();
        assertThat(end.sequence()).isEqualTo(200);
    }

    private Entry.Head export(Verification verification, List<Optional<String>> wrong) {
        List<Entry.Head> ends = new ArrayList<>();
        record.export(0, (entries, end) -> {
            entries.forEach(entry -> wrong.add(verification.next(entry)));
            ends.add(end);
        });
        return ends.getFirst();
    }

    @Test
    void isNeverChanged() {
        record.append(deed("one"));

        for (String change : List.of(
                "update audit_entries set actor = 'eve'", "delete from audit_entries", "truncate audit_entries")) {
            assertThatThrownBy(() -> database.useTransaction((Handle in) -> in.execute(change)))
                    .as(change)
                    .hasMessageContaining("the record is only ever added to");
        }
        assertThat(record.list(0, 10)).hasSize(1);
    }

    @Test
    void showsAChangeMadeWithTheGuardTakenAway() {
        record.append(deed("one"));
        record.append(deed("two"));
        database.useTransaction((Handle in) -> in.execute("""
                alter table audit_entries disable trigger all;
                update audit_entries set at = at + interval '1 microsecond' where sequence = 2
                """));

        List<Optional<String>> wrong = new ArrayList<>();
        export(new Verification(Entry.Head.START, Optional.of(KEY)), wrong);

        assertThat(wrong)
                .containsExactly(
                        Optional.empty(), Optional.of("entry 2 was changed: its content doesn't have its hash"));
    }
}
