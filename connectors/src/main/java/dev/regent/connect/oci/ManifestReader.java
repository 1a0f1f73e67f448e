package dev.regent.connect.oci;

import dev.regent.connect.content.MalformedException;
import dev.regent.connect.content.ManifestParser;
import dev.regent.connect.http.Allowance;
import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Remembered;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.util.Map;
import java.util.Optional;

/// Reads the manifests of one repository, each content once: a tag that is known is asked only whether it moved, and
/// where reading is rationed and asking isn't, it is asked first.
///
/// Only tags are asked that way. Distribution 2.8.2 answers a conditional GET by digest with 304 before it looks
/// whether there is such a manifest (`registry/handlers/manifests.go`), so for digests that would prove nothing.
final class ManifestReader {

    private final RegistryCrawl registry;
    private final RegistryClient client;
    private final String repository;
    private final Map<String, Remembered.Led> before;

    /// Takes in what is known of the repository.
    ManifestReader(RegistryCrawl registry, RegistryClient client, String repository) {
        this.registry = registry;
        this.client = client;
        this.repository = repository;
        this.before = registry.remembered().repository(repository, this::know);
    }

    private void know(Digest digest, byte[] bytes) {
        if (registry.isKnown(digest) || !digest.names(bytes)) {
            return;
        }
        try {
            registry.know(content(digest, bytes, ManifestParser.parse(bytes)));
        } catch (MalformedException e) {
            // What this version can't understand is read again, and told of there.
            return;
        }
    }

    /// The digest of the manifest behind a tag, whose content is known then. Empty on 404.
    Optional<Digest> tag(String tag) throws ConnectorException, InterruptedException {
        return read(tag, Optional.empty());
    }

    /// Whether there is such a manifest, whose content is known then.
    boolean digest(Digest digest) throws ConnectorException, InterruptedException {
        return read(digest.value(), Optional.of(digest)).isPresent();
    }

    private Optional<Digest> read(String reference, Optional<Digest> wanted)
            throws ConnectorException, InterruptedException {
        Remembered.Led led = before.get(reference);
        if (led != null
                && led.now()
                && (led.to().isEmpty() || registry.isKnown(led.to().get()))) {
            led.to().ifPresent(registry::seen);
            return led.to();
        }
        Optional<Digest> pointed =
                led == null || wanted.isPresent() ? Optional.empty() : led.to().filter(registry::isKnown);
        Optional<Digest> found = ask(reference, wanted, pointed);
        registry.remembered().led(repository, reference, found);
        return found;
    }

    private Optional<Digest> ask(String reference, Optional<Digest> wanted, Optional<Digest> pointed)
            throws ConnectorException, InterruptedException {
        Optional<Allowance> ration = client.ration();
        if (ration.isPresent()) {
            Answer head = client.manifestHead(repository, reference);
            Optional<Digest> there = ManifestBytes.named(head);
            if (head.status() == 404) {
                return Optional.empty();
            }
            if (there.filter(digest -> registry.isKnown(digest)
                            && wanted.map(digest::equals).orElse(true))
                    .isPresent()) {
                registry.seen(there.get());
                return there;
            }
            if (ration.get().isReserved()) {
                throw new ConnectorException(
                        "manifest " + repository + ":" + reference, new Fault.Refused(429, reserved(ration.get())));
            }
            return content(reference, wanted, client.manifestOrNot(repository, reference));
        }
        Answer answer = pointed.isPresent()
                ? client.manifestUnless(repository, reference, pointed.get())
                : client.manifestOrNot(repository, reference);
        if (answer.status() == 304) {
            pointed.ifPresent(registry::seen);
            return pointed;
        }
        return content(reference, wanted, answer);
    }

    private Optional<Digest> content(String reference, Optional<Digest> wanted, Answer answer)
            throws ConnectorException {
        if (answer.status() == 404) {
            return Optional.empty();
        }
        String what = repository + ":" + reference;
        Digest digest = ManifestBytes.digest(what, answer, wanted);
        if (!registry.isKnown(digest)) {
            registry.know(content(digest, answer.body(), ManifestBytes.parse(what, answer.body())));
            registry.remembered().content(digest, answer.body());
        }
        registry.seen(digest);
        return Optional.of(digest);
    }

    private static String reserved(Allowance ration) {
        return "not read: " + ration.remaining().orElse(0) + " of " + ration.limit() + " reads in "
                + ration.window().toHours()
                + " h are left, and these are left to those who pull; log in with an account"
                + " that may read more, or look less often";
    }

    private static ManifestContent content(Digest digest, byte[] bytes, Manifest manifest) {
        Created created = manifest instanceof Manifest.Single ? new Created.Unread() : new Created.Absent();
        return new ManifestContent(digest, bytes.length, manifest, created);
    }
}
