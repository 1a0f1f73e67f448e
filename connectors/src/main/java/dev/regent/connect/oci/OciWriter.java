package dev.regent.connect.oci;

import dev.regent.act.RawManifest;
import dev.regent.act.RegistryWriter;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.AuthorizedWriter;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Trust;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/// Changes a registry over `/v2/`, on connections that are kept until it is closed. Nothing is sent
/// twice but where the registry did nothing: after 429, and once after 401. It can't read.
public final class OciWriter implements RegistryWriter, AutoCloseable {

    private final URI base;
    private final Http http;
    private final AuthorizedWriter sender;
    private final Pace pace;

    /// One registry.
    ///
    /// @param base scheme, host and port
    /// @param tokenRealms hosts that may see the credentials besides the registry's own
    /// @param settings whose timeout is also the longest that a deletion may take: Distribution
    ///     reads every tag of the repository for it
    public OciWriter(URI base, Credentials credentials, Set<String> tokenRealms, HttpSettings settings) {
        this(base, credentials, tokenRealms, settings, Leave.ALWAYS);
    }

    /// One registry, for as long as there is leave to change it.
    public OciWriter(URI base, Credentials credentials, Set<String> tokenRealms, HttpSettings settings, Leave leave) {
        this(base, credentials, tokenRealms, settings, new Pace(System::nanoTime, Thread::sleep, leave));
    }

    OciWriter(URI base, Credentials credentials, Set<String> tokenRealms, HttpSettings settings, Pace pace) {
        this.base = base;
        this.http = Http.writing(settings);
        this.sender = new AuthorizedWriter(http, new Trust(base, tokenRealms), credentials);
        this.pace = pace;
    }

    @Override
    public Written deleteManifest(String repository, Digest digest) throws InterruptedException {
        return delete(repository, digest.value(), Refusals.OF_MANIFEST);
    }

    @Override
    public Written deleteTag(String repository, String tag) throws InterruptedException {
        if (!ImageReference.isTag(tag)) {
            throw new IllegalArgumentException("no tag may have this name: " + tag);
        }
        return delete(repository, tag, Refusals.OF_TAG);
    }

    private Written delete(String repository, String reference, Refusals refusals) throws InterruptedException {
        OciProbe.checkNames(repository, reference);
        String scope = "repository:" + repository + ":delete,pull";
        try {
            Answer answer = pace.keep(() -> sender.delete(manifest(repository, reference), scope));
            return switch (answer.status()) {
                case 200, 202, 204 -> new Written.Done();
                default -> RegistryError.provesAbsence(answer) ? new Written.Gone() : refusals.written(answer);
            };
        } catch (ConnectorException e) {
            return unanswered(e);
        }
    }

    @Override
    public Written putManifest(String repository, String reference, RawManifest manifest) throws InterruptedException {
        OciProbe.checkNames(repository, reference);
        if (Digest.isDigest(reference) && !manifest.digest().value().equals(reference)) {
            throw new IllegalArgumentException("to put " + manifest.digest() + " as " + reference);
        }
        String scope = "repository:" + repository + ":pull,push";
        try {
            pace.mustHold();
            Answer answer = sender.put(manifest(repository, reference), scope, manifest.mediaType(), manifest.bytes());
            return switch (answer.status()) {
                case 200, 201, 202, 204 -> put(answer, manifest);
                default -> Refusals.OF_PUT.written(answer);
            };
        } catch (ConnectorException e) {
            return unanswered(e);
        }
    }

    private static Written put(Answer answer, RawManifest manifest) {
        Optional<String> stated = answer.header("docker-content-digest")
                .filter(Digest::isDigest)
                .filter(digest -> !digest.equals(manifest.digest().value()));
        return stated.<Written>map(other ->
                        new Written.Unknown("the registry says that it stored " + other + " for " + manifest.digest()))
                .orElseGet(Written.Done::new);
    }

    /// A token service that refuses, and a realm that isn't trusted, come before anything is sent.
    private static Written unanswered(ConnectorException failure) {
        String words = failure.fault().words();
        return switch (failure.fault()) {
            case Fault.Refused(int status, var _)
            when status >= 400 && status < 500 -> new Written.Refused(status, "no token to write with: " + words);
            case Fault.Distrusted _ -> new Written.Refused(401, "no token to write with: " + words);
            case Fault.RateLimited _ -> new Written.Refused(429, words);
            case Fault.Refused _,
                    Fault.Unreachable _,
                    Fault.Silent _,
                    Fault.Cut _,
                    Fault.TooLarge _,
                    Fault.Unintelligible _ -> new Written.Unknown(words);
        };
    }

    private URI manifest(String repository, String reference) {
        return base.resolve("/v2/" + repository + "/manifests/" + reference);
    }

    @Override
    public void close() {
        http.close();
    }
}
