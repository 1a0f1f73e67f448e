package dev.regent.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The objects of a cluster and what happened to them: the truth that a [KubernetesDouble] answers from. Mutable on
/// purpose, and safe for use from several threads.
public final class ClusterWorld {

    /// Stands in annotations, variables, labels, managed fields and secrets of all objects, where no reader has any
    /// business.
    public static final String CANARY = "canary-6fd1c0b25e";

    private static final int MOST_EVENTS = 10_000;

    /// An object as it is served.
    record Stored(ObjectNode json, long version) {}

    /// Something that happened; kept until the world is compacted.
    ///
    /// @param type `ADDED`, `MODIFIED`, `DELETED` or `BOOKMARK`
    record Event(long version, String path, String type, ObjectNode object) {}

    private final Map<String, NavigableMap<String, Stored>> objects = new HashMap<>();
    private final Map<String, String> apiVersions = new HashMap<>();
    private final List<Event> events = new ArrayList<>();
    private long version = 1000;
    private long compacted = 1000;
    private int made;

    /// A cluster with the namespaces `default` and `kube-system`, and nothing that runs.
    public ClusterWorld() {
        for (Grant grant : Grant.everything()) {
            knows(grant.group().isEmpty() ? "v1" : grant.group() + "/v1", grant.resource());
        }
        namespace("default", Map.of());
        namespace("kube-system", Map.of());
    }

    /// From now on there is this kind.
    public synchronized void knows(String apiVersion, String resource) {
        objects.putIfAbsent(path(apiVersion, resource), new TreeMap<>());
        apiVersions.put(path(apiVersion, resource), apiVersion);
    }

    public void namespace(String name, Map<String, String> labels) {
        ObjectNode namespace = Objects.object("", name);
        labels.forEach(((ObjectNode) namespace.path("metadata").path("labels"))::put);
        namespace.putObject("status").put("phase", "Active");
        put("v1", "namespaces", namespace);
    }

    /// Who this cluster is.
    public synchronized String identity() {
        return Optional.ofNullable(objects.get(path("v1", "namespaces")))
                .flatMap(namespaces -> Optional.ofNullable(namespaces.get("/kube-system")))
                .orElseThrow(() -> new IllegalStateException("every cluster has a namespace kube-system"))
                .json()
                .path("metadata")
                .path("uid")
                .asText();
    }

    /// Makes an object, or changes it.
    ///
    /// @param object with `metadata.name`, and `metadata.namespace` where it has one
    public synchronized void put(String apiVersion, String resource, ObjectNode object) {
        String path = path(apiVersion, resource);
        NavigableMap<String, Stored> kind = kind(path);
        String key = key(object);
        Optional<Stored> before = Optional.ofNullable(kind.get(key));
        ObjectNode meta = (ObjectNode) object.path("metadata");
        meta.put(
                "uid",
                before.map(stored -> stored.json().path("metadata").path("uid").asText())
                        .orElseGet(() -> UUID.nameUUIDFromBytes((path + key + made++).getBytes(StandardCharsets.UTF_8))
                                .toString()));
        meta.put("resourceVersion", Long.toString(++version));
        kind.put(key, new Stored(object, version));
        happened(path, before.isPresent() ? "MODIFIED" : "ADDED", object);
    }

    public synchronized void delete(String apiVersion, String resource, String space, String name) {
        String path = path(apiVersion, resource);
        Stored gone = Optional.ofNullable(kind(path).remove(space + "/" + name))
                .orElseThrow(() -> new IllegalArgumentException("no " + resource + " " + space + "/" + name));
        ObjectNode last = gone.json().deepCopy();
        ((ObjectNode) last.path("metadata")).put("resourceVersion", Long.toString(++version));
        happened(path, "DELETED", last);
    }

    /// A copy to change and [#put(String, String, ObjectNode)] back; empty if there is none.
    public synchronized Optional<ObjectNode> get(String apiVersion, String resource, String space, String name) {
        return Optional.ofNullable(kind(path(apiVersion, resource)).get(space + "/" + name))
                .map(stored -> stored.json().deepCopy());
    }

    /// Forgets what happened: watches and lists that began before can't go on from there.
    public synchronized void compact() {
        events.clear();
        compacted = ++version;
        notifyAll();
    }

    /// Tells all watches where they are, as an API server does about once a minute.
    public synchronized void bookmark() {
        version++;
        for (String path : objects.keySet()) {
            ObjectNode object = Objects.bare(kindOf(path), apiVersion(path));
            object.putObject("metadata")
                    .put("resourceVersion", Long.toString(version))
                    .putNull("creationTimestamp");
            events.add(new Event(version, path, "BOOKMARK", object));
        }
        notifyAll();
    }

    synchronized boolean isKnown(String path) {
        return objects.containsKey(path);
    }

    synchronized String apiVersion(String path) {
        return Optional.ofNullable(apiVersions.get(path)).orElse("v1");
    }

    synchronized long version() {
        return version;
    }

    synchronized boolean isForgotten(long from) {
        return from < compacted;
    }

    /// Objects in the order of their keys.
    ///
    /// @param after key of the last one that was given; empty at the beginning
    /// @param most none for 0
    synchronized List<Map.Entry<String, Stored>> list(
            String path, String after, int most, Predicate<ObjectNode> chosen) {
        List<Map.Entry<String, Stored>> found = new ArrayList<>();
        for (Map.Entry<String, Stored> entry :
                kind(path).tailMap(after, after.isEmpty()).entrySet()) {
            if (most > 0 && found.size() > most) {
                break;
            }
            if (chosen.test(entry.getValue().json())) {
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    /// What happened to a kind after `from`; waits a little if nothing did.
    synchronized List<Event> after(String path, long from, long millis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        List<Event> found = events(path, from);
        long left = millis;
        while (found.isEmpty() && left > 0) {
            wait(left);
            found = events(path, from);
            left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        }
        return found;
    }

    private List<Event> events(String path, long from) {
        List<Event> found = new ArrayList<>();
        for (int i = events.size() - 1; i >= 0 && events.get(i).version() > from; i--) {
            if (events.get(i).path().equals(path)) {
                found.addFirst(events.get(i));
            }
        }
        return found;
    }

    private void happened(String path, String type, ObjectNode object) {
        events.add(new Event(version, path, type, object));
        if (events.size() > MOST_EVENTS) {
            compacted = events.get(MOST_EVENTS / 2).version();
            events.subList(0, MOST_EVENTS / 2).clear();
        }
        notifyAll();
    }

    private NavigableMap<String, Stored> kind(String path) {
        return Optional.ofNullable(objects.get(path))
                .orElseThrow(() -> new IllegalArgumentException("there is no kind at " + path));
    }

    static String path(String apiVersion, String resource) {
        return (apiVersion.contains("/") ? "/apis/" : "/api/") + apiVersion + "/" + resource;
    }

    static String key(ObjectNode object) {
        return object.path("metadata").path("namespace").asText() + "/"
                + object.path("metadata").path("name").asText();
    }

    private static String kindOf(String path) {
        return Objects.kind(path.substring(path.lastIndexOf('/') + 1));
    }
}
