package dev.regent.connect.oci;

import dev.regent.connect.content.ConfigParser;
import dev.regent.connect.content.ManifestParser;
import dev.regent.connect.http.Allowance;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.AuthorizedHttp;
import dev.regent.connect.http.AuthorizedHttp.Redirects;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Redaction;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The requests that reading a registry takes; each says what it asked for when it fails. Only GET
/// and HEAD are ever sent.
final class RegistryClient {

    private static final int LARGEST_LIST = 64 * 1024 * 1024;
    private static final String CATALOG_SCOPE = "registry:catalog:*";

    private final URI base;
    private final AuthorizedHttp http;
    private volatile @Nullable Allowance ration;

    /// @param base scheme, host and port
    RegistryClient(URI base, AuthorizedHttp http) {
        this.base = base;
        this.http = http;
    }

    /// Whether this is a registry, and whether it lets us in.
    Answer ping() throws ConnectorException, InterruptedException {
        Answer answer = http.get(base.resolve("/v2/"), "", List.of(), LARGEST_LIST, Redirects.WITHIN_REGISTRY);
        if (answer.status() != 200) {
            throw refused("GET /v2/", answer);
        }
        return answer;
    }

    Listing repositories() throws InterruptedException {
        return new Listing(this, "repositories", base.resolve("/v2/_catalog?n=1000"), CATALOG_SCOPE).read();
    }

    Listing tags(String repository) throws InterruptedException {
        return new Listing(this, "tags", base.resolve("/v2/" + repository + "/tags/list"), scope(repository)).read();
    }

    /// One page of a list: 200, or 404.
    Answer page(URI uri, String scope) throws ConnectorException, InterruptedException {
        Answer answer = http.get(uri, scope, List.of("application/json"), LARGEST_LIST, Redirects.WITHIN_REGISTRY);
        return here("GET " + Redaction.shown(uri), answer);
    }

    /// A manifest by tag or digest, not yet checked; empty on 404.
    Optional<Answer> manifest(String repository, String reference) throws ConnectorException, InterruptedException {
        return Optional.of(manifestOrNot(repository, reference)).filter(answer -> answer.status() == 200);
    }

    /// The same, with the answer that says 404.
    Answer manifestOrNot(String repository, String reference) throws ConnectorException, InterruptedException {
        return manifest(repository, reference, Map.of());
    }

    /// A manifest by its tag: 304 if the tag points at `digest`, else 200, or 404.
    Answer manifestUnless(String repository, String tag, Digest digest)
            throws ConnectorException, InterruptedException {
        return manifest(repository, tag, Map.of("If-None-Match", "\"" + digest + "\""));
    }

    private Answer manifest(String repository, String reference, Map<String, String> headers)
            throws ConnectorException, InterruptedException {
        String path = "/v2/" + repository + "/manifests/" + reference;
        Answer answer = http.get(
                base.resolve(path),
                scope(repository),
                MediaTypes.MANIFESTS,
                headers,
                ManifestParser.LARGEST,
                Redirects.WITHIN_REGISTRY);
        rationed(answer);
        return answer.status() == 304 && !headers.isEmpty() ? answer : here("GET " + path, answer);
    }

    /// How often manifests may be read for hours, if the registry says so: people's pulls draw on it too. Docker Hub
    /// counts every GET of a manifest and no HEAD.
    Optional<Allowance> ration() {
        return Optional.ofNullable(ration);
    }

    private void rationed(Answer answer) {
        answer.allowance().filter(Allowance::isRation).ifPresent(allowance -> ration = allowance);
    }

    /// The headers of a manifest: 200, or 404.
    Answer manifestHead(String repository, String reference) throws ConnectorException, InterruptedException {
        String path = "/v2/" + repository + "/manifests/" + reference;
        Answer answer =
                http.head(base.resolve(path), scope(repository), MediaTypes.MANIFESTS, Redirects.WITHIN_REGISTRY);
        rationed(answer);
        return here("HEAD " + path, answer);
    }

    /// Whatever the registry answers to the question for the last byte of a blob; nothing of a blob
    /// is kept.
    Answer lastByte(String repository, Descriptor blob) throws ConnectorException, InterruptedException {
        long last = blob.size() - 1;
        Optional<String> range = blob.size() == 0 ? Optional.empty() : Optional.of("bytes=" + last + "-" + last);
        URI uri = base.resolve("/v2/" + repository + "/blobs/" + blob.digest());
        return http.measure(uri, scope(repository), range, blob.size(), Redirects.ANYWHERE);
    }

    /// How long a blob really is: all of it comes, and nothing of it is kept.
    Answer blob(String repository, Descriptor blob) throws ConnectorException, InterruptedException {
        URI uri = base.resolve("/v2/" + repository + "/blobs/" + blob.digest());
        return http.measure(uri, scope(repository), Optional.empty(), blob.size(), Redirects.ANYWHERE);
    }

    /// A config, checked against its digest; empty on 404.
    Optional<byte[]> config(String repository, Digest digest) throws ConnectorException, InterruptedException {
        String path = "/v2/" + repository + "/blobs/" + digest;
        Answer answer =
                http.get(base.resolve(path), scope(repository), List.of(), ConfigParser.LARGEST, Redirects.ANYWHERE);
        Optional<Answer> found = Optional.of(here("GET " + path, answer)).filter(one -> one.status() == 200);
        if (found.isPresent() && !digest.names(found.get().body())) {
            throw new ConnectorException(
                    "GET " + path, new Fault.Cut("the bytes that came are not those of the digest"));
        }
        return found.map(Answer::body);
    }

    /// One page of the referrers of a manifest, or whatever else the registry answers to that question.
    Answer referrers(String repository, URI uri) throws ConnectorException, InterruptedException {
        return http.get(uri, scope(repository), List.of(MediaTypes.OCI_INDEX), LARGEST_LIST, Redirects.WITHIN_REGISTRY);
    }

    URI referrersOf(String repository, Digest subject) {
        return base.resolve("/v2/" + repository + "/referrers/" + subject);
    }

    private static Answer here(String action, Answer answer) throws ConnectorException {
        return switch (answer.status()) {
            case 200, 404 -> answer;
            default -> throw refused(action, answer);
        };
    }

    static ConnectorException refused(String action, Answer answer) {
        String remedy = switch (answer.status()) {
            case 401 -> "; no credentials in the auth file are taken for this: log in with `docker login`";
            case 403 -> "; the credentials lack the right to pull here";
            case 429 -> "; the registry limits the rate of requests";
            default -> "";
        };
        return new ConnectorException(
                action, new Fault.Refused(answer.status(), RegistryError.answered(answer) + remedy));
    }

    private static String scope(String repository) {
        return "repository:" + repository + ":pull";
    }
}
