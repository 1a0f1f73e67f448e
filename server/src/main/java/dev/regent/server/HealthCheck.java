package dev.regent.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/// Asks the server of this container whether it is ready, for images that have no shell and no
/// curl: exits 0 if it is, 1 if it isn't. Nothing but the JDK, since it starts anew every few
/// seconds.
public final class HealthCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private HealthCheck() {}

    /// Asks once.
    ///
    /// @param arguments the port; none: 8480
    public static void main(String... arguments) {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8480;
        System.exit(ready(URI.create("http://127.0.0.1:" + port + "/q/health/ready")) ? 0 : 1);
    }

    /// Whether that address answers 200 in time; why not is said on standard error.
    static boolean ready(URI address) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout((int) PATIENCE.toMillis());
            connection.setReadTimeout((int) PATIENCE.toMillis());
            int status = connection.getResponseCode();
            if (status != 200) {
                System.err.println("not ready: " + address + " answers " + status);
            }
            return status == 200;
        } catch (IOException e) {
            System.err.println("not ready: " + address + ": " + e.getMessage());
            return false;
        }
    }
}
