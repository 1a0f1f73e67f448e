package dev.regent.server.boot;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hands what was started before to what listens.
@ApplicationScoped
public class Wiring {

    private static volatile @Nullable Running running;

    /// Everything that listens from now on works with this.
    public static void use(Running started) {
        running = started;
    }

    @Produces
    @Singleton
    Running running() {
        return Objects.requireNonNull(running, "the server wasn't started before it listened");
    }

    void stop(@Observes ShutdownEvent event) {
        Running started = running;
        if (started != null) {
            started.close();
        }
    }
}
