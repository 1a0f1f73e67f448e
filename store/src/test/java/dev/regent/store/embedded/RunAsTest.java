package dev.regent.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RunAsTest {

    private static final Optional<Path> NONE = Optional.empty();

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
    void whoIsNotRootRunsTheServerItself() throws Exception {
        RunAs runAs = RunAs.choose(folder.resolve("data"));

        assertThat(runAs.equals(new RunAs.Self(Owner.ours())))
                .isEqualTo(!Owner.ours().isRoot());
    }

    @Test
    void rootBecomesNobody() throws Exception {
        assumeTrue(Owner.ours().isRoot(), "only root can");

        RunAs runAs = RunAs.choose(folder.resolve("data"));

        assertThat(said(runAs, "id -u; id -g; id -G")).isEqualTo("65534\n65534\n65534");
    }

    @Test
    void rootServesAnothersDataAsThatUser() throws Exception {
        assumeTrue(Owner.ours().isRoot(), "only root can");
        new Owner(12345, 12346, 0).take(folder);

        assertThat(said(RunAs.choose(folder), "id -u; id -g")).isEqualTo("12345\n12346");
    }

    @Test
    void rootWithoutSetprivLosesItsPowerInANameSpace() throws Exception {
        assumeTrue(Owner.ours().isRoot(), "only root needs to");
        Optional<Path> unshare = Command.find("unshare");
        assumeTrue(unshare.isPresent(), "unshare is not here");

        RunAs runAs = RunAs.choose(folder.resolve("data"), NONE, unshare);

        assertThat(said(runAs, "id -u; grep CapEff /proc/self/status")).isEqualTo("65534\nCapEff:\t0000000000000000");
        servesAsItself(runAs);
    }

    @Test
    void rootWithoutAnyWaySaysWhatToDo() {
        assumeTrue(Owner.ours().isRoot(), "only root needs to");

        assertThatThrownBy(() -> RunAs.choose(folder.resolve("data"), NONE, NONE))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining(
                        "start Regent as an ordinary user, install util-linux, or set REGENT_DATABASE_URL");
    }

    @Test
    void aUserWithoutAnAccountIsToldWhatToDo() throws Exception {
        Initdb initdb = initdb(NONE);

        assertThatThrownBy(() -> initdb.make(DataFolder.open(folder), "secret"))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("user 54321 has no account")
                .hasMessageContaining("REGENT_DATABASE_URL");
        assertThat(folder.resolve("data")).doesNotExist();
        assertThat(folder.resolve("unfinished.password")).doesNotExist();
    }

    @Test
    void aUserWithoutAnAccountGetsANameWhereTheLibraryIsThere() throws Exception {
        Optional<Path> wrapper = Initdb.installedWrapper();
        assumeTrue(wrapper.isPresent(), "libnss_wrapper is not here");

        initdb(wrapper).make(DataFolder.open(folder), "secret");

        assertThat(folder.resolve("data/PG_VERSION")).hasContent("18");
    }

    private static Initdb initdb(Optional<Path> wrapper) throws InterruptedException {
        assumeTrue(Owner.ours().isRoot(), "only root can be somebody without an account");
        RunAs stranger = new RunAs.Lowered(Command.find("setpriv").orElseThrow(), new Owner(54321, 54321, 0));
        return new Initdb(Binaries.unpacked(Archive.here(), TestServer.cache()), stranger, wrapper);
    }

    private void servesAsItself(RunAs runAs) throws Exception {
        DataFolder data = DataFolder.open(folder);
        Binaries binaries = Binaries.unpacked(Archive.here(), TestServer.cache());
        new Initdb(binaries, runAs, NONE).make(data, data.password(false));
        Server server = new Server(binaries, runAs, data);
        Postmaster postmaster = server.serve();
        assertThat(postmaster.serves(data.data())).isTrue();
        server.stop();
        assertThat(server.running()).isEmpty();
    }

    private static String said(RunAs runAs, String script) throws InterruptedException {
        return Command.run(runAs.words(List.of("/bin/sh", "-c", script)), Map.of(), Duration.ofSeconds(10))
                .output();
    }
}
