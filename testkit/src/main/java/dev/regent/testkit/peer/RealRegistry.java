package dev.regent.testkit.peer;

import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// CNCF Distribution (Debian's `docker-registry`) over a folder, deletion allowed, on loopback.
public final class RealRegistry implements AutoCloseable {

    /// For [Peers#require].
    public static final String NAME = "CNCF Distribution (package docker-registry)";

    private static final Duration COLLECTED_WITHIN = Duration.ofMinutes(10);

    private final Path home;
    private final Path storage;
    private final int port;
    private final int figures;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = Thread.ofPlatform().unstarted(this::end);
    private Program program;

    private RealRegistry(Path home, Path storage, int port, int figures) throws InterruptedException {
        this.home = home;
        this.storage = storage;
        this.port = port;
        this.figures = figures;
        this.program = serve();
    }

    public static boolean available() {
        return Peers.has("docker-registry");
    }

    /// Serves what is in `storage`, which stays when the registry is closed.
    public static RealRegistry start(Path storage) throws InterruptedException {
        Path home = Folders.fresh("regent-registry-");
        int port = Peers.freePort();
        int figures = Peers.freePort();
        write(home, configuration(storage, port, figures));
        RealRegistry registry = new RealRegistry(home, storage, port, figures);
        Runtime.getRuntime().addShutdownHook(registry.atExit);
        return registry;
    }

    private static void write(Path home, String configuration) {
        try {
            Files.writeString(home.resolve("config.yml"), configuration);
        } catch (IOException e) {
            throw new IllegalStateException("the registry's configuration can't be written to " + home, e);
        }
    }

    /// Tells somebody from now on of whatever happens in it; for that it is started anew.
    ///
    /// @param listener takes envelopes of events by POST
    /// @param authorization the header that comes along
    public void tell(URI listener, String authorization) throws InterruptedException {
        write(home, configuration(storage, port, figures) + """
                notifications:
                  endpoints:
                    - name: listener
                      url: "%s"
                      headers:
                        Authorization: ["%s"]
                      timeout: 5s
                      threshold: 3
                      backoff: 200ms
                """.formatted(listener, authorization));
        restart();
    }

    /// How many requests with this method it has answered since it was started, by its own figures. Paths that it
    /// doesn't know aren't counted.
    ///
    /// @param method in small letters, for example `get`
    public long requests(String method) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + figures + "/metrics");
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> line.startsWith("registry_http_requests_total{")
                            && line.contains("method=\"" + method + "\""))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    /// Address without a path, for example `http://127.0.0.1:21515`.
    public URI uri() {
        return URI.create("http://" + host());
    }

    /// As references name it, for example `127.0.0.1:21515`.
    public String host() {
        return "127.0.0.1:" + port;
    }

    public Path storage() {
        return storage;
    }

    /// What the registry answers to `GET`.
    public HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    /// Deletes a manifest and with it its tags, as a person would by hand.
    ///
    /// @throws IllegalStateException if the registry answers anything but 202
    public void deleteManifest(String repository, Digest digest) throws IOException, InterruptedException {
        String path = "/v2/" + repository + "/manifests/" + digest;
        int status = send("DELETE", path).statusCode();
        if (status != 202) {
            throw new IllegalStateException("DELETE " + path + " was answered with " + status);
        }
    }

    /// Lets a tag point at a manifest that is there, as a person would who pushes it.
    ///
    /// @throws IllegalStateException if the registry answers anything but 201
    public void tag(String repository, Digest digest, String tag) throws IOException, InterruptedException {
        HttpResponse<byte[]> manifest = get("/v2/" + repository + "/manifests/" + digest);
        String mediaType = manifest.headers().firstValue("Content-Type").orElseThrow();
        put(repository, tag, mediaType, manifest.body());
    }

    /// Pushes a manifest whose blobs are there.
    ///
    /// @param reference its digest or a tag
    /// @throws IllegalStateException if the registry answers anything but 201
    public void put(String repository, String reference, String mediaType, byte[] manifest)
            throws IOException, InterruptedException {
        String path = "/v2/" + repository + "/manifests/" + reference;
        HttpRequest put = HttpRequest.newBuilder(URI.create(uri() + path))
                .header("Content-Type", mediaType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            int status =
                    client.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 201) {
                throw new IllegalStateException("PUT " + path + " was answered with " + status);
            }
        }
    }

    private HttpResponse<byte[]> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri() + path)).method(method, HttpRequest.BodyPublishers.noBody());
        MediaTypes.MANIFESTS.forEach(type -> request.header("Accept", type));
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    /// Runs the registry's own garbage collection, with the server stopped meanwhile.
    ///
    /// @param options for example `--delete-untagged` or `--dry-run`
    /// @return what it wrote
    public String garbageCollect(String... options) throws InterruptedException {
        program.stop();
        List<String> command = new ArrayList<>(List.of(binary(), "garbage-collect"));
        command.addAll(List.of(options));
        command.add(home.resolve("config.yml").toString());
        try {
            return Program.run(command, Map.of(), COLLECTED_WITHIN);
        } finally {
            program = serve();
        }
    }

    /// Runs the registry's own garbage collection beside the server, as people do who run it in the
    /// server's container: the server's cache isn't told.
    ///
    /// @return what it wrote
    public String garbageCollectWhileServing() throws InterruptedException {
        String configuration = home.resolve("config.yml").toString();
        return Program.run(List.of(binary(), "garbage-collect", configuration), Map.of(), COLLECTED_WITHIN);
    }

    /// Stops the server and starts it anew on the same port: what it remembered is gone.
    public void restart() throws InterruptedException {
        program.stop();
        program = serve();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        if (closed.compareAndSet(false, true)) {
            program.stop();
            Folders.remove(home);
        }
    }

    private Program serve() throws InterruptedException {
        List<String> command =
                List.of(binary(), "serve", home.resolve("config.yml").toString());
        Program started = Program.start("docker-registry", command, home.resolve("registry.log"));
        try {
            started.await(this::answers);
        } catch (IllegalStateException | InterruptedException e) {
            started.stop();
            throw e;
        }
        return started;
    }

    private boolean answers() {
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) uri().resolve("/v2/").toURL().openConnection(java.net.Proxy.NO_PROXY);
            return connection.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String binary() {
        return Peers.program("docker-registry").toString();
    }

    private static String configuration(Path storage, int port, int figures) {
        return """
                version: 0.1
                log:
                  level: error
                  accesslog:
                    disabled: true
                storage:
                  filesystem:
                    rootdirectory: "%s"
                  delete:
                    enabled: true
                  cache:
                    blobdescriptor: inmemory
                http:
                  addr: 127.0.0.1:%d
                  debug:
                    addr: 127.0.0.1:%d
                    prometheus:
                      enabled: true
                      path: /metrics
                """.formatted(storage.toAbsolutePath(), port, figures);
    }
}
