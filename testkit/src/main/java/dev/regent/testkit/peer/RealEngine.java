package dev.regent.testkit.peer;

import dev.regent.oci.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Docker engine (Debian's `dockerd`) of its own, on loopback and a socket, without network or
/// firewall rules. It needs root. Containers are busybox and join the host's network or none.
public final class RealEngine implements AutoCloseable {

    /// For [Peers#require].
    public static final String NAME = "Docker engine (packages docker.io and busybox-static, as root)";

    private static final Duration DONE_WITHIN = Duration.ofMinutes(2);
    private static final Pattern PUSHED = Pattern.compile("digest: (sha256:[0-9a-f]{64})");

    /// Swarm's nodes gossip here; the port can't be chosen.
    private static final int GOSSIP = 7946;

    private final Path home;
    private final int port;
    private final boolean tls;
    private final Traces traces;
    private final Program program;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::end);
    private boolean swarm;

    private RealEngine(Path home, int port, boolean tls, Traces traces, Program program) {
        this.home = home;
        this.port = port;
        this.tls = tls;
        this.traces = traces;
        this.program = program;
    }

    public static boolean available() {
        return Files.isDirectory(Path.of("/proc/self"))
                && "root".equals(System.getProperty("user.name"))
                && Peers.has("dockerd", "docker", "containerd", "runc", "busybox");
    }

    public static RealEngine start() throws InterruptedException {
        return start(Optional.empty());
    }

    /// Starts an engine that takes connections over TCP only from who shows a certificate.
    public static RealEngine start(Certificates certificates) throws InterruptedException {
        return start(Optional.of(certificates));
    }

    private static RealEngine start(Optional<Certificates> certificates) throws InterruptedException {
        EngineTurn.take();
        try {
            return startAlone(certificates);
        } catch (RuntimeException | Error | InterruptedException e) {
            EngineTurn.give();
            throw e;
        }
    }

    private static RealEngine startAlone(Optional<Certificates> certificates) throws InterruptedException {
        Traces traces = Traces.before();
        Path home = Folders.fresh("regent-engine-");
        int port = Peers.freePort();
        Program program = Program.start("dockerd", command(home, port, certificates), home.resolve("dockerd.log"));
        RealEngine engine = new RealEngine(home, port, certificates.isPresent(), traces, program);
        Runtime.getRuntime().addShutdownHook(engine.atExit);
        try {
            program.await(engine::answers);
            return engine;
        } catch (IllegalStateException | InterruptedException e) {
            engine.clear();
            throw e;
        }
    }

    private static List<String> command(Path home, int port, Optional<Certificates> certificates) {
        List<String> command = new ArrayList<>(List.of(
                Peers.program("dockerd").toString(),
                "-H",
                "unix://" + home.resolve("docker.sock"),
                "-H",
                "tcp://127.0.0.1:" + port,
                "--data-root",
                home.resolve("data").toString(),
                "--exec-root",
                home.resolve("exec").toString(),
                "-p",
                home.resolve("dockerd.pid").toString(),
                "--storage-driver",
                "vfs",
                "--iptables=false",
                "--ip6tables=false",
                "--bridge=none"));
        certificates.ifPresent(files -> command.addAll(List.of(
                "--tlsverify",
                "--tlscacert",
                files.authority().toString(),
                "--tlscert",
                files.serverCertificate().toString(),
                "--tlskey",
                files.serverKey().toString())));
        return command;
    }

    public URI unix() {
        return URI.create("unix://" + home.resolve("docker.sock"));
    }

    public URI tcp() {
        return URI.create("tcp://127.0.0.1:" + port);
    }

    /// Makes the engine the manager of a Swarm of one node.
    public void initSwarm() throws InterruptedException {
        if (!Peers.isFree(GOSSIP)) {
            throw new IllegalStateException("port " + GOSSIP + " is taken: another Swarm runs on this machine");
        }
        docker("swarm", "init", "--advertise-addr", "127.0.0.1", "--listen-addr", "127.0.0.1:" + Peers.freePort());
        swarm = true;
    }

    /// SIGSTOP: it answers nothing until [#thaw].
    public void freeze() throws InterruptedException {
        signal("STOP");
    }

    /// SIGCONT.
    public void thaw() throws InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws InterruptedException {
        Program.run(List.of("kill", "-" + name, String.valueOf(program.process().pid())), Map.of(), DONE_WITHIN);
    }

    /// Runs `docker` with these arguments and brings what it wrote.
    public String docker(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Peers.program("docker").toString());
        command.addAll(List.of(arguments));
        return Program.run(
                        command,
                        Map.of("DOCKER_HOST", unix().toString(), "DOCKER_CONFIG", home.toString()),
                        DONE_WITHIN)
                .strip();
    }

    /// Makes an image that sleeps for an hour.
    ///
    /// @param content what makes it another image than the others
    /// @return digest of its config
    public Digest make(String reference, String content) throws InterruptedException {
        Path root = Folders.fresh("regent-image-");
        try {
            Files.createDirectory(root.resolve("bin"));
            Files.copy(Peers.program("busybox"), root.resolve("bin/busybox"));
            Files.writeString(root.resolve("content"), content);
            Path tar = home.resolve("image.tar");
            Program.run(List.of("tar", "-C", root.toString(), "-cf", tar.toString(), "."), Map.of(), DONE_WITHIN);
            String command = "CMD [\"/bin/busybox\",\"sleep\",\"3600\"]";
            return new Digest(docker("import", "-c", command, tar.toString(), reference));
        } catch (IOException e) {
            throw new IllegalStateException("the files of an image can't be written", e);
        } finally {
            Folders.remove(root);
        }
    }

    /// Pushes a tag.
    ///
    /// @return digest of the manifest
    public Digest push(String reference) throws InterruptedException {
        String wrote = docker("push", reference);
        Matcher matcher = PUSHED.matcher(wrote);
        if (!matcher.find()) {
            throw new IllegalStateException("docker push " + reference + " told no digest: " + wrote);
        }
        return new Digest(matcher.group(1));
    }

    @Override
    public void close() {
        if (clear()) {
            EngineTurn.give();
        }
    }

    private boolean clear() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        return end();
    }

    private boolean end() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        if (program.process().isAlive()) {
            leaveNothingRunning();
        }
        program.stop();
        traces.erase(home);
        Folders.remove(home);
        return true;
    }

    /// Else the engine waits ten seconds for each container at its end.
    private void leaveNothingRunning() {
        try {
            if (swarm) {
                docker("swarm", "leave", "--force");
            }
            List<String> remove = new ArrayList<>(List.of("rm", "--force"));
            remove.addAll(docker("ps", "--all", "--quiet").lines().toList());
            if (remove.size() > 2) {
                docker(remove.toArray(String[]::new));
            }
        } catch (IllegalStateException e) {
            System.err.println("a Docker engine of the tests could not be emptied: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean answers() {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(home.resolve("docker.sock")))) {
            return channel.isConnected()
                    && !docker("version", "--format", "{{.Server.Version}}").isEmpty();
        } catch (IOException | IllegalStateException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String toString() {
        return "dockerd " + unix() + " " + tcp() + (tls ? " (TLS)" : "");
    }
}
