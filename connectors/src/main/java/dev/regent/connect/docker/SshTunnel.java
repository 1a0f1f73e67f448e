package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket on this machine behind which a socket of another one answers, held open by the system's
/// `ssh`: its keys, its known hosts, its configuration. Nothing is asked of anyone. The folder of
/// the socket is this user's alone.
final class SshTunnel implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(SshTunnel.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration LAST_CHANCE = Duration.ofSeconds(3);
    private static final int SAID = 4096;

    private final Path folder;
    private final Process process;
    private final Thread atExit;

    private SshTunnel(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.atExit = Thread.ofPlatform().unstarted(this::end);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /// Returns when the socket takes connections.
    ///
    /// @param program name or path of `ssh`
    /// @param patience how long that may take
    static SshTunnel open(String program, EngineAddress.Ssh address, Duration patience)
            throws ConnectorException, InterruptedException {
        SshTunnel tunnel = started(program, address);
        try {
            tunnel.awaitSocket(address, patience);
            return tunnel;
        } catch (ConnectorException | InterruptedException | RuntimeException e) {
            tunnel.close();
            throw e;
        }
    }

    /// Where the engine answers on this machine.
    Path socket() {
        return folder.resolve("engine.sock");
    }

    /// What `ssh` wrote for people, made plain; empty if nothing.
    String said() {
        try (var in = Files.newInputStream(messages(folder))) {
            String text = new String(in.readNBytes(SAID), StandardCharsets.UTF_8);
            return Text.plain(text.lines()
                    .map(String::strip)
                    .distinct()
                    .collect(Collectors.joining(" "))
                    .strip());
        } catch (IOException e) {
            return "its messages can't be read: " + Text.plain(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The platform ends: what was registered for that is under way, and ends the same
            // things.
            return;
        }
        end();
    }

    /// Host and user come from an address whose form excludes a leading `-`; `--` says it again.
    static List<String> command(String program, EngineAddress.Ssh address, Path socket) {
        List<String> command = new ArrayList<>(List.of(
                program,
                "-nNTax",
                "-o",
                "BatchMode=yes",
                "-o",
                "ExitOnForwardFailure=yes",
                "-o",
                "ConnectTimeout=10",
                // A connection shared with other sessions would outlive this one, and our
                // forwarding with it.
                "-o",
                "ControlMaster=no",
                "-o",
                "ControlPath=none",
                "-L",
                socket + ":" + address.socket()));
        address.port().ifPresent(port -> command.addAll(List.of("-p", Integer.toString(port))));
        command.add("--");
        command.add(address.user().map(user -> user + "@").orElse("") + address.host());
        return command;
    }

    private static SshTunnel started(String program, EngineAddress.Ssh address) throws ConnectorException {
        try {
            Path folder = Files.createTempDirectory(
                    "regent-ssh-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            try {
                Process process = new ProcessBuilder(command(program, address, folder.resolve("engine.sock")))
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(messages(folder).toFile())
                        .start();
                return new SshTunnel(folder, process);
            } catch (IOException e) {
                remove(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new ConnectorException("start ssh", new Fault.Unreachable("ssh can't be started: " + e.getMessage()));
        }
    }

    private void awaitSocket(EngineAddress.Ssh address, Duration patience)
            throws ConnectorException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!process.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            if (takesConnections()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new ConnectorException("connect " + address, new Fault.Silent(patience));
            }
        }
        throw new ConnectorException(
                "connect " + address,
                new Fault.Unreachable("ssh ended with exit " + process.exitValue() + ", saying: " + said()));
    }

    private boolean takesConnections() {
        if (!Files.exists(socket())) {
            return false;
        }
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            return channel.isConnected();
        } catch (IOException e) {
            // Bound and not yet listening.
            return false;
        }
    }

    private void end() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            CompletableFuture<Process> ended = process.onExit();
            ended.orTimeout(LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly();
        }
        children.forEach(ProcessHandle::destroy);
        try {
            remove(folder);
        } catch (IOException e) {
            log.atWarn().addKeyValue("folder", folder).setCause(e).log("folder of an ssh tunnel stays behind");
        }
    }

    private static Path messages(Path folder) {
        return folder.resolve("ssh.log");
    }

    private static void remove(Path folder) throws IOException {
        Files.deleteIfExists(folder.resolve("engine.sock"));
        Files.deleteIfExists(messages(folder));
        Files.deleteIfExists(folder);
    }
}
