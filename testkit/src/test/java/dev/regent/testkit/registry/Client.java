package dev.regent.testkit.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The least that a client of a registry does, over the JDK's own HTTP.
final class Client {

    static final String[] ALL_MANIFESTS = {
        "Accept", String.join(",", MediaTypes.MANIFESTS),
    };
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; *rel=\"?next\"?");

    private final HttpClient http;
    private final URI base;

    Client(RegistryDouble registry) {
        this(registry, HttpClient.newHttpClient());
    }

    Client(RegistryDouble registry, HttpClient http) {
        this.http = http;
        this.base = registry.url();
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return http.send(request(path, headers).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, String... headers) throws IOException, InterruptedException {
        return http.send(
                request(path, headers).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, "Content-Type", "application/x-www-form-urlencoded");
        return http.send(request.POST(BodyPublishers.ofString(form)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> manifest(String repository, String reference) throws IOException, InterruptedException {
        return get("/v2/" + repository + "/manifests/" + reference, ALL_MANIFESTS);
    }

    /// Entries of at most `most` pages, following each `Link` as it stands.
    List<List<String>> pages(String path, String field, int most) throws IOException, InterruptedException {
        List<List<String>> pages = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        while (next.isPresent() && pages.size() < most) {
            HttpResponse<String> answer = get(next.get());
            List<String> page = new ArrayList<>();
            json(answer)
                    .path(field)
                    .forEach(entry -> page.add(
                            entry.isTextual()
                                    ? entry.textValue()
                                    : entry.path("digest").textValue()));
            pages.add(page);
            next = answer.headers().firstValue("Link").map(Client::next);
        }
        return pages;
    }

    static JsonNode json(HttpResponse<String> answer) throws JsonProcessingException {
        return JSON.readTree(answer.body());
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String next(String link) {
        Matcher matcher = NEXT.matcher(link);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no next link: " + link);
        }
        return matcher.group(1);
    }

    private HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }
}
