package dev.regent.store.record;

import dev.regent.audit.AuditKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/// The file with the key that the record is sealed with: hexadecimal digits on one line, readable by
/// its owner only. It belongs beside the backups of the database, never into them.
public final class AuditKeyFile {

    private static final int LONGEST = 4096;

    private AuditKeyFile() {}

    /// Reads the key; makes one where neither it nor a record is there.
    ///
    /// @param recordExists whether something was sealed with a key already
    /// @throws RecordException if the key can't be read, or is lost
    public static AuditKey readOrCreate(Path file, boolean recordExists) {
        try {
            return read(file);
        } catch (NoSuchFileException e) {
            if (recordExists) {
                throw new RecordException(
                        "the audit key " + file + " is missing, and the record was sealed with it: put it back from"
                                + " where it is kept; Regent makes no other, since nothing written before could be"
                                + " checked then",
                        e);
            }
        } catch (IOException e) {
            throw failed("read", file, e);
        }
        try {
            create(file);
            return read(file);
        } catch (IOException e) {
            throw failed("make", file, e);
        }
    }

    private static AuditKey read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new RecordException("the audit key " + file + " is longer than " + LONGEST + " bytes: it holds "
                    + AuditKey.SHORTEST + " bytes or more as hexadecimal digits; name the right file");
        }
        try {
            return AuditKey.parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException _) {
            // The cause would quote what stands in the file.
            throw new RecordException("the audit key " + file + " doesn't hold " + AuditKey.SHORTEST
                    + " bytes or more as hexadecimal digits: put back the file that Regent made");
        }
    }

    /// A whole key appears at once or not at all; of two that start together the first one's stays.
    private static void create(Path file) throws IOException {
        byte[] key = new byte[AuditKey.SHORTEST];
        new SecureRandom().nextBytes(key);
        Path folder = HeadMark.folderOf(file);
        Files.createDirectories(folder);
        Path draft = Files.createTempFile(
                folder,
                ".audit-key",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer line =
                        ByteBuffer.wrap((HexFormat.of().formatHex(key) + "\n").getBytes(StandardCharsets.US_ASCII));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
            link(draft, file);
            HeadMark.force(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void link(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (UnsupportedOperationException _) {
            Files.move(draft, file);
        } catch (FileAlreadyExistsException _) {
            // Another was faster: its key is read.
            return;
        }
    }

    private static RecordException failed(String what, Path file, IOException e) {
        return new RecordException(
                what + " the audit key " + file + ": " + e + "; let the user that Regent runs as read it, and write to"
                        + " its folder",
                e);
    }
}
