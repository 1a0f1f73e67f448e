package dev.regent.server.estate;

import dev.regent.engine.FarSides;
import dev.regent.engine.config.RegistryConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices within seconds that something was pushed to a registry whose volume is here, and has it looked at.
public final class VolumeWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(VolumeWatch.class);
    private static final Duration OFTEN = Duration.ofSeconds(2);

    /// A large volume is asked less often: a twentieth of one processor at most.
    private static final int SHARE = 20;

    private final Supplier<List<RegistryConfig>> registries;
    private final Predicate<String> look;
    private final Map<String, String> before = new HashMap<>();
    private final Thread thread;

    /// @param registries those of this moment
    /// @param look plans a look at the registry of this name, and says whether it did
    public VolumeWatch(Supplier<List<RegistryConfig>> registries, Predicate<String> look) {
        this.registries = registries;
        this.look = look;
        this.thread = Thread.ofPlatform().daemon().name("volumes").unstarted(this::watch);
    }

    public void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                long begun = System.nanoTime();
                registries.get().forEach(this::compare);
                long took = System.nanoTime() - begun;
                Thread.sleep(Duration.ofNanos(Math.max(OFTEN.toNanos(), took * SHARE)));
            }
        } catch (InterruptedException e) {
            // That is how it is told to end.
            Thread.currentThread().interrupt();
        }
    }

    private void compare(RegistryConfig registry) {
        try {
            Optional<String> now = FarSides.volumeFingerprint(registry);
            String last = now.isEmpty() ? null : before.putIfAbsent(registry.name(), now.get());
            // One that is under way may have read it before: it is asked for again until it is planned.
            if (last != null && !last.equals(now.get()) && look.test(registry.name())) {
                before.put(registry.name(), now.get());
                log.atInfo().addKeyValue("registry", registry.name()).log("volume changed");
            }
        } catch (RuntimeException e) {
            // The database may be away: the look that is due anyhow sees the change.
            log.atWarn().addKeyValue("registry", registry.name()).setCause(e).log("look not planned");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
