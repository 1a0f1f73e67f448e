package dev.regent.connect.docker;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Text;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Asks an engine, in the newest version of its API that both sides know. Only a [Call] can be
/// asked for.
final class EngineApi {

    private static final int LARGEST_OBJECT = 4 << 20;
    private static final int LARGEST_LIST = 64 << 20;
    private static final int QUOTED = 40;
    private static final ObjectMapper JSON = new JsonMapper();
    private static final ObjectReader ONE_VALUE = JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Http http;
    private final URI base;
    private final Map<String, Secret> headers;
    private final String engine;
    private final Addressee addressee;
    private Optional<ApiVersion> version = Optional.empty();

    /// @param base scheme, host, port and perhaps a path, without a slash at the end
    /// @param engine the address for people
    EngineApi(Http http, URI base, String engine) {
        this(http, base, Map.of(), engine);
    }

    /// @param headers that every call carries
    EngineApi(Http http, URI base, Map<String, Secret> headers, String engine) {
        this(http, base, headers, engine, new Addressee.Anyone());
    }

    private EngineApi(Http http, URI base, Map<String, Secret> headers, String engine, Addressee addressee) {
        this.http = http;
        this.base = base;
        this.headers = Map.copyOf(headers);
        this.engine = engine;
        this.addressee = addressee;
    }

    /// The same way and version, to another one behind it.
    EngineApi to(Addressee other) {
        EngineApi api = new EngineApi(http, base, headers, engine, other);
        api.version = version;
        return api;
    }

    /// Agrees on a version; to be called before anything else.
    ///
    /// @throws ConnectorException if the engine can't be reached or is older than what is needed
    ApiVersion negotiate() throws ConnectorException, InterruptedException {
        Answer pong = answer(Call.PING, LARGEST_OBJECT);
        Optional<ApiVersion> theirs = pong.header("api-version").flatMap(ApiVersion::parse);
        ApiVersion found = theirs.isPresent() ? theirs.get() : versionByName();
        if (found.compareTo(ApiVersion.OLDEST) < 0) {
            throw failure(
                    Call.PING,
                    new Fault.Unintelligible(
                            "it speaks API " + found + ", at least " + ApiVersion.OLDEST + " (Docker 1.13) is needed"));
        }
        version = Optional.of(found.spoken());
        return found.spoken();
    }

    private ApiVersion versionByName() throws ConnectorException, InterruptedException {
        String text = object(Call.VERSION).path("ApiVersion").asText();
        return ApiVersion.parse(text)
                .orElseThrow(() -> failure(
                        Call.VERSION,
                        new Fault.Unintelligible("ApiVersion is " + Text.quoted(text) + ", not 1.41 or the like")));
    }

    /// The answer to a call that brings one object.
    JsonNode object(Call call) throws ConnectorException, InterruptedException {
        Answer answer = answer(call, LARGEST_OBJECT);
        try {
            JsonNode object = ONE_VALUE.readTree(answer.body());
            if (object.isObject()) {
                return object;
            }
            throw failure(call, new Fault.Unintelligible("a JSON object is wanted, got " + shown(answer)));
        } catch (IOException e) {
            // Bytes in memory can be read: what they hold can't.
            throw failure(call, notJson(answer));
        }
    }

    /// Gives each object of a list to `item`. What was given before a failure did come from the
    /// engine.
    ///
    /// @return how many there were
    int each(Call call, Consumer<JsonNode> item) throws ConnectorException, InterruptedException {
        Answer answer = answer(call, LARGEST_LIST);
        try (JsonParser parser = JSON.createParser(answer.body())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw failure(call, new Fault.Unintelligible("a JSON array is wanted, got " + shown(answer)));
            }
            int number = 0;
            int others = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode node = JSON.readTree(parser);
                number++;
                if (node != null && node.isObject()) {
                    item.accept(node);
                } else {
                    others++;
                }
            }
            if (others > 0 || parser.nextToken() != null) {
                throw failure(call, new Fault.Unintelligible("the list holds something else than objects"));
            }
            return number;
        } catch (IOException e) {
            // Bytes in memory can be read: what they hold can't.
            throw failure(call, notJson(answer));
        }
    }

    /// The engine's clock, to the second; empty if its answers don't show it.
    Optional<Instant> date() throws ConnectorException, InterruptedException {
        return answer(Call.PING, LARGEST_OBJECT).date();
    }

    /// Gives each event in `window` to `event`. It returns when the engine's clock has come to the
    /// window's end.
    ///
    /// @return the engine's clock when it answered, to the second; empty if the answer doesn't show it
    Optional<Instant> events(EventWindow window, Consumer<EventItem> event)
            throws ConnectorException, InterruptedException {
        Answer answer = answer(Call.EVENTS, window.query(), LARGEST_LIST);
        try (JsonParser parser = JSON.createParser(answer.body())) {
            while (parser.nextToken() != null) {
                JsonNode node = JSON.readTree(parser);
                if (node == null || !node.isObject()) {
                    throw failure(Call.EVENTS, new Fault.Unintelligible("an event is something else than an object"));
                }
                event.accept(EventItem.of(node));
            }
            return answer.date();
        } catch (IOException e) {
            // Bytes in memory can be read: what they hold can't.
            throw failure(Call.EVENTS, notJson(answer));
        }
    }

    private Answer answer(Call call, int limit) throws ConnectorException, InterruptedException {
        return answer(call, "", limit);
    }

    private Answer answer(Call call, String query, int limit) throws ConnectorException, InterruptedException {
        String prefix = version.map(spoken -> "/v" + spoken).orElse("");
        Answer answer;
        try {
            answer = http.get(URI.create(base + prefix + call.target() + query), sent(), limit);
        } catch (ConnectorException e) {
            throw failure(call, e.fault());
        }
        if (answer.status() != 200) {
            throw failure(call, new Fault.Refused(answer.status(), "answered " + answer.status() + message(answer)));
        }
        return answer;
    }

    private Map<String, String> sent() {
        Map<String, String> sent = new HashMap<>(addressee.headers());
        headers.forEach((name, value) -> sent.put(name, value.reveal()));
        sent.put("Accept", "application/json");
        return sent;
    }

    private ConnectorException failure(Call call, Fault fault) {
        return new ConnectorException(call.action() + " " + engine, fault);
    }

    private static Fault notJson(Answer answer) {
        String text = answer.excerpt();
        return text.startsWith("{") || text.startsWith("[")
                ? new Fault.Cut("its JSON breaks off or is malformed")
                : new Fault.Unintelligible("JSON is wanted, got " + shown(answer));
    }

    /// The beginning only: an answer can hold what an environment keeps secret.
    private static String shown(Answer answer) {
        String text = answer.excerpt();
        return text.isEmpty() ? "nothing" : Text.quoted(text.substring(0, Math.min(QUOTED, text.length())));
    }

    /// What the engine says in its `{"message":"…"}`, else the beginning of the body.
    private static String message(Answer answer) {
        String text = answer.excerpt();
        try {
            JsonNode message = JSON.readTree(answer.body()).path("message");
            text = message.isTextual() ? message.asText() : text;
        } catch (IOException e) {
            // Docker 20.10 answers some calls with plain text, and so do proxies: shown as it came.
            text = answer.excerpt();
        }
        return text.isBlank() ? "" : " (" + Text.plain(text.strip()) + ")";
    }
}
