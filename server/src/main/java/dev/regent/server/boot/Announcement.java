package dev.regent.server.boot;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Files;
import java.nio.file.Path;

/// Says where the server listens as soon as it does, and where the first token is.
@ApplicationScoped
public class Announcement {

    private final Running running;

    Announcement(Running running) {
        this.running = running;
    }

    void started(@Observes StartupEvent start) {
        Path token = running.settings().data().resolve("admin-token");
        System.err.println("Regent listens at http://" + host(running.settings().host()) + ":"
                + running.settings().port()
                + (Files.exists(token) ? "; the administrator's token is in " + token : ""));
    }

    private static String host(String address) {
        return address.equals("0.0.0.0") ? "127.0.0.1" : address;
    }
}
