package dev.regent.connect.http;

/// What proves to a registry who we are.
public sealed interface Credentials {

    record Password(String user, Secret password) implements Credentials {}

    /// An OAuth2 refresh token, as `docker login` stores it for registries that give one.
    record IdentityToken(Secret token) implements Credentials {}

    /// A bearer token that is sent as it is.
    record BearerToken(Secret token) implements Credentials {}

    record None() implements Credentials {}
}
