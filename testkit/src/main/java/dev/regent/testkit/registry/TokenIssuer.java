package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Hands out bearer tokens, and knows which of them are good. One issuer can serve several
/// registries; safe for use from several threads.
///
/// @see <a href="https://github.com/distribution/distribution/blob/v3.0.0/docs/content/spec/auth/token.md">tokens</a>
/// @see <a href="https://github.com/distribution/distribution/blob/v3.0.0/docs/content/spec/auth/oauth.md">OAuth2</a>
public final class TokenIssuer {

    /// The `service` that registries name in their challenge and that token requests must repeat.
    public static final String SERVICE = "registry-double";

    private final TokenRules rules;
    private final Map<String, Grant> grants = new HashMap<>();
    private int issued;

    /// What a token may still do.
    private record Grant(Set<String> scopes, int uses) {}

    /// What a token is worth for one call.
    enum Worth {
        GOOD,
        /// Never issued, or used up.
        INVALID,
        INSUFFICIENT
    }

    public TokenIssuer(TokenRules rules) {
        this.rules = rules;
    }

    /// How many tokens were issued.
    public synchronized int issued() {
        return issued;
    }

    /// @param scope empty where any token will do; with several actions, all are needed
    synchronized Worth use(String token, Optional<String> scope) {
        Grant grant = grants.get(token);
        if (grant == null || grant.uses() < 1) {
            return Worth.INVALID;
        }
        if (scope.isPresent() && !grant.scopes().containsAll(single(scope.get()))) {
            return Worth.INSUFFICIENT;
        }
        grants.put(token, new Grant(grant.scopes(), grant.uses() - 1));
        return Worth.GOOD;
    }

    Answer answer(Call call) {
        return switch (call.method()) {
            case "GET" -> byGet(call);
            case "POST" -> byForm(call);
            default -> Errors.forStatus(405, call).header("Allow", "GET, POST");
        };
    }

    private Answer byGet(Call call) {
        if (!SERVICE.equals(call.query().get("service"))) {
            return refused(
                    400, "service must be " + SERVICE + ", got " + call.query().get("service"));
        }
        Optional<String> credentials = call.header("Authorization");
        if (credentials.isEmpty() ? !rules.anonymous() : !known(credentials.get())) {
            return refused(401, "incorrect username or password");
        }
        String token = issue(call.scopes());
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        if (rules.fields() != TokenRules.Fields.ACCESS_TOKEN) {
            content.put("token", token);
        }
        if (rules.fields() != TokenRules.Fields.TOKEN) {
            content.put("access_token", token);
        }
        if ("true".equals(call.query().get("offline_token"))
                && rules.identityToken().isPresent()) {
            content.put("refresh_token", rules.identityToken().get());
        }
        return Answer.json(200, lasting(content));
    }

    private Answer byForm(Call call) {
        Map<String, String> form = Targets.parameters(call.body());
        String type = call.header("Content-Type").orElse("");
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return refused(400, "a form is application/x-www-form-urlencoded, got " + type);
        }
        if (!SERVICE.equals(form.get("service"))
                || form.getOrDefault("client_id", "").isEmpty()) {
            return refused(400, "a form names service " + SERVICE + " and a client_id");
        }
        boolean known = switch (form.getOrDefault("grant_type", "")) {
            case "refresh_token" ->
                rules.identityToken()
                        .filter(token -> token.equals(form.get("refresh_token")))
                        .isPresent();
            case "password" -> account(form.getOrDefault("username", ""), form.getOrDefault("password", ""));
            default -> false;
        };
        if (!known) {
            return refused(401, "invalid grant");
        }
        ObjectNode content = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", issue(call.scopes()))
                .put("scope", String.join(" ", call.scopes()));
        rules.identityToken().ifPresent(token -> content.put("refresh_token", token));
        return Answer.json(200, lasting(content));
    }

    private ObjectNode lasting(ObjectNode content) {
        return content.put("expires_in", rules.expiresIn().toSeconds())
                .put("issued_at", Instant.now().toString());
    }

    private static Answer refused(int status, String details) {
        return Answer.json(status, JsonNodeFactory.instance.objectNode().put("details", details));
    }

    private boolean known(String credentials) {
        return basic(credentials)
                .map(pair -> pair.indexOf(':') >= 0
                        && account(pair.substring(0, pair.indexOf(':')), pair.substring(pair.indexOf(':') + 1)))
                .orElse(false);
    }

    private boolean account(String user, String password) {
        return password.equals(rules.accounts().get(user));
    }

    /// User, colon and password of an `Authorization` header; empty if it is of another kind or
    /// broken.
    static Optional<String> basic(String header) {
        if (!header.startsWith("Basic ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(
                    Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private synchronized String issue(List<String> asked) {
        issued++;
        String token = "token-" + UUID.randomUUID();
        Set<String> scopes =
                asked.stream().flatMap(scope -> single(scope).stream()).collect(Collectors.toSet());
        scopes.removeAll(rules.refusedScopes());
        grants.put(token, new Grant(scopes, rules.usesPerToken()));
        return token;
    }

    /// `repository:a:pull,push` names two scopes.
    private static Set<String> single(String scope) {
        int colon = scope.lastIndexOf(':');
        Set<String> scopes = new HashSet<>();
        for (String action : scope.substring(colon + 1).split(",", -1)) {
            scopes.add(scope.substring(0, colon + 1) + action);
        }
        return scopes;
    }
}
