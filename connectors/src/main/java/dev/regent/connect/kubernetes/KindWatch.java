package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Watches one kind, for as long as it isn't interrupted. A connection that ends goes on where it was; a position that
/// the API server has forgotten (410) is left for a new one, and a look is asked for.
final class KindWatch implements Runnable {

    /// After so long the API server ends a watch by itself, and a connection that died unseen is left soon after.
    private static final Duration AT_ONCE = Duration.ofMinutes(4);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int GONE = 410;
    private static final ObjectMapper JSON = new JsonMapper();

    private final Resource resource;
    private final ClusterChanges changes;
    private volatile String position = "";
    private volatile boolean granted = true;
    private Duration pause = FIRST_PAUSE;

    KindWatch(Resource resource, ClusterChanges changes) {
        this.resource = resource;
        this.changes = changes;
    }

    /// Finds out from where to go on. That it may fail is no hindrance: it is tried again.
    void begin() throws InterruptedException {
        try {
            position = new Listing(changes.wire(), changes.patience()).version(resource);
        } catch (ConnectorException e) {
            failed(e.fault());
        }
    }

    @Override
    public void run() {
        try {
            while (granted) {
                try {
                    go();
                    pause = FIRST_PAUSE;
                } catch (ConnectorException e) {
                    failed(e.fault());
                }
                // However soon a connection ends, the next doesn't follow at once.
                long nanos = pause.toNanos();
                Thread.sleep(
                        Duration.ofNanos(nanos + ThreadLocalRandom.current().nextLong(nanos)));
            }
        } catch (InterruptedException e) {
            // That is how it is told to end.
            Thread.currentThread().interrupt();
        }
    }

    private void go() throws ConnectorException, InterruptedException {
        Wire wire = changes.wire();
        if (position.isEmpty()) {
            position = new Listing(wire, changes.patience()).version(resource);
            changes.skipped(resource);
        }
        FutureTask<Boolean> stream = new FutureTask<>(() -> {
            listen(wire);
            return true;
        });
        Thread.ofVirtual().start(stream);
        try {
            stream.get(AT_ONCE.plus(changes.patience()).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // Nothing ended it: whoever was there is gone. It goes on from the last position.
            stream.cancel(true);
        } catch (InterruptedException e) {
            stream.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case ConnectorException failed -> throw failed;
                case InterruptedException interrupted -> throw interrupted;
                case null, default ->
                    throw Wire.failure(resource.path(), new Fault.Unintelligible(Wire.words(e.getCause())));
            }
        }
    }

    private void listen(Wire wire) throws ConnectorException, InterruptedException {
        String target = resource.path() + "?watch=1&allowWatchBookmarks=true&resourceVersion="
                + Listing.encoded(position) + "&timeoutSeconds=" + AT_ONCE.toSeconds();
        try (Wire.Answer answer = wire.get(target)) {
            if (answer.status() != 200) {
                throw Wire.failure(resource.path(), Wire.refusal(answer));
            }
            changes.hears(resource);
            try (JsonParser parser = JSON.createParser(answer.body())) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    event(Lean.read(parser));
                }
            }
        } catch (IOException e) {
            // A connection that breaks is one that ended: the next call shows whether anybody is there. One that
            // brought something else than events says nothing more by its message.
            pause = FIRST_PAUSE;
        }
    }

    private void event(JsonNode event) throws ConnectorException {
        JsonNode object = event.path("object");
        String version = object.path("metadata").path("resourceVersion").asText();
        switch (event.path("type").asText()) {
            case "ADDED", "MODIFIED" -> changes.seen(resource, object);
            case "ERROR" ->
                throw Wire.failure(
                        resource.path(),
                        new Fault.Refused(
                                object.path("code").asInt(),
                                Text.plain(object.path("message").asText())));
            // What is gone ends with a look that doesn't find it, and a bookmark only moves the position.
            default -> {}
        }
        if (!version.isEmpty()) {
            position = version;
        }
    }

    private void failed(Fault fault) {
        if (fault instanceof Fault.Refused(var status, var _)) {
            switch (status) {
                case 403, 404, 405 -> granted = false;
                case 401 -> leave();
                default -> position = "";
            }
            if (status == GONE || !granted) {
                return;
            }
        }
        changes.deafTo(resource, fault);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    private void leave() {
        try {
            changes.discard(Optional.of(changes.wire()));
        } catch (ConnectorException e) {
            // There is none to leave.
            pause = LONGEST_PAUSE;
        }
    }
}
