package dev.regent.connect.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.World;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A name service that is silent, or knows nothing, for some names.
@Timeout(120)
class HostNamesTest {

    private static final URI SILENT = URI.create("http://silent.example/v2/");
    private static final Duration BRIEF = Duration.ofMillis(400);

    private final CountDownLatch over = new CountDownLatch(1);
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean onVirtualThread = new AtomicBoolean();
    private final HostNames names = new HostNames(host -> {
        asked.add(host);
        onVirtualThread.compareAndSet(false, Thread.currentThread().isVirtual());
        return switch (host) {
            case "silent.example" -> {
                waitUntilOver();
                throw new UnknownHostException(host);
            }
            case "good.example" -> new InetAddress[] {InetAddress.getLoopbackAddress()};
            default -> throw new UnknownHostException(host);
        };
    });

    private RegistryDouble registry;

    @BeforeEach
    void open() {
        registry = RegistryDouble.serving(new World());
    }

    @AfterEach
    void close() {
        over.countDown();
        registry.close();
    }

    private void waitUntilOver() {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new AssertionError("a question to the machine can't be ended", e);
        }
    }

    private Http http(Duration timeout) {
        return Http.asking(names, HttpSettings.defaults().withTimeout(timeout));
    }

    private static ConnectorException failure(Http http, URI uri) {
        return catchThrowableOfType(ConnectorException.class, () -> http.get(uri, Map.of(), 1000));
    }

    @Test
    void saysThatTheNameServiceIsSilentOnceTheTimeIsUpAndAsksItOnce() throws Exception {
        try (Http http = http(BRIEF);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Fault silent =
                    new Fault.Unreachable("the name service (DNS) gave no address for this host name within 400 ms;"
                            + " check it where Regent runs");

            assertThat(failure(http, SILENT).fault()).isEqualTo(silent);
            assertThat(threads.submit(() -> failure(http, SILENT)).get().fault())
                    .isEqualTo(silent);
        }
        assertThat(asked).containsExactly("silent.example");
    }

    @Test
    void leavesAloneThoseWhoWantAnotherName() throws Exception {
        List<Future<ConnectorException>> waiting = new ArrayList<>();
        try (Http http = http(Duration.ofSeconds(40));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2 * Runtime.getRuntime().availableProcessors(); i++) {
                waiting.add(threads.submit(() -> failure(http, SILENT)));
            }
            URI good = URI.create("http://good.example:" + registry.port() + "/v2/");

            assertThat(threads.submit(() -> http.get(good, Map.of(), 1000).status())
                            .get())
                    .isEqualTo(200);
            assertThat(waiting).allMatch(each -> !each.isDone());

            over.countDown();
            for (Future<ConnectorException> each : waiting) {
                assertThat(each.get().fault())
                        .isEqualTo(new Fault.Unreachable("no address is known for this host name"));
            }
        }
        assertThat(onVirtualThread).isFalse();
    }

    @Test
    void givesUpWithWhoeverGivesUp() throws Exception {
        try (Http http = http(Duration.ofSeconds(40))) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread caller = Thread.ofVirtual().start(() -> {
                try {
                    http.get(SILENT, Map.of(), 1000);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                } catch (ConnectorException e) {
                    throw new AssertionError(e);
                }
            });
            while (asked.isEmpty()) {
                Thread.onSpinWait();
            }

            caller.interrupt();

            interrupted.await();
        }
    }

    @Test
    void asksTheMachine() throws Exception {
        try (Http http = new Http(HttpSettings.defaults(), Optional.empty())) {
            URI local = URI.create("http://localhost:" + registry.port() + "/v2/");

            assertThat(http.get(local, Map.of(), 1000).status()).isEqualTo(200);
        }
    }
}
