package dev.regent.testkit.registry;

import com.fasterxml.jackson.databind.node.NullNode;
import java.net.URI;
import java.util.Optional;

/// Lets calls in, or refuses them with a challenge.
///
/// @param auth what is asked for
/// @param ownRealm where this registry would issue tokens itself
record Door(Auth auth, URI ownRealm) {

    /// The refusal; empty if the call may come in.
    Optional<Answer> refusal(Call call) {
        return switch (auth) {
            case Auth.None _ -> Optional.empty();
            case Auth.Basic(String user, String password) -> {
                boolean known = call.header("Authorization")
                        .flatMap(TokenIssuer::basic)
                        .filter((user + ":" + password)::equals)
                        .isPresent();
                yield known ? Optional.empty() : Optional.of(challenged("Basic realm=\"registry double\""));
            }
            case Auth.Bearer(TokenIssuer tokens, var realm) -> bearer(call, tokens, realm.orElse(ownRealm));
        };
    }

    private static Optional<Answer> bearer(Call call, TokenIssuer tokens, URI realm) {
        Optional<String> scope = scope(call);
        StringBuilder challenge =
                new StringBuilder("Bearer realm=\"" + realm + "\"").append(",service=\"" + TokenIssuer.SERVICE + "\"");
        scope.ifPresent(text -> challenge.append(",scope=\"" + text + "\""));
        Optional<String> token = call.header("Authorization")
                .filter(header -> header.startsWith("Bearer "))
                .map(header -> header.substring("Bearer ".length()));
        if (token.isEmpty()) {
            return Optional.of(challenged(challenge.toString()));
        }
        return switch (tokens.use(token.get(), scope)) {
            case GOOD -> Optional.empty();
            case INVALID -> Optional.of(challenged(challenge + ",error=\"invalid_token\""));
            case INSUFFICIENT -> Optional.of(challenged(challenge + ",error=\"insufficient_scope\""));
        };
    }

    /// What a token must allow for this call; empty where any token will do.
    private static Optional<String> scope(Call call) {
        return switch (call.kind()) {
            case CATALOG -> Optional.of("registry:catalog:*");
            case TAGS, MANIFEST, BLOB, REFERRERS ->
                call.repository().map(name -> "repository:" + name + ":" + actions(call.method()));
            case PING, TOKEN, UNKNOWN -> Optional.empty();
        };
    }

    /// As Distribution 2.8.2 asks for them: a deletion takes no right to pull.
    private static String actions(String method) {
        return switch (method) {
            case "DELETE" -> "delete";
            case "PUT", "POST", "PATCH" -> "pull,push";
            default -> "pull";
        };
    }

    private static Answer challenged(String challenge) {
        return Errors.error(401, "UNAUTHORIZED", "authentication required", NullNode.instance)
                .header("WWW-Authenticate", challenge);
    }
}
