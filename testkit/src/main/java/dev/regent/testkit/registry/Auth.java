package dev.regent.testkit.registry;

import java.net.URI;
import java.util.Optional;

/// What a registry asks for before it answers.
public sealed interface Auth {

    /// Nothing.
    record None() implements Auth {}

    /// A user and a password with each call.
    record Basic(String user, String password) implements Auth {}

    /// A token for the scope of each call.
    ///
    /// @param tokens knows which tokens are good
    /// @param realm where tokens come from; empty: `/token` of this registry
    record Bearer(TokenIssuer tokens, Optional<URI> realm) implements Auth {}

    static Auth none() {
        return new None();
    }

    static Auth basic(String user, String password) {
        return new Basic(user, password);
    }

    /// Tokens from this registry's own `/token`.
    static Auth bearer(TokenIssuer tokens) {
        return new Bearer(tokens, Optional.empty());
    }

    /// Tokens from elsewhere.
    ///
    /// @param realm as [RegistryDouble#tokenRealm()] of the double that issues them gives it
    static Auth bearer(TokenIssuer tokens, URI realm) {
        return new Bearer(tokens, Optional.of(realm));
    }
}
