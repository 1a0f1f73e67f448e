package dev.regent.connect.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// Sends changes to a registry as somebody. No change is sent twice but where the registry did
/// nothing: after 429, and once after 401. No redirect is followed.
public final class AuthorizedWriter {

    private static final int LARGEST_ANSWER = 1024 * 1024;

    private final Http http;
    private final Trust trust;
    private final Challenges challenges;

    /// @param http has to be one that may write
    /// @throws IllegalArgumentException if `http` may only read
    public AuthorizedWriter(Http http, Trust trust, Credentials credentials) {
        if (!http.mayWrite()) {
            throw new IllegalArgumentException("a writer needs Http.writing(…), got one that only reads");
        }
        this.http = http;
        this.trust = trust;
        this.challenges = new Challenges(http, trust, credentials);
    }

    /// Sends DELETE.
    ///
    /// @param scope what a token has to allow, for example `repository:team/app:delete`
    /// @return an answer of any status
    /// @throws ConnectorException if no whole answer came; unless its fault is `Refused` or
    ///     `Distrusted`, which come before anything is sent, the change may have happened
    public Answer delete(URI uri, String scope) throws ConnectorException, InterruptedException {
        checkHome("DELETE", uri);
        return challenges.meet(scope, authorization -> http.delete(uri, headers(authorization), LARGEST_ANSWER));
    }

    /// Sends PUT, with the same meanings.
    public Answer put(URI uri, String scope, String contentType, byte[] content)
            throws ConnectorException, InterruptedException {
        checkHome("PUT", uri);
        return challenges.meet(
                scope, authorization -> http.put(uri, headers(authorization), contentType, content, LARGEST_ANSWER));
    }

    private void checkHome(String method, URI uri) {
        if (!trust.sameOrigin(uri)) {
            throw new IllegalArgumentException(
                    method + " goes to the registry's own address only, got " + Redaction.shown(uri));
        }
    }

    private static Map<String, String> headers(Optional<Secret> authorization) {
        return authorization
                .map(value -> Map.of("Authorization", value.reveal()))
                .orElse(Map.of());
    }
}
