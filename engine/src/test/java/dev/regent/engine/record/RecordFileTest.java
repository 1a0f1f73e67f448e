package dev.regent.engine.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.audit.AuditKey;
import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.engine.record.RecordCheck.Broken;
import dev.regent.engine.record.RecordCheck.Intact;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordFileTest {

    private static final AuditKey KEY =
            new AuditKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    private static final AuditKey OTHER =
            new AuditKey("fedcba9876543210fedcba9876543210".getBytes(StandardCharsets.US_ASCII));

    private final List<Entry> entries = entries(6);

    private static List<Entry> entries(int count) {
        List<Entry> entries = new ArrayList<>();
        Entry.Head head = Entry.Head.START;
        for (int i = 1; i <= count; i++) {
            Draft what = new Draft(
                    Instant.parse("2026-06-01T12:00:00Z").plusNanos(1000L * i),
                    "session",
                    "ann",
                    "plan.made",
                    "sha256:" + i,
                    "\"ünï\"\n\u001f \uD83D\uDC33",
                    Map.of("b", "2", "a", ""));
            Entry entry = Entry.after(head, what, KEY);
            entries.add(entry);
            head = entry.head();
        }
        return entries;
    }

    private byte[] whole() throws IOException {
        return written(Entry.Head.START, entries);
    }

    /// Entries 3 to 6.
    private byte[] part() throws IOException {
        return written(entries.get(1).head(), entries.subList(2, 6));
    }

    private static byte[] written(Entry.Head from, List<Entry> entries) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RecordFile.write(from, entries.stream(), KEY, file);
        return file.toByteArray();
    }

    private static RecordCheck verify(byte[] file, Optional<AuditKey> key) throws IOException {
        return RecordFile.verify(new ByteArrayInputStream(file), key);
    }

    private static RecordCheck sealed(byte[] file) throws IOException {
        return verify(file, Optional.of(KEY));
    }

    private static List<String> lines(byte[] file) {
        return new ArrayList<>(new String(file, StandardCharsets.UTF_8).lines().toList());
    }

    private static byte[] file(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static long line(RecordCheck check) {
        return check instanceof Broken(long line, var _) ? line : 0;
    }

    @Test
    void findsNothingWrongWithWhatWasWritten() throws IOException {
        Entry.Head end = entries.getLast().head();

        assertThat(sealed(whole())).isEqualTo(new Intact(6, end, true));
        assertThat(verify(whole(), Optional.empty())).isEqualTo(new Intact(6, end, false));
        assertThat(sealed(part())).isEqualTo(new Intact(4, end, true));
        assertThat(sealed(written(Entry.Head.START, List.of()))).isEqualTo(new Intact(0, Entry.Head.START, true));
    }

    @Test
    void findsEveryChangedByteInItsLine() throws IOException {
        for (byte[] file : List.of(whole(), part())) {
            long line = 1;
            for (int i = 0; i < file.length; i++) {
                for (int other : new int[] {file[i] ^ 1, file[i] ^ 0x20, file[i] ^ 0x80, '\n', '0', ' ', '"'}) {
                    if ((byte) other != file[i]) {
                        byte[] changed = file.clone();
                        changed[i] = (byte) other;
                        assertThat(line(sealed(changed)))
                                .as("byte %d, %d instead of %d", i, other, file[i])
                                .isEqualTo(line);
                    }
                }
                line += file[i] == '\n' ? 1 : 0;
            }
        }
    }

    @Test
    void findsEveryChangedByteButThoseOfSealsWithoutAKey() throws IOException {
        byte[] file = whole();
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int line = 1;
        for (int i = 0; i < file.length; i++) {
            byte[] changed = file.clone();
            changed[i] = (byte) (file[i] == '0' ? '1' : '0');
            int name = text.lastIndexOf("\"mac\":\"", i);
            boolean inSeal = name >= 0 && i >= name + 7 && i < name + 7 + 64;
            assertThat(line(verify(changed, Optional.empty()))).as("byte %d", i).isEqualTo(inSeal ? 0 : line);
            line += file[i] == '\n' ? 1 : 0;
        }
    }

    @Test
    void findsEveryLineThatIsMissingTwiceOrMoved() throws IOException {
        for (byte[] file : List.of(whole(), part())) {
            for (Optional<AuditKey> key : List.of(Optional.of(KEY), Optional.<AuditKey>empty())) {
                List<String> lines = lines(file);
                for (int i = 0; i < lines.size(); i++) {
                    List<String> fewer = new ArrayList<>(lines);
                    fewer.remove(i);
                    assertThat(line(verify(file(fewer), key)))
                            .as("without line %d", i + 1)
                            .isEqualTo(i + 1);

                    List<String> more = new ArrayList<>(lines);
                    more.add(i, lines.get(i));
                    assertThat(line(verify(file(more), key)))
                            .as("line %d twice", i + 1)
                            .isEqualTo(i + 2);

                    for (int j = i + 1; j < lines.size(); j++) {
                        List<String> moved = new ArrayList<>(lines);
                        Collections.swap(moved, i, j);
                        assertThat(line(verify(file(moved), key)))
                                .as("lines %d and %d swapped", i + 1, j + 1)
                                .isEqualTo(i + 1);
                    }
                }
            }
        }
    }

    @Test
    void findsEveryCut() throws IOException {
        byte[] file = whole();
        long line = 1;
        for (int length = 0; length < file.length; length++) {
            byte[] cut = Arrays.copyOf(file, length);
            assertThat(line(sealed(cut))).as("cut after %d", length).isEqualTo(line);
            assertThat(line(verify(cut, Optional.empty())))
                    .as("cut after %d", length)
                    .isEqualTo(line);
            line += file[length] == '\n' ? 1 : 0;
        }
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        List<String> gap = lines(whole());
        gap.subList(2, 4).clear();
        assertThat(sealed(file(gap))).isEqualTo(new Broken(3, "entries 2 to 3 are missing"));

        List<String> swapped = lines(whole());
        Collections.swap(swapped, 2, 4);
        assertThat(sealed(file(swapped)))
                .isEqualTo(new Broken(
                        3, "entry 4 stands where entry 2 belongs, which comes only in line 5: the order was changed"));

        List<String> changed = lines(whole());
        changed.set(3, changed.get(3).replace("\"sequence\":3", "\"sequence\":5"));
        assertThat(sealed(file(changed)))
                .isEqualTo(new Broken(4, "entry 5 was changed: its content doesn't have its hash"));

        List<String> tail = lines(whole());
        tail.remove(6);
        assertThat(sealed(file(tail))).isEqualTo(new Broken(7, "the end is missing: entry 6 is missing"));

        List<String> cut = lines(whole()).subList(0, 7);
        assertThat(sealed(file(cut)))
                .isEqualTo(
                        new Broken(8, "line 8 is no line of a record: the end is missing: the file was cut off here"));

        assertThat(line(verify(whole(), Optional.of(OTHER)))).isEqualTo(1);
    }

    @Test
    void findsAChainMadeAnewWithoutTheKey() throws IOException {
        List<Entry> forged = new ArrayList<>();
        Entry.Head head = Entry.Head.START;
        for (Entry entry : entries.subList(0, 5)) {
            forged.add(Entry.after(head, entry.what(), OTHER));
            head = forged.getLast().head();
        }
        List<String> lines = lines(written(Entry.Head.START, forged));
        lines.set(0, lines(whole()).getFirst());

        assertThat(sealed(file(lines)))
                .isEqualTo(new Broken(
                        2,
                        "entry 1 isn't sealed with this key: it was changed by somebody without the"
                                + " key, or the key is another"));
    }

    @Test
    void refusesWhatIsNoRecord() throws IOException {
        String start = lines(whole()).getFirst();
        String entry = lines(whole()).get(1);
        for (String line : List.of(
                "",
                "null",
                "[]",
                "7",
                "{}",
                "{\"end\":7}",
                "[".repeat(100_000),
                "{\"a\":".repeat(5_000),
                entry.replace("\"details\":{", "\"details\":{\"x\":7,"),
                entry.replace("\"details\":{", "\"details\":[],\"x\":{"),
                entry.replace("\"sequence\":1", "\"sequence\":1e0"),
                entry.replace("\"sequence\":1", "\"sequence\":-1"),
                entry.replace("\"sequence\":1", "\"sequence\":" + "9".repeat(900)),
                entry.replace("\"sequence\":1", "\"sequence\":9007199254740993"),
                entry.replace("\"sequence\":1", "\"sequence\":\"1\""),
                entry.replace("2026-06-01T12", "2026-06-01T99"),
                entry.replace("\"ann\"", "null"),
                entry.replace("\"ann\"", "\"\\ud800\""),
                entry.replace("\"actor\":\"ann\",", ""),
                entry + " ",
                entry + entry,
                entry.replace("\"actor\"", "\"actor\":\"eve\",\"actor\""))) {
            assertThat(line(sealed(file(List.of(start, line))))).as(line).isEqualTo(2);
        }
        assertThat(line(sealed(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{'})))
                .isEqualTo(1);
    }

    @Test
    void readsNoLineWithoutAnEnd() throws IOException {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return ' ';
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                Arrays.fill(bytes, offset, offset + length, (byte) ' ');
                return length;
            }
        };

        assertThat(RecordFile.verify(endless, Optional.empty()))
                .isEqualTo(new Broken(1, "line 1 is no line of a record: it has more than 16777216 bytes"));
    }
}
