package dev.regent.connect.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.testkit.docker.EngineWorld;
import dev.regent.testkit.docker.EnvironmentSourceContract.Deployed;
import dev.regent.testkit.docker.SocketBridge;
import dev.regent.testkit.peer.Peers;
import dev.regent.testkit.peer.RealSshd;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Engines behind `ssh`: a fake one that does what a test needs, and the real one.
final class SshTunnelTest {

    private final DoubleScenes scenes = new DoubleScenes(EngineWorld.Store.CLASSIC, EngineWorld.Swarm.OUTSIDE);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        scenes.close();
    }

    /// Writes a program that notes its arguments and its own id, and finds the local socket in
    /// `$socket`.
    private String fakeSsh(String script) throws IOException {
        Path program = folder.resolve("ssh");
        Files.writeString(program, """
                #!/bin/sh
                echo $$ > %1$s/pid
                printf '%%s\\n' "$@" > %1$s/arguments
                while [ "$1" != -L ]; do shift; done
                socket=${2%%%%:*}
                echo "$socket" > %1$s/socket
                %2$s
                """.formatted(folder, script));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        return program.toString();
    }

    private EnvironmentObservation look(String address, String program) throws InterruptedException {
        return DockerEnvironment.at("host", URI.create(address), DoubleScenes.SETTINGS, Optional.empty(), program)
                .observe(Progress.SILENT);
    }

    private void assertNothingIsLeft() throws IOException {
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        Path socket = Path.of(Files.readString(folder.resolve("socket")).strip());
        assertThat(socket.getParent()).doesNotExist();
    }

    @Test
    void looksThroughTheForwardedSocketAndEndsSshThen() throws InterruptedException, IOException {
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CLASSIC);
        scenes.world().run("app", image.reference(), "running");
        String forwarding = "ln -s " + scenes.engine().unix().getPath() + " \"$socket\"; exec sleep 600";

        EnvironmentObservation heard = look("ssh://me@host.example", fakeSsh(forwarding));

        assertThat(heard.heard()).isEqualTo(Heard.YES);
        assertThat(heard.uses()).hasSize(1);
        assertNothingIsLeft();
    }

    @Test
    void saysWhatSshSaid() throws InterruptedException, IOException {
        String refusing = "printf 'me@host: Permission denied (publickey).\\033[2J' >&2; exit 255";

        EnvironmentObservation heard = look("ssh://me@host.example", fakeSsh(refusing));

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail())
                .contains("reach ssh://me@host.example/var/run/docker.sock: ssh ended with exit 255, saying:"
                        + " me@host: Permission denied (publickey).<U+001B>[2J");
        assertNothingIsLeft();
    }

    @Test
    void saysWhatSshSaidWhereTheSocketBreaks() throws InterruptedException, IOException {
        scenes.engine().trouble("/_ping", new dev.regent.testkit.docker.Trouble.HangUp());
        String breaking = "echo 'channel 2: open failed' >&2; ln -s "
                + scenes.engine().unix().getPath() + " \"$socket\"; exec sleep 600";

        EnvironmentObservation heard = look("ssh://me@host.example", fakeSsh(breaking));

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("(ssh says: channel 2: open failed)");
        assertNothingIsLeft();
    }

    @Test
    void givesUpAnSshThatNeverConnects() throws InterruptedException, IOException {
        EnvironmentObservation heard = look("ssh://me@host.example", fakeSsh("exec sleep 600"));

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("no answer within 2 s");
        assertNothingIsLeft();
    }

    @Test
    void saysThatSshIsMissing() throws InterruptedException {
        EnvironmentObservation heard =
                look("ssh://me@host.example", folder.resolve("none").toString());

        assertThat(heard.heard()).isEqualTo(Heard.NO);
        assertThat(heard.detail()).contains("ssh can't be started").contains("No such file or directory");
    }

    @Test
    void asksNobodyAndSharesNothing() {
        EngineAddress.Ssh address =
                new EngineAddress.Ssh(Optional.of("me"), "fe80::1", OptionalInt.of(2222), "/run/docker.sock");

        assertThat(SshTunnel.command("ssh", address, Path.of("/tmp/x/engine.sock")))
                .isEqualTo(List.of(
                        "ssh",
                        "-nNTax",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "ExitOnForwardFailure=yes",
                        "-o",
                        "ConnectTimeout=10",
                        "-o",
                        "ControlMaster=no",
                        "-o",
                        "ControlPath=none",
                        "-L",
                        "/tmp/x/engine.sock:/run/docker.sock",
                        "-p",
                        "2222",
                        "--",
                        "me@fe80::1"));
    }

    @Test
    void looksThroughARealServer() throws InterruptedException, IOException {
        Peers.require(RealSshd.NAME, RealSshd.available());
        Deployed image = scenes.pull("app", "app", EngineWorld.Store.CLASSIC);
        scenes.world().run("app", image.reference(), "running");
        try (RealSshd sshd = RealSshd.start();
                SocketBridge far = SocketBridge.forAll(
                        sshd.folder().resolve("docker.sock"),
                        scenes.engine().tcp().getPort())) {
            String program = sshd.client().toString();

            assertThat(look(sshd.uri(far.socket()).toString(), program))
                    .extracting(
                            EnvironmentObservation::heard, heard -> heard.uses().size())
                    .containsExactly(Heard.YES, 1);
            assertThat(look(sshd.uri(sshd.folder().resolve("none.sock")).toString(), program))
                    .satisfies(heard -> assertThat(heard.heard()).isEqualTo(Heard.NO))
                    .satisfies(heard -> assertThat(heard.detail()).contains("ssh says: channel"));
            assertThat(look("ssh://root@127.0.0.1:" + sshd.uri(far.socket()).getPort(), program))
                    .satisfies(heard -> assertThat(heard.heard()).isEqualTo(Heard.NO))
                    .satisfies(heard -> assertThat(heard.detail()).contains("Permission denied (publickey)"));
        }
    }
}
