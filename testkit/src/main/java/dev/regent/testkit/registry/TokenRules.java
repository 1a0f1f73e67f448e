package dev.regent.testkit.registry;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who gets which tokens, and how long they last.
///
/// @param accounts passwords by user
/// @param anonymous whether a token is issued without credentials
/// @param identityToken a refresh token that stands for the account in an OAuth2 request
/// @param usesPerToken after that many calls a token is no longer good
/// @param expiresIn what `expires_in` says; the end of its uses is the only end that a token has
/// @param refusedScopes left out of every token, as a registry does that issues a token with less
///     than was asked
/// @param fields under which names the token stands in the answer to a GET
public record TokenRules(
        Map<String, String> accounts,
        boolean anonymous,
        Optional<String> identityToken,
        int usesPerToken,
        Duration expiresIn,
        Set<String> refusedScopes,
        Fields fields) {

    /// Under which names a token stands.
    public enum Fields {
        TOKEN,
        ACCESS_TOKEN,
        BOTH
    }

    public TokenRules {
        accounts = Map.copyOf(accounts);
        refusedScopes = Set.copyOf(refusedScopes);
        if (usesPerToken < 1) {
            throw new IllegalArgumentException("a token is good for 1 call or more, got " + usesPerToken);
        }
    }

    /// Tokens of five minutes that never wear out, for one account.
    public static TokenRules account(String user, String password) {
        return new TokenRules(
                Map.of(user, password),
                false,
                Optional.empty(),
                Integer.MAX_VALUE,
                Duration.ofMinutes(5),
                Set.of(),
                Fields.BOTH);
    }

    /// Tokens for everybody; credentials, where they are sent, are refused.
    public static TokenRules anyone() {
        return new TokenRules(
                Map.of(), true, Optional.empty(), Integer.MAX_VALUE, Duration.ofMinutes(5), Set.of(), Fields.BOTH);
    }

    /// Tokens without credentials too.
    public TokenRules anonymousToo() {
        return new TokenRules(accounts, true, identityToken, usesPerToken, expiresIn, refusedScopes, fields);
    }

    /// Tokens for this identity token too, by an OAuth2 POST.
    public TokenRules identityToken(String secret) {
        return new TokenRules(accounts, anonymous, Optional.of(secret), usesPerToken, expiresIn, refusedScopes, fields);
    }

    public TokenRules usesPerToken(int uses) {
        return new TokenRules(accounts, anonymous, identityToken, uses, expiresIn, refusedScopes, fields);
    }

    public TokenRules expiresIn(Duration time) {
        return new TokenRules(accounts, anonymous, identityToken, usesPerToken, time, refusedScopes, fields);
    }

    /// Issues tokens without this scope, for example `registry:catalog:*` or
    /// `repository:team/app:pull`.
    public TokenRules refusing(String scope) {
        Set<String> more = new HashSet<>(refusedScopes);
        more.add(scope);
        return new TokenRules(accounts, anonymous, identityToken, usesPerToken, expiresIn, more, fields);
    }

    public TokenRules fields(Fields other) {
        return new TokenRules(accounts, anonymous, identityToken, usesPerToken, expiresIn, refusedScopes, other);
    }
}
