package dev.regent.testkit.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// OpenSSH's server on loopback, with keys of its own. It lets in `nobody` alone, without a
/// terminal.
public final class RealSshd implements AutoCloseable {

    /// For [Peers#require].
    public static final String NAME = "OpenSSH server (packages openssh-server and openssh-client, as root)";

    private static final String USER = "nobody";
    private static final Duration DONE_WITHIN = Duration.ofSeconds(30);

    private final Path home;
    private final int port;
    private final Program program;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::end);

    private RealSshd(Path home, int port, Program program) {
        this.home = home;
        this.port = port;
        this.program = program;
    }

    public static boolean available() {
        return "root".equals(System.getProperty("user.name"))
                && Peers.has("sshd", "ssh", "ssh-keygen", "unshare", "mount");
    }

    public static RealSshd start() throws InterruptedException {
        Path home = Folders.fresh("regent-sshd-");
        int port = Peers.freePort();
        try {
            writeFiles(home, port);
        } catch (IOException e) {
            throw new IllegalStateException("files of a server for ssh can't be written to " + home, e);
        }
        RealSshd sshd = new RealSshd(home, port, Program.start("sshd", command(home), home.resolve("sshd.log")));
        Runtime.getRuntime().addShutdownHook(sshd.atExit);
        try {
            sshd.program.await(sshd::answers);
            return sshd;
        } catch (IllegalStateException | InterruptedException e) {
            sshd.close();
            throw e;
        }
    }

    /// A server needs an account of its own and a folder in `/run`, which only an installed package
    /// has: it gets both in a mount namespace that nobody else sees.
    private static List<String> command(Path home) {
        String script = """
                mount --bind "$1/passwd" /etc/passwd && mount -t tmpfs tmpfs /run && mkdir -m 755 /run/sshd \\
                  && exec "$2" -D -e -f "$1/sshd_config"
                """;
        return List.of(
                "unshare",
                "--mount",
                "--",
                "sh",
                "-c",
                script,
                "sh",
                home.toString(),
                Peers.program("sshd").toString());
    }

    /// A folder where sockets can be that the user on the other side may reach.
    public Path folder() {
        return home;
    }

    /// The address of a socket on the other side.
    public URI uri(Path socket) {
        return URI.create("ssh://" + USER + "@127.0.0.1:" + port + socket);
    }

    /// A program that is `ssh` with the key and the known host of this server.
    public Path client() {
        return home.resolve("ssh");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        if (closed.compareAndSet(false, true)) {
            program.stop();
            Folders.remove(home);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.getInputStream().read() == 'S';
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeFiles(Path home, int port) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
        keys(home.resolve("host"));
        keys(home.resolve("user"));
        Files.writeString(
                home.resolve("passwd"),
                Files.readAllLines(Path.of("/etc/passwd")).stream()
                                .filter(line -> !line.startsWith("sshd:"))
                                .collect(Collectors.joining("\n"))
                        + "\nsshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n");
        Files.writeString(
                home.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + Files.readString(home.resolve("host.pub")));
        Files.writeString(home.resolve("ssh_config"), """
                Host *
                  IdentityFile %1$s/user
                  IdentitiesOnly yes
                  IdentityAgent none
                  UserKnownHostsFile %1$s/known_hosts
                """.formatted(home));
        Files.writeString(
                home.resolve("ssh"),
                "#!/bin/sh\nexec " + Peers.program("ssh") + " -F " + home + "/ssh_config \"$@\"\n");
        Files.setPosixFilePermissions(home.resolve("ssh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("sshd_config"), """
                Port %2$d
                ListenAddress 127.0.0.1
                HostKey %1$s/host
                AuthorizedKeysFile %1$s/user.pub
                StrictModes no
                UsePAM no
                PermitRootLogin no
                PidFile none
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                AllowStreamLocalForwarding local
                PermitTTY no
                """.formatted(home, port));
    }

    private static void keys(Path file) throws InterruptedException {
        Program.run(
                List.of(Peers.program("ssh-keygen").toString(), "-q", "-t", "ed25519", "-N", "", "-f", file.toString()),
                Map.of(),
                DONE_WITHIN);
    }
}
