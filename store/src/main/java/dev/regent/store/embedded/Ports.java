package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;

/// Free ports on the loopback address.
final class Ports {

    /// Below the ports that the system gives to outgoing connections, so that none takes ours meanwhile.
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;
    private static final int TRIES = 200;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ports() {}

    static int free() {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = RANDOM.nextInt(LOWEST, HIGHEST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new DatabaseException("no free port on 127.0.0.1 between " + LOWEST + " and " + HIGHEST
                + " for the embedded database; set REGENT_DATABASE_URL");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false; // which is the answer
        }
    }
}
