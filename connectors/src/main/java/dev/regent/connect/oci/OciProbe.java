package dev.regent.connect.oci;

import dev.regent.act.RawManifest;
import dev.regent.act.Reading;
import dev.regent.act.RegistryProbe;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.AuthorizedHttp;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Trust;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Asks a registry over `/v2/` for single things, on connections that are kept until it is closed.
/// Only GET and HEAD are ever sent, and POST to token services.
public final class OciProbe implements RegistryProbe, AutoCloseable {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w.+-]{1,127}/[\\w.+-]{1,127}");
    private static final String BY_OTHERS =
            "answered 404, but not as a registry does: a proxy before it may have; check its address";

    private final Http http;
    private final RegistryClient client;

    /// One registry.
    ///
    /// @param base scheme, host and port
    /// @param tokenRealms hosts that may see the credentials besides the registry's own
    public OciProbe(URI base, Credentials credentials, Set<String> tokenRealms, HttpSettings settings) {
        this.http = new Http(settings, Optional.empty());
        this.client = new RegistryClient(base, new AuthorizedHttp(http, new Trust(base, tokenRealms), credentials));
    }

    @Override
    public Reading<Digest> resolve(String repository, String reference) throws InterruptedException {
        checkNames(repository, reference);
        try {
            Answer head = client.manifestHead(repository, reference);
            Optional<Digest> stated = head.header("docker-content-digest")
                    .filter(Digest::isDigest)
                    .map(Digest::new);
            if (head.status() == 404 || stated.isEmpty()) {
                return read(repository, reference);
            }
            return stated.filter(digest -> !Digest.isDigest(reference) || digest.equals(new Digest(reference)))
                    .<Reading<Digest>>map(Reading.Here::new)
                    .orElseGet(
                            () -> new Reading.Unheard<>("the registry says that " + reference + " is " + stated.get()));
        } catch (ConnectorException e) {
            return unheard(e);
        }
    }

    /// A HEAD that says 404 has no body that tells who says so, and one without a digest says
    /// nothing: the bytes do.
    private Reading<Digest> read(String repository, String reference) throws ConnectorException, InterruptedException {
        Answer answer = client.manifestOrNot(repository, reference);
        return answer.status() == 404
                ? absent(answer)
                : new Reading.Here<>(ManifestBytes.digest(repository + ":" + reference, answer, wanted(reference)));
    }

    @Override
    public Reading<RawManifest> manifest(String repository, String reference) throws InterruptedException {
        checkNames(repository, reference);
        try {
            Answer answer = client.manifestOrNot(repository, reference);
            if (answer.status() == 404) {
                return absent(answer);
            }
            Digest digest = ManifestBytes.digest(repository + ":" + reference, answer, wanted(reference));
            String mediaType = answer.header("content-type")
                    .orElse("")
                    .replaceFirst("[;,].*", "")
                    .strip();
            if (!MEDIA_TYPE.matcher(mediaType).matches()) {
                return new Reading.Unheard<>("the registry gives no media type with it, so it couldn't be put back");
            }
            return digest.names(answer.body())
                    ? new Reading.Here<>(new RawManifest(digest, mediaType, answer.body()))
                    : new Reading.Unheard<>("its digest isn't that of its bytes (schema 1 with signatures), so it"
                            + " couldn't be put back");
        } catch (ConnectorException e) {
            return unheard(e);
        }
    }

    @Override
    public Reading<Set<String>> tags(String repository) throws InterruptedException {
        checkRepository(repository);
        Listing listing = client.tags(repository);
        if (listing.failure().isPresent()) {
            return unheard(listing.failure().get());
        }
        return listing.absence().isPresent()
                ? absent(listing.absence().get())
                : new Reading.Here<>(Set.copyOf(listing.names()));
    }

    @Override
    public Reading<Digest> lastByte(String repository, Descriptor blob) throws InterruptedException {
        checkRepository(repository);
        try {
            Answer answer = client.lastByte(repository, blob);
            return switch (answer.status()) {
                case 206 -> part(answer, blob);
                case 200 ->
                    answer.length() == blob.size()
                            ? new Reading.Here<>(blob.digest())
                            : new Reading.Unheard<>("has " + answer.length() + " bytes, not " + blob.size());
                case 404 -> absent(answer);
                case 416 -> new Reading.Unheard<>("has less than " + blob.size() + " bytes (416)");
                default -> unheard(RegistryClient.refused("GET /v2/" + repository + "/blobs/" + blob.digest(), answer));
            };
        } catch (ConnectorException e) {
            return nothingCame(e) ? withoutAnyByte(repository, blob) : unheard(e);
        }
    }

    /// Distribution 2.8.2 goes on answering 200 from its cache for what its garbage collection
    /// took, and then sends nothing, each time that it is asked. It does the same for a range
    /// behind the end of what is there: so the whole is asked for.
    private Reading<Digest> withoutAnyByte(String repository, Descriptor blob) throws InterruptedException {
        try {
            Answer answer = client.blob(repository, blob);
            return new Reading.Unheard<>(
                    "of the last byte nothing came, and of the whole " + answer.length() + " bytes");
        } catch (ConnectorException e) {
            return nothingCame(e) ? new Reading.Gone<>() : unheard(e);
        }
    }

    private static boolean nothingCame(ConnectorException failure) {
        return failure.fault() instanceof Fault.Cut cut && cut.bodiless();
    }

    private static Reading<Digest> part(Answer answer, Descriptor blob) {
        long last = blob.size() - 1;
        String range = answer.header("content-range").orElse("");
        boolean asked = range.equals("bytes " + last + "-" + last + "/" + blob.size())
                || range.equals("bytes " + last + "-" + last + "/*");
        return asked && answer.length() == 1
                ? new Reading.Here<>(blob.digest())
                : new Reading.Unheard<>(
                        "answered 206 with " + answer.length() + " bytes of a range that was not asked for");
    }

    private static Optional<Digest> wanted(String reference) {
        return Digest.isDigest(reference) ? Optional.of(new Digest(reference)) : Optional.empty();
    }

    private static <T> Reading<T> absent(Answer answer) {
        return RegistryError.provesAbsence(answer) ? new Reading.Gone<>() : new Reading.Unheard<>(BY_OTHERS);
    }

    private static <T> Reading<T> unheard(ConnectorException failure) {
        return new Reading.Unheard<>(failure.fault().words());
    }

    static void checkRepository(String repository) {
        if (!ImageReference.isRepository(repository)) {
            throw new IllegalArgumentException("no repository may have this name: " + repository);
        }
    }

    static void checkNames(String repository, String reference) {
        checkRepository(repository);
        if (!Digest.isDigest(reference) && !ImageReference.isTag(reference)) {
            throw new IllegalArgumentException("neither a tag nor a digest: " + reference);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
