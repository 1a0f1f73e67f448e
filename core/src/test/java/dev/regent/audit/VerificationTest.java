package dev.regent.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.audit.Entry.Head;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Whatever is done to a record, it shows, and says where.
class VerificationTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00.123456Z");
    private static final AuditKey KEY = key(1);
    private static final String CHANGED = "entry 2 was changed: its content doesn't have its hash";
    private static final String UNSEALED = "entry 2 isn't sealed with this key: it was changed by somebody without the"
            + " key, or the key is another";
    private static final String BROKEN =
            "entry 3 doesn't follow the entry before it: one of both was changed and hashed anew";

    private final List<Entry> record = record(5);

    private static AuditKey key(int fill) {
        byte[] bytes = new byte[AuditKey.SHORTEST];
        Arrays.fill(bytes, (byte) fill);
        return new AuditKey(bytes);
    }

    private static List<Entry> record(int length) {
        List<Entry> entries = new ArrayList<>();
        Head head = Head.START;
        for (int i = 1; i <= length; i++) {
            Entry entry = Entry.after(head, draft(i), KEY);
            entries.add(entry);
            head = entry.head();
        }
        return entries;
    }

    private static Draft draft(int number) {
        return new Draft(
                NOON.plusSeconds(number),
                "session",
                "ann",
                "plan.approved",
                "sha256:" + number,
                "old",
                Map.of("steps", String.valueOf(number)));
    }

    /// The first thing that is wrong with a record that names the head of the whole one as its end.
    private Optional<String> wrong(List<Entry> entries, Optional<AuditKey> key) {
        Verification verification = new Verification(Head.START, key);
        for (Entry entry : entries) {
            Optional<String> wrong = verification.next(entry);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        Head end = record.getLast().head();
        return verification.end(end, Verification.sealOf(end, KEY));
    }

    private Optional<String> wrong(List<Entry> entries) {
        return wrong(entries, Optional.of(KEY));
    }

    private List<Entry> withSecond(UnaryOperator<Entry> change) {
        List<Entry> changed = new ArrayList<>(record);
        changed.set(1, change.apply(changed.get(1)));
        return changed;
    }

    private static UnaryOperator<Entry> draft(UnaryOperator<Draft> change) {
        return entry ->
                new Entry(entry.sequence(), change.apply(entry.what()), entry.previous(), entry.hash(), entry.mac());
    }

    @Test
    void findsNothingWhereNothingWasDone() {
        assertThat(wrong(record)).isEmpty();
        assertThat(wrong(record, Optional.empty())).isEmpty();
    }

    @Test
    void namesAnyFieldThatWasChanged() {
        List<UnaryOperator<Draft>> changes = List.of(
                d -> new Draft(
                        d.at().plusNanos(1000),
                        d.session(),
                        d.actor(),
                        d.action(),
                        d.subject(),
                        d.reason(),
                        d.details()),
                d -> new Draft(d.at(), "x", d.actor(), d.action(), d.subject(), d.reason(), d.details()),
                d -> new Draft(d.at(), d.session(), "x", d.action(), d.subject(), d.reason(), d.details()),
                d -> new Draft(d.at(), d.session(), d.actor(), "x", d.subject(), d.reason(), d.details()),
                d -> new Draft(d.at(), d.session(), d.actor(), d.action(), "x", d.reason(), d.details()),
                d -> new Draft(d.at(), d.session(), d.actor(), d.action(), d.subject(), "x", d.details()),
                d -> new Draft(d.at(), d.session(), d.actor(), d.action(), d.subject(), d.reason(), Map.of()),
                d -> new Draft(
                        d.at(), d.session(), d.actor(), d.action(), d.subject(), d.reason(), Map.of("steps", "x")));
        for (UnaryOperator<Draft> change : changes) {
            assertThat(wrong(withSecond(draft(change)))).contains(CHANGED);
            assertThat(wrong(withSecond(draft(change)), Optional.empty())).contains(CHANGED);
        }
    }

    @Test
    void namesAnotherHashSealOrPredecessor() {
        String other = "1".repeat(64);
        assertThat(wrong(withSecond(e -> new Entry(e.sequence(), e.what(), e.previous(), other, e.mac()))))
                .contains(CHANGED);
        assertThat(wrong(withSecond(e -> new Entry(e.sequence(), e.what(), other, e.hash(), e.mac()))))
                .contains(CHANGED);
        assertThat(wrong(withSecond(e -> new Entry(e.sequence(), e.what(), e.previous(), e.hash(), other))))
                .contains(UNSEALED);
    }

    @Test
    void namesWhatWasHashedAnewWithoutTheKey() {
        List<Entry> hashedAnew = withSecond(e -> Entry.after(record.getFirst().head(), draft(99), key(2)));

        assertThat(wrong(hashedAnew)).contains(UNSEALED);
        assertThat(wrong(hashedAnew, Optional.empty())).contains(BROKEN);
    }

    @Test
    void namesTheFirstOfAWholeTailThatWasHashedAnewWithoutTheKey() {
        List<Entry> forged = new ArrayList<>(record.subList(0, 1));
        for (int i = 2; i <= 5; i++) {
            forged.add(Entry.after(forged.getLast().head(), draft(90 + i), key(2)));
        }

        assertThat(wrong(forged)).contains(UNSEALED);
        assertThat(wrong(forged, Optional.empty()))
                .contains("the end names entry 5 with another hash than it has here");
    }

    @Test
    void namesWhatIsMissing() {
        assertThat(wrong(List.of(record.get(0), record.get(2)))).contains("entry 2 is missing");
        assertThat(wrong(List.of(record.get(0), record.get(4)))).contains("entries 2 to 4 are missing");
        assertThat(wrong(record.subList(1, 5))).contains("entry 1 is missing");
    }

    @Test
    void namesACutTail() {
        assertThat(wrong(record.subList(0, 4))).contains("the end is missing: entry 5 is missing");
        assertThat(wrong(record.subList(0, 3))).contains("the end is missing: entries 4 to 5 are missing");
        assertThat(wrong(List.of())).contains("the end is missing: entries 1 to 5 are missing");
    }

    @Test
    void namesWhatStandsTwiceOrInAnotherOrder() {
        assertThat(wrong(List.of(record.get(0), record.get(0))))
                .contains("entry 1 stands where entry 2 belongs: the order was changed, or an entry stands twice");
        assertThat(wrong(List.of(record.get(0), record.get(2), record.get(1)))).contains("entry 2 is missing");
    }

    @Test
    void namesWhatWasAppendedBehindTheEnd() {
        List<Entry> longer = new ArrayList<>(record);
        longer.add(Entry.after(record.getLast().head(), draft(6), KEY));

        assertThat(wrong(longer))
                .contains("the record goes on behind its end: entry 5 is named as the last, and entry 6 stands here");
    }

    @Test
    void namesAnEndThatWasSealedByAnother() {
        Verification verification = new Verification(Head.START, Optional.of(KEY));
        Verification keyless = new Verification(Head.START, Optional.empty());

        assertThat(verification.end(Head.START, Verification.sealOf(Head.START, key(2))))
                .contains("the end isn't sealed with this key: it was changed, or the key is another");
        assertThat(verification.end(Head.START, Verification.sealOf(Head.START, KEY)))
                .isEmpty();
        assertThat(keyless.end(Head.START, "anything")).isEmpty();
    }

    @Test
    void theSealOfAnEndIsNotTheSealOfItsEntry() {
        assertThat(Verification.sealOf(record.getLast().head(), KEY))
                .isNotEqualTo(record.getLast().mac());
    }

    @Test
    void checksAPartFromWhereItBegins() {
        Verification verification = new Verification(record.get(1).head(), Optional.of(KEY));

        assertThat(verification.next(record.get(2))).isEmpty();
        assertThat(verification.head()).isEqualTo(record.get(2).head());
        assertThat(verification.next(record.get(4))).contains("entry 4 is missing");
        assertThat(verification.head()).isEqualTo(record.get(2).head());
    }

    @Test
    void theFirstEntryFollowsNothing() {
        assertThat(record.getFirst().sequence()).isEqualTo(1);
        assertThat(record.getFirst().previous()).isEqualTo("0".repeat(64));
        assertThat(record.getFirst().hash()).matches("[0-9a-f]{64}");
        assertThat(record.getFirst().mac())
                .matches("[0-9a-f]{64}")
                .isEqualTo(KEY.seal(record.getFirst().hash()));
    }

    @Test
    void anEntryHasTheSameHashEverywhere() {
        Entry entry =
                Entry.after(Head.START, new Draft(NOON, "s", "a", "x", "y", "z", Map.of("b", "2", "a", "1")), KEY);
        String canonical = "{\"action\":\"x\",\"actor\":\"a\",\"at\":\"2026-06-01T12:00:00.123456Z\","
                + "\"details\":{\"a\":\"1\",\"b\":\"2\"},\"previous\":\"" + "0".repeat(64)
                + "\",\"reason\":\"z\",\"sequence\":1,\"session\":\"s\",\"subject\":\"y\"}";

        assertThat("sha256:" + entry.hash())
                .isEqualTo(Digest.sha256(canonical.getBytes(StandardCharsets.UTF_8))
                        .value());
    }

    @Test
    void keysAreLongAndPrintNothing() {
        byte[] bytes = new byte[AuditKey.SHORTEST];
        AuditKey key = new AuditKey(bytes);
        String before = key.seal("x");
        bytes[0] = 1;

        assertThat(key.seal("x")).isEqualTo(before).isNotEqualTo(new AuditKey(bytes).seal("x"));
        assertThat(key).hasToString("***");
        assertThatThrownBy(() -> new AuditKey(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an audit key has 32 bytes or more, got 31");
    }
}
