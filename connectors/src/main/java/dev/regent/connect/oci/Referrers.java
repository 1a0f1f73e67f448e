package dev.regent.connect.oci;

import dev.regent.connect.content.MalformedException;
import dev.regent.connect.content.ManifestParser;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.connect.http.Links;
import dev.regent.connect.http.Redaction;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Asks what refers to a manifest, where the registry can say so. The first answer tells: a registry with the referrers
/// API never answers 404, it answers an empty index. One without it has fallback tags, which are read like all tags.
///
/// @see <a href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">OCI</a>
final class Referrers {

    private static final int MOST_PAGES = 1000;

    private static final int MOST_SILENCES = 3;

    private final RegistryClient client;
    private final ReentrantLock lock = new ReentrantLock();
    private int silences;
    private volatile Support support = Support.UNKNOWN;

    private enum Support {
        UNKNOWN,
        YES,
        NO
    }

    Referrers(RegistryClient client) {
        this.client = client;
    }

    List<Digest> of(String repository, Digest subject) throws ConnectorException, InterruptedException {
        if (support == Support.UNKNOWN) {
            lock.lockInterruptibly();
            try {
                // Whoever waited here finds the question answered by the one before.
                return support == Support.UNKNOWN ? first(repository, subject) : known(repository, subject);
            } finally {
                lock.unlock();
            }
        }
        return known(repository, subject);
    }

    /// Asks while nobody knows whether there is an answer, one at a time. A registry that hangs here
    /// would hang once for every manifest, one after the other: it is given up.
    private List<Digest> first(String repository, Digest subject) throws ConnectorException, InterruptedException {
        if (silences == MOST_SILENCES) {
            throw new ConnectorException(
                    "referrers", new Fault.Unreachable("given up after " + silences + " questions without an answer"));
        }
        try {
            return ask(repository, subject);
        } catch (ConnectorException e) {
            silences += e.fault() instanceof Fault.Silent ? 1 : 0;
            throw e;
        }
    }

    private List<Digest> known(String repository, Digest subject) throws ConnectorException, InterruptedException {
        return support == Support.NO ? List.of() : ask(repository, subject);
    }

    private List<Digest> ask(String repository, Digest subject) throws ConnectorException, InterruptedException {
        List<Digest> referrers = new ArrayList<>();
        Optional<URI> next = Optional.of(client.referrersOf(repository, subject));
        for (int pages = 0; next.isPresent(); pages++) {
            URI uri = next.get();
            if (pages == MOST_PAGES) {
                throw new ConnectorException(
                        "GET " + Redaction.shown(uri), new Fault.Unintelligible("the list doesn't end"));
            }
            Answer answer = client.referrers(repository, uri);
            if (support == Support.UNKNOWN && lacking(answer.status())) {
                support = Support.NO;
                return List.of();
            }
            if (answer.status() != 200) {
                throw RegistryClient.refused("GET " + Redaction.shown(uri), answer);
            }
            referrers.addAll(entries(uri, answer));
            support = Support.YES;
            next = Links.next(uri, answer);
        }
        return referrers;
    }

    private static boolean lacking(int status) {
        return status == 400 || status == 404 || status == 405 || status == 501;
    }

    private static List<Digest> entries(URI uri, Answer answer) throws ConnectorException {
        try {
            Manifest list = ManifestParser.parse(answer.body());
            if (list instanceof Manifest.Index index) {
                return index.children().stream().map(Descriptor::digest).toList();
            }
            throw new MalformedException("something that is no index");
        } catch (MalformedException e) {
            throw new ConnectorException(
                    "GET " + Redaction.shown(uri), new Fault.Unintelligible("the list of referrers is " + e.words()));
        }
    }
}
