package dev.regent.connect.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.content.Json;
import dev.regent.connect.content.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Fetches bearer tokens and keeps each for as long as it lives, one a scope.
///
/// @see <a href="https://distribution.github.io/distribution/spec/auth/token/">Distribution</a>
final class Tokens {

    private static final int LARGEST_ANSWER = 1024 * 1024;

    /// What the specification says where the answer doesn't.
    private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Http http;
    private final Trust trust;
    private final Credentials credentials;
    private final ConcurrentHashMap<String, Kept> kept = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    private record Kept(Secret token, long until) {}

    Tokens(Http http, Trust trust, Credentials credentials) {
        this.http = http;
        this.trust = trust;
        this.credentials = credentials;
    }

    /// A token for `scope`, from memory if one still lives.
    ///
    /// @param spent a token that was refused just now; never given again
    Secret token(Challenge challenge, String scope, Optional<Secret> spent)
            throws ConnectorException, InterruptedException {
        ReentrantLock lock = locks.computeIfAbsent(scope, _ -> new ReentrantLock());
        lock.lockInterruptibly();
        try {
            Kept known = kept.get(scope);
            boolean usable = known != null
                    && known.until() > System.nanoTime()
                    && spent.map(token -> !token.reveal().equals(known.token().reveal()))
                            .orElse(true);
            if (known != null && usable) {
                return known.token();
            }
            Kept fresh = fetch(challenge, scope);
            kept.put(scope, fresh);
            return fresh.token();
        } finally {
            lock.unlock();
        }
    }

    private Kept fetch(Challenge challenge, String scope) throws ConnectorException, InterruptedException {
        URI realm = realm(challenge);
        String action = "token from " + Redaction.shown(realm);
        trust.check(action, realm);
        Answer answer = ask(realm, challenge.parameters().get("service"), scope);
        if (answer.status() != 200) {
            String remedy = answer.status() == 401 || answer.status() == 403
                    ? "; check the credentials of this registry in the auth file"
                    : "";
            throw new ConnectorException(
                    action, new Fault.Refused(answer.status(), "answered " + answer.status() + remedy));
        }
        return understood(action, answer);
    }

    private static URI realm(Challenge challenge) throws ConnectorException {
        try {
            return new URI(challenge.parameters().getOrDefault("realm", ""));
        } catch (URISyntaxException e) {
            throw new ConnectorException(
                    "token", new Fault.Unintelligible("the registry's realm to get one from is no address"));
        }
    }

    private Answer ask(URI realm, @Nullable String service, String scope)
            throws ConnectorException, InterruptedException {
        StringBuilder form = new StringBuilder();
        if (service != null) {
            append(form, "service", service);
        }
        if (!scope.isEmpty()) {
            append(form, "scope", scope);
        }
        return switch (credentials) {
            case Credentials.Password(String user, Secret password) ->
                http.get(with(realm, form), Map.of("Authorization", basic(user, password)), LARGEST_ANSWER);
            case Credentials.None _, Credentials.BearerToken _ -> http.get(with(realm, form), Map.of(), LARGEST_ANSWER);
            case Credentials.IdentityToken(Secret token) -> {
                append(form, "grant_type", "refresh_token");
                append(form, "client_id", "regent");
                append(form, "refresh_token", token.reveal());
                yield http.postForm(realm, Map.of(), form.toString(), LARGEST_ANSWER);
            }
        };
    }

    private static Kept understood(String action, Answer answer) throws ConnectorException {
        try {
            JsonNode body = Json.object(answer.body());
            String token = Json.text(body, "token")
                    .or(() -> Optional.ofNullable(body.path("access_token").textValue()))
                    .orElseThrow(() -> new MalformedException("neither `token` nor `access_token`"));
            JsonNode seconds = body.path("expires_in");
            Duration life = seconds.canConvertToInt() && seconds.intValue() > 0
                    ? Duration.ofSeconds(seconds.intValue())
                    : DEFAULT_LIFE;
            Duration safe = life.compareTo(MARGIN.multipliedBy(2)) > 0 ? life.minus(MARGIN) : life.dividedBy(2);
            return new Kept(new Secret(token), System.nanoTime() + safe.toNanos());
        } catch (MalformedException e) {
            throw new ConnectorException(action, new Fault.Unintelligible(e.words()));
        }
    }

    static String basic(String user, Secret password) {
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    private static URI with(URI realm, CharSequence query) {
        String text = realm.toString();
        return URI.create(text + (text.contains("?") ? "&" : "?") + query);
    }

    private static void append(StringBuilder form, String name, String value) {
        form.append(form.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
