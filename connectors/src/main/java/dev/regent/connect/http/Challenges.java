package dev.regent.connect.http;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Proves to a registry who we are, in the way that it last asked for.
final class Challenges {

    private final Credentials credentials;
    private final Tokens tokens;

    /// What the registry asked for last and we could meet; later requests answer it before they are asked. One that
    /// can't be met is that of whoever came upon it: it would keep all others from being heard.
    private volatile @Nullable Challenge challenge;

    Challenges(Http http, Trust trust, Credentials credentials) {
        this.credentials = credentials;
        this.tokens = new Tokens(http, trust, credentials);
    }

    /// One request, as it can be sent again.
    interface Exchange {
        /// Sends it.
        ///
        /// @param authorization the header's value; empty to say nothing of us
        Answer send(Optional<Secret> authorization) throws ConnectorException, InterruptedException;
    }

    /// Sends a request, and once more if a challenge came that can be met.
    ///
    /// @param scope what a token has to allow
    Answer meet(String scope, Exchange exchange) throws ConnectorException, InterruptedException {
        Challenge known = challenge;
        Optional<Secret> sent = known == null ? Optional.empty() : header(known, scope, Optional.empty());
        Answer answer = exchange.send(sent);
        if (answer.status() != 401) {
            return answer;
        }
        Optional<Challenge> offered = choose(Challenge.parse(answer.headerValues("www-authenticate")));
        if (offered.isEmpty()) {
            return answer;
        }
        String wanted = offered.get().parameters().getOrDefault("scope", scope);
        Optional<Secret> again = header(offered.get(), wanted, sent);
        if (again.isPresent()) {
            challenge = offered.get();
        }
        boolean same = again.map(Secret::reveal).equals(sent.map(Secret::reveal));
        return same ? answer : exchange.send(again);
    }

    /// The `Authorization` header for what was asked for; empty if we have nothing of that kind.
    private Optional<Secret> header(Challenge asked, String scope, Optional<Secret> spent)
            throws ConnectorException, InterruptedException {
        if (asked.scheme().equals("basic")) {
            return credentials instanceof Credentials.Password(String user, Secret password)
                    ? Optional.of(new Secret(Tokens.basic(user, password)))
                    : Optional.empty();
        }
        if (credentials instanceof Credentials.BearerToken(Secret token)) {
            return Optional.of(new Secret("Bearer " + token.reveal()));
        }
        Optional<Secret> spentToken = spent.filter(value -> value.reveal().startsWith("Bearer "))
                .map(value -> new Secret(value.reveal().substring("Bearer ".length())));
        Secret token = tokens.token(asked, scope, spentToken);
        return Optional.of(new Secret("Bearer " + token.reveal()));
    }

    /// Bearer before basic: a registry that offers both means the token.
    private static Optional<Challenge> choose(List<Challenge> offered) {
        return offered.stream()
                .filter(one -> one.scheme().equals("bearer"))
                .findFirst()
                .or(() -> offered.stream()
                        .filter(one -> one.scheme().equals("basic"))
                        .findFirst());
    }
}
