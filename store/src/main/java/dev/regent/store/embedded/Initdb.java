package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import dev.regent.store.embedded.Command.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes a new, empty database. It appears whole or not at all.
///
/// @param wrapper `libnss_wrapper.so`, which gives a user without an account a name; empty if there is none
record Initdb(Binaries binaries, RunAs runAs, Optional<Path> wrapper) {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    /// What initdb of PostgreSQL 18 says to a user that is in no `/etc/passwd`, as under OpenShift.
    private static final String NO_ACCOUNT = "could not look up effective user ID";

    static Optional<Path> installedWrapper() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib")
                .map(folder -> Path.of(folder, "libnss_wrapper.so"))
                .filter(Files::isReadable)
                .findFirst();
    }

    /// The user is {@link EmbeddedPostgres#USER}, and the only one.
    void make(DataFolder folder, String password) throws IOException, InterruptedException {
        Ended ended = attempt(folder, password, Map.of());
        if (!ended.well() && ended.output().contains(NO_ACCOUNT)) {
            Path library = wrapper.orElseThrow(() -> new DatabaseException("make the embedded database: user "
                    + runAs.owner().uid() + " has no account (no line in /etc/passwd), and PostgreSQL wants one: set"
                    + " REGENT_DATABASE_URL to a PostgreSQL server, run Regent as a user with an account, or install"
                    + " libnss-wrapper"));
            ended = wrapped(folder, password, library);
        }
        if (!ended.well()) {
            folder.clearUnfinished();
            throw new DatabaseException("make the embedded database in " + folder.root() + ": " + ended.output()
                    + "; mend that, or set REGENT_DATABASE_URL");
        }
        Files.move(folder.unfinished(), folder.data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Ended attempt(DataFolder folder, String password, Map<String, String> environment)
            throws IOException, InterruptedException {
        folder.clearUnfinished();
        Path data = folder.unfinished();
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            DataFolder.privately(folder.passwordForInitdb(), password);
            if (!runAs.owner().equals(Owner.ours()) && Owner.ours().isRoot()) {
                runAs.owner().take(data);
                runAs.owner().take(folder.passwordForInitdb());
            }
            List<String> words = List.of(
                    binaries.program("initdb"),
                    "-D",
                    data.toString(),
                    "-U",
                    EmbeddedPostgres.USER,
                    "--auth=scram-sha-256",
                    "--pwfile=" + folder.passwordForInitdb(),
                    "--encoding=UTF8",
                    "--locale=C",
                    "--data-checksums",
                    "--no-instructions");
            return Command.run(runAs.words(words), environment, LIMIT);
        } finally {
            Files.deleteIfExists(folder.passwordForInitdb());
        }
    }

    private Ended wrapped(DataFolder folder, String password, Path library) throws IOException, InterruptedException {
        Owner owner = runAs.owner();
        Path accounts = Files.createTempDirectory(folder.root(), "accounts-");
        Files.setPosixFilePermissions(accounts, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path users = accounts.resolve("passwd");
        Path groups = accounts.resolve("group");
        try {
            Files.writeString(users, "regent:x:" + owner.uid() + ":" + owner.gid() + ":regent:/tmp:/sbin/nologin\n");
            Files.writeString(groups, "regent:x:" + owner.gid() + ":\n");
            for (Path file : List.of(users, groups)) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
            }
            return attempt(
                    folder,
                    password,
                    Map.of(
                            "LD_PRELOAD", library.toString(),
                            "NSS_WRAPPER_PASSWD", users.toString(),
                            "NSS_WRAPPER_GROUP", groups.toString()));
        } finally {
            Tree.delete(accounts);
        }
    }
}
