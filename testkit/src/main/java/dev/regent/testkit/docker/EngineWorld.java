package dev.regent.testkit.docker;

import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What an engine holds and runs: the truth that an [EngineDouble] answers from. Mutable on
/// purpose; not safe for use from several threads while it changes.
public final class EngineWorld {

    /// How an engine stores images, with the version of its API that this double then speaks.
    public enum Store {
        /// Docker 20.10: an image's id is the digest of its config.
        CLASSIC("20.10.24+dfsg1", "1.41", "1.12"),
        /// Docker 28 with containerd's store: an image's id is the digest of its index or manifest.
        CONTAINERD("28.3.3", "1.51", "1.24");

        private final String version;
        private final String newestApi;
        private final String oldestApi;

        Store(String version, String newestApi, String oldestApi) {
            this.version = version;
            this.newestApi = newestApi;
            this.oldestApi = oldestApi;
        }

        String version() {
            return version;
        }

        String newestApi() {
            return newestApi;
        }

        String oldestApi() {
            return oldestApi;
        }
    }

    /// What the engine says of its part in a Swarm.
    public enum Swarm {
        OUTSIDE("inactive", false),
        MANAGER("active", true),
        WORKER("active", false),
        LOCKED("locked", false),
        PENDING("pending", false),
        ERROR("error", false);

        private final String state;
        private final boolean control;

        Swarm(String state, boolean control) {
            this.state = state;
            this.control = control;
        }

        String state() {
            return state;
        }

        boolean control() {
            return control;
        }
    }

    /// An image that the engine holds.
    ///
    /// @param target digest that the registry's tag pointed at: of an index or a manifest
    /// @param manifest digest of the platform's manifest; the same where there is no index
    /// @param tags names by tag, which move from image to image
    /// @param names repositories that it was pulled from or pushed to
    record Held(Digest target, Digest manifest, Digest config, Set<String> tags, Set<String> names) {
        Digest id(Store store) {
            return switch (store) {
                case CLASSIC -> config;
                case CONTAINERD -> target;
            };
        }
    }

    /// @param image as it was asked for when the container was made
    record Container(
            String name, String image, Held held, String state, List<String> mounted, Map<String, String> labels) {
        Container labelled(Map<String, String> more) {
            return new Container(name, image, held, state, mounted, joined(labels, more));
        }

        String id() {
            return Digest.sha256(name.getBytes(StandardCharsets.UTF_8)).hex();
        }
    }

    record Service(
            String id, String name, String image, Optional<String> previous, boolean job, Map<String, String> labels) {
        Service labelled(Map<String, String> more) {
            return new Service(id, name, image, previous, job, joined(labels, more));
        }
    }

    /// @param seed what its id is made from
    /// @param state `ready` or `down`
    record Node(String seed, String hostname, String role, String state, String availability) {
        String id() {
            return EngineWorld.id("node " + seed);
        }

        Node in(String otherState, String otherAvailability) {
            return new Node(seed, hostname, role, otherState, otherAvailability);
        }
    }

    private static Map<String, String> joined(Map<String, String> some, Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(some);
        all.putAll(more);
        return all;
    }

    record Task(String id, String serviceId, int slot, String image, String state, String desired) {}

    private final Store store;
    private final Swarm swarm;
    private final List<Held> images = new ArrayList<>();
    private final List<Container> containers = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final EventLog events = new EventLog();
    private int made;

    /// An engine with nothing on it.
    public EngineWorld(Store store, Swarm swarm) {
        this.store = store;
        this.swarm = swarm;
        if (swarm.control()) {
            nodes.add(new Node("host1", "host1", "manager", "ready", "active"));
        }
    }

    /// Pulls a tag, which moves here from the image that had it before.
    ///
    /// @param reference repository and tag
    public void pull(String reference, Digest target, Digest manifest, Digest config) {
        images.forEach(image -> image.tags().remove(reference));
        Held image = held(target, manifest, config);
        image.tags().add(reference);
        image.names().add(reference.substring(0, reference.lastIndexOf(':')));
        events.add("image", "pull", reference, Map.of("name", reference));
    }

    /// Pulls by digest, as Swarm does: the image has no tag then.
    public void pullByDigest(String repository, Digest target, Digest manifest, Digest config) {
        held(target, manifest, config).names().add(repository);
    }

    /// Makes a container.
    ///
    /// @param image a tag that the engine holds, a repository and digest, or an id or its beginning
    /// @param state for example `running` or `exited`
    public void run(String name, String image, String state) {
        containers.add(new Container(name, image, find(image), state, List.of(), Map.of()));
        happened("container", "create", name, Map.of("image", image));
        if (!state.equals("created")) {
            happened("container", "start", name, Map.of("image", image));
        }
    }

