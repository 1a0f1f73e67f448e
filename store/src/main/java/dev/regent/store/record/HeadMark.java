package dev.regent.store.record;

import dev.regent.audit.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A file outside of the database that says how far the record was known to go, so that a database
/// that was put back from a backup shows. It may lag a moment behind, and never runs ahead.
public final class HeadMark implements AutoCloseable {

    /// How a database stands to its mark.
    public sealed interface Fit {

        /// The record goes as far as the mark, or further.
        record Fits() implements Fit {}

        /// Nothing was marked yet: nothing is known.
        record Unmarked() implements Fit {}

        /// The record ends before the mark: the database was put back from a backup. What it says is
        /// open may have been closed since.
        ///
        /// @param what in a sentence
        record Older(String what) implements Fit {}

        /// The record has another entry where the mark points: it is another database, or one that
        /// was put back and went on.
        ///
        /// @param what in a sentence
        record Foreign(String what) implements Fit {}
    }

    private static final Logger log = LoggerFactory.getLogger(HeadMark.class);

    private static final long PAUSE_MILLIS = 200;
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([0-9a-f]{64})\n");

    private final Path file;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("head-mark").factory());

    private Entry.Head known;
    private Entry.@Nullable Head inFile;
    private boolean scheduled;

    private HeadMark(Path file, Entry.@Nullable Head inFile) {
        this.file = file;
        this.inFile = inFile;
        this.known = inFile == null ? Entry.Head.START : inFile;
    }

    /// Reads the mark, if there is one.
    ///
    /// @throws RecordException if it can't be read
    public static HeadMark open(Path file) {
        try {
            Matcher line = FORM.matcher(Files.readString(file, StandardCharsets.UTF_8));
            if (!line.matches()) {
                throw new RecordException("the head mark " + file + " doesn't hold a sequence and a hash: put it back,"
                        + " or take it away if the database is known to be the newest");
            }
            return new HeadMark(file, new Entry.Head(Long.parseLong(line.group(1)), line.group(2)));
        } catch (NoSuchFileException _) {
            return new HeadMark(file, null);
        } catch (IOException e) {
            throw new RecordException(
                    "read the head mark " + file + ": " + e + "; let the user that Regent runs as" + " read it", e);
        }
    }

    /// Holds a record against the mark. What it goes further than the mark is known from then on.
    public Fit check(RecordStore store) {
        Entry.Head mark = known();
        RecordStore.End end = store.endBeside(mark);
        Fit fit = fit(mark, end);
        if (fit instanceof Fit.Fits) {
            written(end.head());
        }
        return fit;
    }

    /// How far the record is known to go.
    synchronized Entry.Head known() {
        return known;
    }

    /// How an end stands to a mark.
    ///
    /// @param end of the record, read after the mark was
    Fit fit(Entry.Head mark, RecordStore.End end) {
        if (mark.sequence() == 0) {
            return new Fit.Unmarked();
        }
        if (end.beside().isEmpty()) {
            return new Fit.Older("the record ends with entry " + end.head().sequence() + ", but entry "
                    + mark.sequence() + " was known to be written (" + file
                    + "): the database was put back from a backup");
        }
        if (!end.beside().get().equals(mark.hash())) {
            return new Fit.Foreign("entry " + mark.sequence() + " of the record isn't the one that was written (" + file
                    + "): this is another database, or one that was put back and went on");
        }
        return new Fit.Fits();
    }

    /// Begins anew with a record that was found to be older or foreign, after what it says is open was
    /// made void.
    ///
    /// @throws RecordException if it can't be written
    public synchronized void restart(Entry.Head head) {
        known = head;
        write();
    }

    /// Notes how far the record goes; in the file within a fifth of a second.
    public synchronized void written(Entry.Head head) {
        if (head.sequence() <= known.sequence()) {
            return;
        }
        known = head;
        if (!scheduled && !writer.isShutdown()) {
            scheduled = true;
            var _ = writer.schedule(this::writeLater, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized void writeLater() {
        scheduled = false;
        try {
            write();
        } catch (RecordException e) {
            log.atError().addKeyValue("file", file).setCause(e).log("head mark not written");
        }
    }

    private void write() {
        if (known.equals(inFile)) {
            return;
        }
        Path folder = folderOf(file);
        Path draft = folder.resolve(file.getFileName() + ".new");
        byte[] line = (known.sequence() + " " + known.hash() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(folder);
            try (FileChannel channel = FileChannel.open(
                    draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(line);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
            inFile = known;
        } catch (IOException e) {
            throw new RecordException(
                    "write the head mark " + file + ": " + e + "; make room, and let the user that"
                            + " Regent runs as write to its folder",
                    e);
        }
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file stands in a folder");
    }

    /// Makes a folder's entries durable.
    static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Writes what isn't in the file yet.
    ///
    /// @throws RecordException if it can't be written
    @Override
    public void close() {
        writer.shutdown();
        synchronized (this) {
            if (known.sequence() > 0) {
                write();
            }
        }
    }
}
