package dev.regent.connect.http;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends requests to a registry as somebody: answers its challenges, follows its redirects where they may lead, and
/// never lets a credential go anywhere else. It reads only: there is no other method here.
public final class AuthorizedHttp {

    private static final int MOST_REDIRECTS = 5;

    private final Http http;
    private final Trust trust;
    private final Challenges challenges;

    public AuthorizedHttp(Http http, Trust trust, Credentials credentials) {
        this.http = http;
        this.trust = trust;
        this.challenges = new Challenges(http, trust, credentials);
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
        return get(uri, scope, accept, Map.of(), bodyLimit, redirects);
    }

    /// The same with more headers.
    public Answer get(
            URI uri, String scope, List<String> accept, Map<String, String> more, int bodyLimit, Redirects redirects)
            throws ConnectorException, InterruptedException {
        Way way = new Way("GET", scope, redirects);
        return follow(way, uri, joined(more, accepting(accept)), (at, all) -> http.get(at, all, bodyLimit));
    }

    /// Asks for the headers of `uri`. The answer's body is empty.
    public Answer head(URI uri, String scope, List<String> accept, Redirects redirects)
            throws ConnectorException, InterruptedException {
        return follow(new Way("HEAD", scope, redirects), uri, accepting(accept), http::head);
    }

    /// Asks for `uri` and counts what comes with 200 or 206 instead of keeping it.
    ///
    /// @param range for example `bytes=7-7`; empty: everything, as a far side sends
    ///     anyhow that knows no ranges
    /// @param lengthLimit largest length in bytes
    public Answer measure(URI uri, String scope, Optional<String> range, long lengthLimit, Redirects redirects)
            throws ConnectorException, InterruptedException {
        Map<String, String> headers =
                range.map(wanted -> Map.of("Range", wanted)).orElse(Map.of());
        Way way = new Way("GET", scope, redirects);
        return follow(way, uri, headers, (at, all) -> http.measure(at, all, lengthLimit));
    }

    private record Way(String method, String scope, Redirects redirects) {}

    private interface Ask {
        Answer at(URI uri, Map<String, String> headers) throws ConnectorException, InterruptedException;
    }

    private Answer follow(Way way, URI uri, Map<String, String> headers, Ask ask)
            throws ConnectorException, InterruptedException {
        URI at = uri;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            boolean home = trust.sameOrigin(at);
            if (!home && (hop == 0 || way.redirects() == Redirects.WITHIN_REGISTRY || !isWeb(at) || trust.weaker(at))) {
                trust.check(action(way, at), at);
            }
            Answer answer = home ? authorized(at, way.scope(), headers, ask) : ask.at(at, headers);
            if (!isRedirect(answer.status())) {
                return answer;
            }
            at = target(way, at, answer);
        }
        throw new ConnectorException(
                action(way, uri), new Fault.Distrusted("redirects more than " + MOST_REDIRECTS + " times"));
    }

    private Answer authorized(URI uri, String scope, Map<String, String> headers, Ask ask)
            throws ConnectorException, InterruptedException {
        return challenges.meet(scope, authorization -> {
            Map<String, String> proof = authorization
                    .map(value -> Map.of("Authorization", value.reveal()))
                    .orElse(Map.of());
            return ask.at(uri, joined(headers, proof));
        });
    }

    private static Map<String, String> joined(Map<String, String> headers, Map<String, String> more) {
        if (headers.isEmpty() || more.isEmpty()) {
            return headers.isEmpty() ? more : headers;
        }
        Map<String, String> all = new HashMap<>(headers);
        all.putAll(more);
        return all;
    }

    private static Map<String, String> accepting(List<String> accept) {
        return accept.isEmpty() ? Map.of() : Map.of("Accept", String.join(", ", accept));
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static boolean isWeb(URI uri) {
        return uri.getHost() != null
                && uri.getPort() <= 65_535
                && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
    }

    private static URI target(Way way, URI from, Answer answer) throws ConnectorException {
        try {
            Optional<String> location = answer.header("location").filter(text -> !text.isBlank());
            if (location.isPresent()) {
                return from.resolve(location.get());
            }
        } catch (IllegalArgumentException e) {
            throw nowhere(action(way, from));
        }
        throw nowhere(action(way, from));
    }

    private static String action(Way way, URI at) {
        return way.method() + " " + Redaction.shown(at);
    }

    private static ConnectorException nowhere(String action) {
        return new ConnectorException(action, new Fault.Unintelligible("redirects to what is no address"));
    }
}
