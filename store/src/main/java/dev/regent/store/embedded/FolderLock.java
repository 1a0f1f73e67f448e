package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Held by the one program that uses a folder. The system lets go of it when that program dies.
final class FolderLock implements AutoCloseable {

    /// A second channel to a file that is locked by this program would drop the lock when closed.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @param file an absolute path without links
    /// @throws DatabaseException if another program, or this one, has it
    static FolderLock take(Path file) throws IOException {
        if (!HELD_HERE.add(file)) {
            throw taken(file, "this program");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw taken(file, "process " + Files.readString(file).strip());
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            return new FolderLock(file, channel);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(file);
            if (channel != null) {
                channel.close();
            }
            throw e;
        }
    }

    private static DatabaseException taken(Path file, String by) {
        return new DatabaseException("the database in " + file.getParent() + " is in use by " + by
                + ": stop that Regent first, or give this one a folder of its own");
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
