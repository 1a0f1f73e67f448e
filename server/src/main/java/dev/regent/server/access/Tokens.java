package dev.regent.server.access;

import dev.regent.policy.Glob;
import dev.regent.store.Database;
import dev.regent.store.acts.ApiToken;
import dev.regent.store.acts.TokenSecret;
import dev.regent.store.acts.TokenStore;
import java.util.List;
import java.util.Optional;

/// Who a token speaks for.
public final class Tokens {

    /// A registry that tells of much tells it with one token.
    private final AskedTogether<String, Optional<Actor>> actors;

    public Tokens(TokenStore store, Database database) {
        actors = new AskedTogether<>(token ->
                store.authenticate(new TokenSecret(token), database.now()).map(Tokens::actor));
    }

    /// Empty if nobody: it is unknown, expired or revoked.
    public Optional<Actor> actor(String token) {
        return actors.ask(token);
    }

    private static Actor actor(ApiToken token) {
        List<Glob> globs = token.registries().stream().map(Glob::parse).toList();
        return new Actor(
                token.name(),
                token.role(),
                token.registries(),
                registry -> globs.stream().anyMatch(glob -> glob.test(registry)),
                token.expires());
    }
}
