package dev.regent.store.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.audit.AuditKey;
import dev.regent.audit.Entry;
import dev.regent.audit.Verification;
import dev.regent.store.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadMarkTest {

    private static final AuditKey KEY =
            new AuditKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

    @TempDir
    private Path folder;

    private Path file;
    private TestDatabase fresh;

    @BeforeEach
    void open() {
        file = folder.resolve("head");
        fresh = TestDatabase.create();
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    /// Writes so many entries with a mark beside them.
    private void record(TestDatabase to, int entries) {
        try (HeadMark mark = HeadMark.open(file)) {
            RecordStore store = new RecordStore(to.database(), KEY, mark);
            for (int i = 0; i < entries; i++) {
                store.append(RecordStoreTest.deed("entry " + i));
            }
        }
    }

    private HeadMark.Fit check(TestDatabase against) {
        try (HeadMark mark = HeadMark.open(file)) {
            return mark.check(new RecordStore(against.database(), KEY, mark));
        }
    }

    @Test
    void fitsTheRecordThatItWasWrittenFor() {
        assertThat(check(fresh)).isEqualTo(new HeadMark.Fit.Unmarked());
        record(fresh, 3);
        assertThat(check(fresh)).isEqualTo(new HeadMark.Fit.Fits());

        new RecordStore(fresh.database(), KEY, _ -> {}).append(RecordStoreTest.deed("after"));

        assertThat(check(fresh)).isEqualTo(new HeadMark.Fit.Fits());
    }

    @Test
    void seesADatabaseThatWasPutBackFromABackup() {
        record(fresh, 3);
        putBack(1);

        assertThat(check(fresh))
                .isEqualTo(new HeadMark.Fit.Older("the record ends with entry 1, but entry 3 was known to be written ("
                        + file + "): the database was put back from a backup"));
    }

    /// As if a backup had been put back that was made after so many entries.
    private void putBack(int entries) {
        fresh.database().useTransaction((Handle in) -> in.execute("""
                alter table audit_entries disable trigger all;
                delete from audit_entries where sequence > %1$d;
                update audit_head set (sequence, hash) =
                    (select sequence, hash from audit_entries where sequence = %1$d)
                """.formatted(entries)));
    }

    @Test
    void letsNothingBeAddedToADatabaseThatWasPutBackUnderItsServer() {
        try (HeadMark mark = HeadMark.open(file)) {
            RecordStore store = new RecordStore(fresh.database(), KEY, mark);
            for (int i = 0; i < 3; i++) {
                store.append(RecordStoreTest.deed("entry " + i));
            }
            putBack(1);

            assertThatThrownBy(() -> store.append(RecordStoreTest.deed("late")))
                    .isInstanceOf(RecordException.class)
                    .hasMessageContaining("entry 3 of the record was written, and isn't in it");
            assertThatThrownBy(() -> fresh.database().useTransaction(store::mustFit))
                    .isInstanceOf(RecordException.class);
            assertThat(mark.check(store)).isInstanceOf(HeadMark.Fit.Older.class);
            assertThat(store.head().sequence()).isEqualTo(1);

            fresh.database().useTransaction((Handle in) -> store.appendAnew(in, RecordStoreTest.deed("put back")));
            mark.restart(store.head());

            assertThat(store.append(RecordStoreTest.deed("on")).sequence()).isEqualTo(3);
        }
    }

    @Test
    void seesADatabaseThatWasPutBackUnderItsServerAndWentOnByAnother() {
        try (HeadMark mark = HeadMark.open(file)) {
            RecordStore store = new RecordStore(fresh.database(), KEY, mark);
            store.append(RecordStoreTest.deed("first"));
            RecordStore another = new RecordStore(fresh.database(), KEY, _ -> {});
            another.append(RecordStoreTest.deed("second"));
            assertThat(mark.check(store)).isEqualTo(new HeadMark.Fit.Fits());
            putBack(1);
            another.append(RecordStoreTest.deed("another second"));
            another.append(RecordStoreTest.deed("third"));

            assertThat(mark.check(store)).isInstanceOf(HeadMark.Fit.Foreign.class);
            assertThatThrownBy(() -> store.append(RecordStoreTest.deed("late"))).isInstanceOf(RecordException.class);
        }
    }

    @Test
    void seesAnotherDatabase() {
        record(fresh, 3);
        try (TestDatabase other = TestDatabase.create()) {
            RecordStore store = new RecordStore(other.database(), KEY, _ -> {});
            for (int i = 0; i < 5; i++) {
                store.append(RecordStoreTest.deed("other " + i));
            }

            assertThat(check(other)).isInstanceOf(HeadMark.Fit.Foreign.class);

            try (HeadMark mark = HeadMark.open(file)) {
                mark.restart(store.head());
            }
            assertThat(check(other)).isEqualTo(new HeadMark.Fit.Fits());
        }
    }

    @Test
    void neverGoesBack() throws IOException {
        try (HeadMark mark = HeadMark.open(file)) {
            mark.written(new Entry.Head(7, "7".repeat(64)));
            mark.written(new Entry.Head(6, "6".repeat(64)));
        }

        assertThat(file).hasContent("7 " + "7".repeat(64));
        assertThat(folder.toFile().list()).containsExactly("head");
    }

    @Test
    void isWrittenBeforeItIsClosed() {
        try (HeadMark mark = HeadMark.open(file)) {
            mark.written(new Entry.Head(7, "7".repeat(64)));
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void refusesAMarkThatIsNone() throws IOException {
        Files.writeString(file, "seven\n");

        assertThatThrownBy(() -> HeadMark.open(file))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("the head mark " + file + " doesn't hold a sequence and a hash");
    }

    @Test
    void makesAKeyThatOnlyItsOwnerReads() throws IOException {
        Path key = folder.resolve("keys/audit-key");

        AuditKey made = AuditKeyFile.readOrCreate(key, false);
        AuditKey read = AuditKeyFile.readOrCreate(key, true);

        Entry.Head head = new Entry.Head(1, "1".repeat(64));
        assertThat(Verification.sealOf(head, read)).isEqualTo(Verification.sealOf(head, made));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(folder.resolve("keys").toFile().list()).containsExactly("audit-key");
    }

    @Test
    void makesNoOtherKeyWhereOneIsLost() {
        Path key = folder.resolve("audit-key");

        assertThatThrownBy(() -> AuditKeyFile.readOrCreate(key, true))
                .isInstanceOf(RecordException.class)
                .hasMessageContaining("the audit key " + key + " is missing, and the record was sealed with it");
        assertThat(key).doesNotExist();
    }

    @Test
    void neverQuotesAKeyThatCanNotBeRead() throws IOException {
        Path key = folder.resolve("audit-key");
        for (String text : new String[] {"beef", "not hexadecimal beef", "", "ÿ"}) {
            Files.writeString(key, text, StandardCharsets.ISO_8859_1);

            assertThatThrownBy(() -> AuditKeyFile.readOrCreate(key, true))
                    .isInstanceOf(RecordException.class)
                    .hasMessageContaining("doesn't hold 32 bytes or more")
                    .hasMessageNotContaining("beef")
                    .hasNoCause();
        }
    }
}
