package dev.regent.testkit.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/// Passes calls on to what is behind Portainer. Lists that Portainer takes apart come back without what somebody may
/// not see, and with who may see the rest; everything else streams through.
final class Forwarding {

    private static final ObjectMapper JSON = new JsonMapper();
    private static final List<String> UP = List.of("X-PortainerAgent-Target", "X-PortainerAgent-ManagerOperation");
    private static final List<String> DOWN = List.of("Api-Version", "Content-Type", "Ostype");
    private static final Set<String> TAKEN_APART = Set.of("/containers/json", "/services");

    private final PortainerWorld world;
    private final HttpClient client;

    Forwarding(PortainerWorld world, ExecutorService threads) {
        this.world = world;
        this.client = HttpClient.newBuilder().executor(threads).build();
    }

    /// @param target path and query as what is behind takes them
    void pass(HttpExchange exchange, URI behind, String target, boolean docker, boolean administrator)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(behind.toString().replaceFirst("^tcp:", "http:") + target));
        for (String name : UP) {
            Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                    .ifPresent(value -> request.header(name, value));
        }
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        for (String name : DOWN) {
            answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value));
        }
        String path = target.replaceFirst("^/v1\\.[0-9]+", "").replaceFirst("\\?.*", "");
        try (InputStream body = answer.body()) {
            if (docker && answer.statusCode() == 200 && TAKEN_APART.contains(path)) {
                byte[] decorated = JSON.writeValueAsBytes(decorated(JSON.readTree(body), administrator));
                exchange.sendResponseHeaders(200, decorated.length);
                exchange.getResponseBody().write(decorated);
                return;
            }
            exchange.sendResponseHeaders(answer.statusCode(), 0);
            // As Go's ReverseProxy does: whoever watches hears at once that it may.
            exchange.getResponseBody().flush();
            byte[] buffer = new byte[8192];
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                exchange.getResponseBody().write(buffer, 0, n);
                exchange.getResponseBody().flush();
            }
        }
    }

    private ArrayNode decorated(JsonNode list, boolean administrator) {
        ArrayNode decorated = JsonNodeFactory.instance.arrayNode();
        for (JsonNode item : list) {
            Optional<PortainerWorld.Control> control = world.controls().stream()
                    .filter(known -> named(item, known.resource()))
                    .findFirst();
            control.ifPresent(known -> {
                ObjectNode shown = ((ObjectNode) item).withObject("/Portainer").putObject("ResourceControl");
                shown.put("Id", known.id()).put("ResourceId", known.resource()).put("Public", false);
            });
            if (administrator || control.filter(this::standardMaySee).isPresent()) {
                decorated.add(item);
            }
        }
        return decorated;
    }

    private boolean standardMaySee(PortainerWorld.Control control) {
        return control.users().contains(PortainerWorld.STANDARD_USER)
                || control.teams().stream().anyMatch(world.teamsOf(PortainerWorld.STANDARD_USER)::contains);
    }

    private static boolean named(JsonNode item, String resource) {
        return item.path("Names").path(0).asText().equals("/" + resource)
                || item.path("Spec").path("Name").asText().equals(resource);
    }
}
