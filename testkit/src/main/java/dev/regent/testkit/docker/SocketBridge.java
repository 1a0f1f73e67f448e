package dev.regent.testkit.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A Unix socket that passes bytes on to a port of loopback, in both directions.
public final class SocketBridge implements AutoCloseable {

    private final Path socket;
    private final boolean ownFolder;
    private final ServerSocketChannel listener;
    private final int port;
    private final Set<SocketChannel> open = ConcurrentHashMap.newKeySet();

    private SocketBridge(Path socket, boolean ownFolder, int port) throws IOException {
        this.socket = socket;
        this.ownFolder = ownFolder;
        this.port = port;
        this.listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        Thread.startVirtualThread(this::accept);
    }

    /// A bridge to this port of loopback, with a socket in a folder of its own.
    public static SocketBridge to(int port) throws IOException {
        return new SocketBridge(Files.createTempDirectory("regent-socket-").resolve("docker.sock"), true, port);
    }

    /// A bridge from `socket`, which every user may connect to.
    public static SocketBridge forAll(Path socket, int port) throws IOException {
        SocketBridge bridge = new SocketBridge(socket, false, port);
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw-rw-"));
        return bridge;
    }

    public Path socket() {
        return socket;
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel near = listener.accept();
                SocketChannel far = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                open.add(near);
                open.add(far);
                Thread.startVirtualThread(() -> pass(near, far));
                Thread.startVirtualThread(() -> pass(far, near));
            }
        } catch (IOException e) {
            // Closed, or the port is: whoever connects from now on is refused.
            close();
        }
    }

    private void pass(SocketChannel from, SocketChannel to) {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        try {
            while (from.read(buffer) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
                buffer.clear();
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One side broke: so must the other.
            end(from);
            end(to);
        }
    }

    private void end(SocketChannel channel) {
        open.remove(channel);
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection can't be closed", e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            open.forEach(this::end);
            Files.deleteIfExists(socket);
            if (ownFolder) {
                Files.deleteIfExists(socket.toAbsolutePath().getParent());
            }
        } catch (IOException e) {
            throw new IllegalStateException("a bridge can't be closed", e);
        }
    }
}
