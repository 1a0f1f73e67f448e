package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Text;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Asks one Portainer with a key, and reads of each answer what its [Shape] lets in.
final class PortainerApi implements AutoCloseable {

    private static final String KEY_HEADER = "X-API-Key";
    private static final int LARGEST = 64 << 20;
    private static final Shape ERROR = Shape.values("message");

    private final Http http;
    private final Address address;

    /// Where a Portainer is, and what it wants to see.
    ///
    /// @param base scheme, host, port and perhaps a path, without a slash at its end
    /// @param shown for people
    record Address(URI base, Secret key, HttpSettings settings, String shown) {

        /// The way to an environment's own API.
        ///
        /// @param api `docker` or `kubernetes`
        Passage passage(long environment, String api, String name) {
            return new Passage(
                    URI.create(base + "/api/endpoints/" + environment + "/" + api), Map.of(KEY_HEADER, key), name);
        }
    }

    /// @param read what was let in
    /// @param answer whence it came
    record Read(JsonNode read, Answer answer) {}

    PortainerApi(Address address) {
        this.http = new Http(address.settings(), Optional.empty());
        this.address = address;
    }

    long requests() {
        return http.requests();
    }

    /// For people, what is asked.
    String shown() {
        return address.shown();
    }

    /// What came, as far as `shape` lets it in; `null` in JSON where Portainer has nothing to say (204).
    ///
    /// @throws ConnectorException if nothing came that can be used
    JsonNode read(Call call, Shape shape, long... numbers) throws ConnectorException, InterruptedException {
        return ask(call, shape, numbers).read();
    }

    Read ask(Call call, Shape shape, long... numbers) throws ConnectorException, InterruptedException {
        Answer answer;
        try {
            answer = http.get(
                    URI.create(address.base() + call.target(numbers)),
                    Map.of(KEY_HEADER, address.key().reveal(), "Accept", "application/json"),
                    LARGEST);
        } catch (ConnectorException e) {
            throw failure(call, e.fault());
        }
        return switch (answer.status()) {
            case 200 -> new Read(understood(call, shape, answer), answer);
            case 204 -> new Read(NullNode.getInstance(), answer);
            default ->
                throw failure(
                        call, new Fault.Refused(answer.status(), "answered " + answer.status() + message(answer)));
        };
    }

    private JsonNode understood(Call call, Shape shape, Answer answer) throws ConnectorException {
        try {
            return shape.read(answer.body());
        } catch (MalformedException e) {
            throw failure(call, new Fault.Unintelligible("what came is not what was asked for (" + e.words() + ")"));
        }
    }

    private ConnectorException failure(Call call, Fault fault) {
        return new ConnectorException(call.action() + " " + address.shown(), fault);
    }

    /// What Portainer says in its `{"message":"…","details":"…"}`; the details quote whatever went wrong inside.
    private static String message(Answer answer) {
        try {
            String text = ERROR.read(answer.body()).path("message").asText("");
            return text.isBlank() ? "" : " (" + Text.plain(text.strip()) + ")";
        } catch (MalformedException e) {
            // A proxy before it: a page for people, of which the status says enough.
            return "";
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
