package dev.regent.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What can't be served is left as it is.
@Timeout(120)
class FolderRefusalTest {

    private Path folder;

    @BeforeEach
    void make() {
        folder = TestServer.folder();
    }

    @AfterEach
    void delete() throws IOException {
        Tree.delete(folder);
    }

    @Test
    void refusesAFolderWithOtherFiles() throws Exception {
        Path other = Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessage(
                        "the folder " + folder + " holds other files [thesis.txt] and no database of Regent: name an"
                                + " empty folder. Nothing was changed");
        assertThat(list(folder)).containsExactly("thesis.txt");
        assertThat(other).hasContent("years of work");
    }

    @Test
    void refusesADamagedFolderAndLeavesItAlone() throws Exception {
        start().close();
        Files.delete(folder.resolve("data/PG_VERSION"));
        List<String> before = list(folder.resolve("data"));

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is no database of PostgreSQL, or a damaged one (no PG_VERSION)");
        assertThat(list(folder.resolve("data"))).isEqualTo(before);
    }

    @Test
    void saysWhatTheServerSaysOfDamagedFiles() throws Exception {
        start().close();
        Files.write(folder.resolve("data/global/pg_control"), new byte[8192]);

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("start the embedded database in " + folder)
                .hasMessageContaining("Nothing was deleted");
    }

    @Test
    void refusesAnotherVersionsData() throws Exception {
        start().close();
        Files.writeString(folder.resolve("data/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("was written by PostgreSQL 17, and this Regent brings 18: start the Regent that");
    }

    @Test
    void doesNotBeginAnewWhenTheDataAreGone() throws Exception {
        start().close();
        Tree.delete(folder.resolve("data"));

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("the database's files in " + folder.resolve("data") + " are gone");
    }

    @Test
    void refusesDataWhosePasswordIsLost() throws Exception {
        start().close();
        Files.delete(folder.resolve("password"));

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is missing or empty: restore that file from a backup");
    }

    @Test
    void refusesAPasswordThatDoesNotFitAndStopsAgain() throws Exception {
        start().close();
        Files.writeString(folder.resolve("password"), "other\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("(28P01)")
                .hasMessageContaining("restore the file " + folder + "/password");
        assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
    }

    @Test
    void finishesWhatAnInterruptedFirstStartBegan() throws Exception {
        Files.createFile(folder.resolve("regent-postgres.lock"));
        Files.createDirectory(folder.resolve("unfinished"));
        Files.writeString(folder.resolve("unfinished/half"), "");
        Files.writeString(folder.resolve("unfinished.password"), "");

        try (EmbeddedPostgres server = start()) {
            assertThat(server.ensureRunning()).isFalse();
        }
        assertThat(list(folder)).containsExactly("data", "password", "port", "regent-postgres.lock");
    }

    @Test
    void saysThatAFolderIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> EmbeddedPostgres.start(file, TestServer.cache()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is a file: name a folder");
    }

    @Test
    void saysThatAFolderCannotBeWrittenTo() {
        assertThatThrownBy(() -> EmbeddedPostgres.start(Path.of("/proc/regent"), TestServer.cache()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageStartingWith("use the folder /proc/regent for the database: ")
                .hasMessageContaining("it must be writable by user ");
    }

    @Test
    void asRootItNamesTheFolderThatIsClosedToItsUser() throws Exception {
        assumeTrue(Owner.ours().isRoot(), "only root runs the server as another user");
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThatThrownBy(() -> EmbeddedPostgres.start(closed.resolve("data"), TestServer.cache()))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("runs as user 65534 and can't pass through " + closed)
                .hasMessageContaining("chmod o+x " + closed);
    }

    private EmbeddedPostgres start() throws InterruptedException {
        return EmbeddedPostgres.start(folder, TestServer.cache());
    }

    private static List<String> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
