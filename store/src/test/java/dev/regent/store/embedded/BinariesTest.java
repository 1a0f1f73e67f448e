package dev.regent.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinariesTest {

    @TempDir
    private Path cache;

    @Test
    void areUnpackedOnceBySeveralAtOnce() throws Exception {
        Files.createDirectories(cache.resolve(".unfinished-by-a-dead-one/x"));
        Callable<Binaries> unpack = () -> Binaries.unpacked(Archive.here(), cache);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Binaries>> unpacked = threads.invokeAll(List.of(unpack, unpack));

            assertThat(unpacked.getFirst().get()).isEqualTo(unpacked.getLast().get());
        }
        assertThat(names()).containsExactly("lock", Archive.here().folderName());
    }

    @Test
    void areUnpackedAnewWhenAFileIsShort() throws Exception {
        Path postgres = Path.of(Binaries.unpacked(Archive.here(), cache).program("postgres"));
        Files.write(postgres, new byte[10]);

        Binaries again = Binaries.unpacked(Archive.here(), cache);

        assertThat(Command.run(List.of(again.program("postgres"), "--version"), Map.of(), Duration.ofSeconds(10)))
                .isEqualTo(new Command.Ended(0, "postgres (PostgreSQL) 18.6"));
    }

    @Test
    void areRefusedWhenTheirBytesAreNotThePinnedOnes() {
        Archive other = new Archive(Archive.here().resource(), "18.6", "0".repeat(64));

        assertThatThrownBy(() -> Binaries.unpacked(other, cache))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("have the digest sha256:" + Archive.here().sha256())
                .hasMessageContaining("install Regent anew");
        assertThat(cache.resolve(other.folderName())).doesNotExist();
    }

    @Test
    void areThereForBothProcessors(@TempDir Path folder) throws IOException {
        Path amd64 = Files.createDirectory(folder.resolve("amd64"));
        Path arm64 = Files.createDirectory(folder.resolve("arm64"));

        assertThat(Archive.of("Linux", "amd64").unpack(amd64)).containsKeys("bin/postgres", "bin/initdb", "bin/pg_ctl");
        assertThat(Archive.of("Linux", "aarch64").unpack(arm64)).containsKeys("bin/postgres", "bin/initdb");
    }

    @Test
    void areNotThereForOtherSystems() {
        assertThatThrownBy(() -> Archive.of("Mac OS X", "aarch64"))
                .isInstanceOf(DatabaseException.class)
                .hasMessage(
                        "there is no embedded database for mac os x/aarch64, only for Linux on x86-64 and arm64: set"
                                + " REGENT_DATABASE_URL to a PostgreSQL server");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