    /// Makes a container that runs and has another image mounted.
    public void runWithMounted(String name, String image, String mounted) {
        containers.add(new Container(name, image, find(image), "running", List.of(mounted), Map.of()));
    }

    /// Creates a service of one task that runs on another node.
    ///
    /// @param image as the manager wrote it: with the digest that it resolved the tag to, if it
    ///     could
    public void deploy(String name, String image) {
        String id = id("service " + name);
        services.add(new Service(id, name, image, Optional.empty(), false, Map.of()));
        task(id, image, "running", "running");
        happened("service", "create", name, Map.of());
    }

    /// Updates a service to another image: its task is shut down, and another one runs.
    public void update(String name, String image) {
        Service before = services.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + name));
        services.set(
                services.indexOf(before),
                new Service(before.id(), name, image, Optional.of(before.image()), before.job(), before.labels()));
        tasks.replaceAll(task -> task.serviceId().equals(before.id())
                ? new Task(task.id(), task.serviceId(), task.slot(), task.image(), "shutdown", "shutdown")
                : task);
        task(before.id(), image, "running", "running");
        happened("service", "update", name, Map.of("image.old", before.image(), "image.new", image));
    }

    /// Adds a task to a service.
    public void task(String service, String image, String state) {
        String id = services.stream()
                .filter(known -> known.name().equals(service))
                .map(Service::id)
                .findFirst()
                .orElseGet(() -> id("service " + service));
        task(id, image, state, state);
    }

    /// Something happens that changes nothing else here.
    ///
    /// @param type for example `container`
    /// @param attributes besides the name
    public void happened(String type, String action, String name, Map<String, String> attributes) {
        events.add(type, action, id(type + " " + name), joined(attributes, Map.of("name", name)));
    }

    /// Another node joins the Swarm.
    public void join(String hostname) {
        nodes.add(new Node(hostname, hostname, "worker", "ready", "active"));
    }

    /// Another node joins, by a name that one has already.
    public void joinTwin(String hostname) {
        nodes.add(new Node(hostname + " " + nodes.size(), hostname, "worker", "ready", "active"));
    }

    /// Managers hear no more of a node.
    public void lose(String hostname) {
        nodes.replaceAll(node -> node.hostname().equals(hostname) ? node.in("down", node.availability()) : node);
    }

    /// A node is to run no tasks any more.
    public void drain(String hostname) {
        nodes.replaceAll(node -> node.hostname().equals(hostname) ? node.in(node.state(), "drain") : node);
    }

    /// Gives a container labels, besides those that it has.
    public void label(String container, Map<String, String> labels) {
        containers.replaceAll(known -> known.name().equals(container) ? known.labelled(labels) : known);
    }

    /// Gives a service labels, besides those that it has.
    public void labelService(String name, Map<String, String> labels) {
        services.replaceAll(known -> known.name().equals(name) ? known.labelled(labels) : known);
    }

    /// Creates a service whose tasks are meant to end, and one that did.
    public void runJob(String name, String image) {
        String id = id("service " + name);
        services.add(new Service(id, name, image, Optional.empty(), true, Map.of()));
        task(id, image, "complete", "complete");
    }

    EventLog events() {
        return events;
    }

    Store store() {
        return store;
    }

    Swarm swarm() {
        return swarm;
    }

    List<Held> images() {
        return images;
    }

    List<Container> containers() {
        return containers;
    }

    List<Service> services() {
        return services;
    }

    List<Task> tasks() {
        return tasks;
    }

    List<Node> nodes() {
        return nodes;
    }

    /// As `/containers/json` shows it: by id once the name stands for another image here (20.10).
    String shownImage(Container container) {
        boolean tag = container.image().indexOf('@') < 0 && container.image().indexOf(':') > 0;
        boolean moved = tag && !container.held().tags().contains(container.image());
        return moved ? container.held().id(store).value() : container.image();
    }

    static String id(String seed) {
        return Digest.sha256(seed.getBytes(StandardCharsets.UTF_8)).hex().substring(0, 25);
    }

    private void task(String serviceId, String image, String state, String desired) {
        tasks.add(new Task(id("task " + made++), serviceId, 1, image, state, desired));
    }

    private Held held(Digest target, Digest manifest, Digest config) {
        Optional<Held> known =
                images.stream().filter(image -> image.target().equals(target)).findFirst();
        Held image =
                known.orElseGet(() -> new Held(target, manifest, config, new LinkedHashSet<>(), new LinkedHashSet<>()));
        if (known.isEmpty()) {
            images.add(image);
        }
        return image;
    }

    private Held find(String name) {
        return images.stream()
                .filter(image -> image.tags().contains(name)
                        || name.endsWith("@" + image.target())
                        || image.id(store).hex().startsWith(name)
                        || image.id(store).value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No such image: " + name));
    }
}
