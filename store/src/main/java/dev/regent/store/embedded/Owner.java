package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Who a file belongs to, by numbers, and what its mode allows.
record Owner(int uid, int gid, int mode) {

    private static final int OTHERS_PASS = 0001;
    private static final int GROUP_PASSES = 0010;
    private static final int OWNER_PASSES = 0100;

    static Owner of(Path file) {
        try {
            Map<String, Object> found = Files.readAttributes(file, "unix:uid,gid,mode");
            return new Owner(number(found, "uid"), number(found, "gid"), number(found, "mode"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Map<String, Object> found, String name) {
        return found.get(name) instanceof Integer number ? number : -1;
    }

    /// Who runs this program.
    static Owner ours() {
        return of(Path.of("/proc/self"));
    }

    boolean isRoot() {
        return uid == 0;
    }

    /// Gives a file to this owner. Links are not followed.
    void take(Path file) {
        try {
            Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new DatabaseException(
                    "give " + file + " to user " + uid + ": " + e.getMessage()
                            + "; start Regent as an ordinary user, or set REGENT_DATABASE_URL",
                    e);
        }
    }

    /// The outermost folder on the way to a folder, itself included, through which this owner can't pass.
    Optional<Path> barredAt(Path folder) {
        Path at = folder.getRoot();
        for (Path name : folder) {
            at = at.resolve(name);
            if (!passes(of(at))) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private boolean passes(Owner folder) {
        if (folder.uid == uid) {
            return (folder.mode & OWNER_PASSES) != 0;
        }
        return (folder.mode & (folder.gid == gid ? GROUP_PASSES : OTHERS_PASS)) != 0;
    }
}
