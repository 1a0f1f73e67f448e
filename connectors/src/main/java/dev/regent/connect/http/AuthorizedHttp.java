package dev.regent.connect.http;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends requests to a registry as somebody: answers its challenges, follows its redirects where they may lead, and
/// never lets a credential go anywhere else.
public final class AuthorizedHttp {

    private static final int MOST_REDIRECTS = 5;

    private final Http http;
    private final Trust trust;
    private final Credentials credentials;
    private final Tokens tokens;

    /// What the registry asked for last; later requests answer it before they are asked.
    private volatile @Nullable Challenge challenge;

    public AuthorizedHttp(Http http, Trust trust, Credentials credentials) {
        this.http = http;
        this.trust = trust;
        this.credentials = credentials;
        this.tokens = new Tokens(http, trust, credentials);
    }

    /// How far a redirect may lead.
    public enum Redirects {
        /// To where credentials may go as well.
        WITHIN_REGISTRY,
        /// Anywhere that is not less encrypted, without credentials: what comes is checked against its digest.
        ANYWHERE
    }

    /// Asks for `uri`.
    ///
    /// @param scope what a token has to allow, for example `repository:team/app:pull`
    /// @return an answer of any status but a redirect; 401 if no credential that we have is taken
    public Answer get(URI uri, String scope, List<String> accept, int bodyLimit, Redirects redirects)
            throws ConnectorException, InterruptedException {
        URI at = uri;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            String action = "GET " + Redaction.shown(at);
            boolean home = trust.sameOrigin(at);
            if (!home && (hop == 0 || redirects == Redirects.WITHIN_REGISTRY || !isWeb(at) || trust.weaker(at))) {
                trust.check(action, at);
            }
            Answer answer =
                    home ? authorized(at, scope, accept, bodyLimit) : http.get(at, accepting(accept), bodyLimit);
            if (!isRedirect(answer.status())) {
                return answer;
            }
            at = target(action, at, answer);
        }
        throw new ConnectorException(
                "GET " + Redaction.shown(uri),
                new Fault.Distrusted("redirects more than " + MOST_REDIRECTS + " times"));
    }

    private Answer authorized(URI uri, String scope, List<String> accept, int bodyLimit)
            throws ConnectorException, InterruptedException {
        Optional<Secret> sent = header(scope, Optional.empty());
        Answer answer = send(uri, sent, accept, bodyLimit);
        if (answer.status() != 401) {
            return answer;
        }
        Optional<Challenge> offered = choose(Challenge.parse(answer.headerValues("www-authenticate")));
        if (offered.isEmpty()) {
            return answer;
        }
        challenge = offered.get();
        String wanted = offered.get().parameters().getOrDefault("scope", scope);
        Optional<Secret> again = header(wanted, sent);
        boolean same = again.map(Secret::reveal).equals(sent.map(Secret::reveal));
        return same ? answer : send(uri, again, accept, bodyLimit);
    }

    private Answer send(URI uri, Optional<Secret> authorization, List<String> accept, int bodyLimit)
            throws ConnectorException, InterruptedException {
        Map<String, String> headers = accepting(accept);
        authorization.ifPresent(value -> headers.put("Authorization", value.reveal()));
        return http.get(uri, headers, bodyLimit);
    }

    /// The `Authorization` header for what the registry last asked for.
    private Optional<Secret> header(String scope, Optional<Secret> spent)
            throws ConnectorException, InterruptedException {
        Challenge asked = challenge;
        if (asked == null) {
            return Optional.empty();
        }
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

    private static Map<String, String> accepting(List<String> accept) {
        Map<String, String> headers = new HashMap<>();
        if (!accept.isEmpty()) {
            headers.put("Accept", String.join(", ", accept));
        }
        return headers;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && uri.getPort() <= 65_535
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static URI target(String action, URI from, Answer answer) throws ConnectorException {
        try {
            Optional<String> location = answer.header("location").filter(text -> !text.isBlank());
            if (location.isPresent()) {
                return from.resolve(location.get());
            }
        } catch (IllegalArgumentException e) {
            throw nowhere(action);
        }
        throw nowhere(action);
    }

    private static ConnectorException nowhere(String action) {
        return new ConnectorException(action, new Fault.Unintelligible("redirects to what is no address"));
    }
}
