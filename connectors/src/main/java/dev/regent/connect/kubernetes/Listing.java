package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.oci.Text;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lists objects page by page, each object by itself as it comes: never is a whole page held.
final class Listing {

    private static final int PAGE = 500;
    private static final int MOST_PAGES = 4000;
    private static final int TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final ObjectMapper JSON = new JsonMapper();

    /// A list whose rest expired begins anew so often.
    private static final int RESTARTS = 3;

    private final Wire wire;
    private final Duration patience;

    /// @param patience how long one page may take, its tries included
    Listing(Wire wire, Duration patience) {
        this.wire = wire;
        this.patience = patience;
    }

    /// @param next empty at the end
    /// @param version of the whole list
    private record Page(String next, String version, long items) {}

    /// Gives each object to `item`. A list that begins anew gives some of them again.
    ///
    /// @param selectors query parameters, ended by `&`, or nothing
    /// @return how many there were
    long each(Resource resource, String selectors, Consumer<JsonNode> item)
            throws ConnectorException, InterruptedException {
        Gate gate = new Gate(item);
        try {
            return pages(resource, selectors, gate);
        } finally {
            gate.shut();
        }
    }

    private long pages(Resource resource, String selectors, Consumer<JsonNode> item)
            throws ConnectorException, InterruptedException {
        String beginning = resource.path() + "?" + selectors + "limit=" + PAGE;
        String token = "";
        int restarts = 0;
        long items = 0;
        for (int page = 0; page < MOST_PAGES; page++) {
            try {
                Page read = page(token.isEmpty() ? beginning : beginning + "&continue=" + encoded(token), item);
                items += read.items();
                token = read.next();
                if (token.isEmpty()) {
                    return items;
                }
            } catch (ConnectorException e) {
                boolean expired = e.fault() instanceof Fault.Refused refused && refused.status() == 410;
                if (!expired || token.isEmpty() || restarts++ == RESTARTS) {
                    throw e;
                }
                token = "";
                items = 0;
            }
        }
        throw Wire.failure(
                resource.path(), new Fault.Unintelligible("the list has no end after " + MOST_PAGES + " pages"));
    }

    /// Where changes of a list go on from.
    String version(Resource resource) throws ConnectorException, InterruptedException {
        return page(resource.path() + "?limit=1", _ -> {}).version();
    }

    /// An object by itself.
    JsonNode object(String target) throws ConnectorException, InterruptedException {
        return patiently(target, answer -> {
            try (JsonParser parser = JSON.createParser(answer.body())) {
                JsonNode object = JSON.readTree(parser);
                if (object == null || !object.isObject()) {
                    throw new UnexpectedException("a JSON object is wanted");
                }
                return object;
            }
        });
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    private Page page(String target, Consumer<JsonNode> item) throws ConnectorException, InterruptedException {
        return patiently(target, answer -> read(answer, item));
    }

    private static Page read(Wire.Answer answer, Consumer<JsonNode> item) throws IOException {
        String next = "";
        String version = "";
        long items = -1;
        JsonFactory factory = JSON.getFactory();
        try (JsonParser parser = factory.createParser(answer.body())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnexpectedException("a list of objects is wanted");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("items")) {
                    items = value == JsonToken.START_ARRAY ? items(parser, item) : 0;
                } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
                    JsonNode metadata = JSON.readTree(parser);
                    next = metadata.path("continue").asText();
                    version = metadata.path("resourceVersion").asText();
                } else {
                    parser.skipChildren();
                }
            }
        }
        if (items < 0) {
            throw new UnexpectedException("a list of objects is wanted");
        }
        return new Page(next, version, items);
    }

    private static long items(JsonParser parser, Consumer<JsonNode> item) throws IOException {
        long items = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode object = Lean.read(parser);
            if (!object.isObject()) {
                throw new UnexpectedException("the list holds something else than objects");
            }
            item.accept(object);
            items++;
        }
        return items;
    }

    private interface Reader<T> {
        T read(Wire.Answer answer) throws IOException;
    }

    private <T> T patiently(String target, Reader<T> reader) throws ConnectorException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (int tries = 1; ; tries++) {
            try {
                return once(target, reader, deadline);
            } catch (ConnectorException e) {
                Duration pause = FIRST_PAUSE.multipliedBy(1L << (tries - 1));
                long wait = pause.toNanos() + ThreadLocalRandom.current().nextLong(pause.toNanos() / 2);
                if (tries == TRIES || !mayPass(e.fault()) || System.nanoTime() + wait > deadline) {
                    throw e;
                }
                Thread.sleep(Duration.ofNanos(wait));
            }
        }
    }

    private static boolean mayPass(Fault fault) {
        return switch (fault) {
            case Fault.Unreachable _, Fault.Cut _ -> true;
            case Fault.Refused(var status, var _) -> status == 429 || status >= 500;
            case Fault.Silent _, Fault.RateLimited _, Fault.TooLarge _, Fault.Distrusted _, Fault.Unintelligible _ ->
                false;
        };
    }

    /// One try, on a thread of its own that is interrupted when the time is up or the caller gives up: a far side
    /// could let its answer drip for ever.
    private <T> T once(String target, Reader<T> reader, long deadline) throws ConnectorException, InterruptedException {
        FutureTask<T> exchange = new FutureTask<>(() -> exchanged(target, reader));
        Thread.ofVirtual().start(exchange);
        try {
            return exchange.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw Wire.failure(path(target), new Fault.Silent(patience));
        } catch (InterruptedException e) {
            exchange.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        }
    }

    private static ConnectorException failure(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case ConnectorException failed -> failed;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException failed -> throw failed;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }

    private <T> T exchanged(String target, Reader<T> reader) throws ConnectorException, InterruptedException {
        try (Wire.Answer answer = wire.get(target)) {
            if (answer.status() != 200) {
                throw Wire.failure(path(target), Wire.refusal(answer));
            }
            return reader.read(answer);
        } catch (JsonEOFException e) {
            throw Wire.failure(path(target), new Fault.Cut("its JSON breaks off"));
        } catch (JsonProcessingException e) {
            // Its message quotes the answer, which can hold secrets.
            throw Wire.failure(path(target), new Fault.Unintelligible("its JSON is malformed"));
        } catch (UnexpectedException e) {
            throw Wire.failure(path(target), new Fault.Unintelligible(Wire.words(e)));
        } catch (IOException e) {
            throw Wire.failure(path(target), new Fault.Cut(Wire.words(e)));
        }
    }

    private static String path(String target) {
        int query = target.indexOf('?');
        return Text.plain(query < 0 ? target : target.substring(0, query));
    }

    /// Lets nothing through any more once the caller has gone on: a try that was given up may still be reading.
    private static final class Gate implements Consumer<JsonNode> {
        private final Consumer<JsonNode> item;
        private boolean open = true;

        Gate(Consumer<JsonNode> item) {
            this.item = item;
        }

        @Override
        public synchronized void accept(JsonNode object) {
            if (open) {
                item.accept(object);
            }
        }

        synchronized void shut() {
            open = false;
        }
    }

    /// An answer that came whole and is not what was asked for.
    private static final class UnexpectedException extends IOException {
        private static final long serialVersionUID = 1;

        UnexpectedException(String message) {
            super(message);
        }
    }
}
