package dev.regent.testkit.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.regent.oci.Digest;
import dev.regent.testkit.docker.EngineDouble;
import dev.regent.testkit.docker.EngineWorld;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// An engine that changes while it is asked. Each change makes a whole new [EngineWorld]; who asks meets the one before
/// or the one after, at the same address.
final class LiveEngine implements AutoCloseable {

    private static final List<String> PASSED_ON = List.of("Api-Version", "Server", "Ostype", "Content-Type");

    private final EngineWorld.Store store;
    private final EngineWorld.Swarm swarm;
    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Container> containers = new LinkedHashMap<>();
    private final ReadWriteLock changing = new ReentrantReadWriteLock();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient inside = HttpClient.newBuilder().executor(threads).build();
    private final HttpServer door;
    private EngineDouble behind;
    private volatile boolean silent;

    /// @param image as the manager wrote it, with the digest
    /// @param before what a roll-back would bring
    record Service(String image, Optional<String> before) {}

    /// @param image as it was asked for, by tag
    /// @param target digest that the tag pointed at then
    /// @param config digest of the config of the platform's manifest
    record Container(String image, Digest target, Digest manifest, Digest config, String state) {
        Container in(String other) {
            return new Container(image, target, manifest, config, other);
        }
    }

    LiveEngine(EngineWorld.Store store, EngineWorld.Swarm swarm) throws IOException {
        this.store = store;
        this.swarm = swarm;
        this.behind = EngineDouble.of(new EngineWorld(store, swarm));
        this.door = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        door.setExecutor(threads);
        door.createContext("/", this::pass);
        door.start();
    }

    URI tcp() {
        return URI.create("tcp://127.0.0.1:" + door.getAddress().getPort());
    }

    /// The services by name, in order of their making.
    Map<String, Service> services() {
        return Map.copyOf(services);
    }

    Map<String, Container> containers() {
        return Map.copyOf(containers);
    }

    /// Makes the service, or updates it; the same image again changes nothing.
    void deploy(String name, String image) {
        Service before = services.get(name);
        if (before == null || !before.image().equals(image)) {
            services.put(name, new Service(image, Optional.ofNullable(before).map(Service::image)));
            serve();
        }
    }

    /// Makes the container, in place of one of the same name.
    void run(String name, Container container) {
        containers.put(name, container);
        serve();
    }

    /// From now on every call is cut off without an answer, or no longer so.
    void silent(boolean now) {
        silent = now;
    }

    private void serve() {
        EngineWorld world = new EngineWorld(store, swarm);
        containers.forEach((name, container) -> {
            world.pull(container.image(), container.target(), container.manifest(), container.config());
            world.run(name, container.image(), container.state());
        });
        services.forEach((name, service) -> {
            world.deploy(name, service.before().orElse(service.image()));
            service.before().ifPresent(_ -> world.update(name, service.image()));
        });
        EngineDouble next = EngineDouble.of(world);
        changing.writeLock().lock();
        try (EngineDouble _ = behind) {
            behind = next;
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        changing.readLock().lock();
        try (exchange) {
            if (silent) {
                return;
            }
            String method = exchange.getRequestMethod();
            URI asked = URI.create("http://127.0.0.1:" + behind.tcp().getPort() + exchange.getRequestURI());
            HttpRequest request = HttpRequest.newBuilder(asked)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            answer(exchange, inside.send(request, BodyHandlers.ofByteArray()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changing.readLock().unlock();
        }
    }

    private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        PASSED_ON.forEach(name -> answer.headers()
                .firstValue(name)
                .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.statusCode(), head ? -1 : answer.body().length);
        if (!head) {
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        door.stop(0);
        threads.shutdownNow();
        inside.shutdownNow();
        behind.close();
    }
}
