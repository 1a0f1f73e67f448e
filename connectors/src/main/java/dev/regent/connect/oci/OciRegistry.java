package dev.regent.connect.oci;

import dev.regent.connect.http.Answer;
import dev.regent.connect.http.AuthorizedHttp;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Trust;
import dev.regent.connect.parallel.Parallel;
import dev.regent.connect.parallel.Turns;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.Shortfall;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Manifest;
import dev.regent.oci.Text;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/// A registry over `/v2/`. Untagged manifests can't be seen this way, but for those that an index lists or a referrers
/// list names.
public final class OciRegistry implements RegistrySource {

    private static final String KIND = "registry";

    private final RegistryIdentity identity;
    private final URI base;
    private final Credentials credentials;
    private final Set<String> tokenRealms;
    private final Repositories repositories;
    private final HttpSettings settings;
    private final InstantSource clock;
    private final Remembered remembered;

    /// Which repositories to read.
    public sealed interface Repositories {

        /// Those in the catalog whose names match.
        record Listed(Predicate<String> matching) implements Repositories {}

        /// Just these: the catalog isn't asked, which many registries refuse.
        record Named(List<String> names) implements Repositories {}
    }

    /// One registry.
    ///
    /// @param base scheme, host and port
    /// @param tokenRealms hosts that may see the credentials besides the registry's own
    /// @param remembered what earlier looks brought
    public OciRegistry(
            RegistryIdentity identity,
            URI base,
            Credentials credentials,
            Set<String> tokenRealms,
            Repositories repositories,
            HttpSettings settings,
            InstantSource clock,
            Remembered remembered) {
        this.identity = identity;
        this.base = base;
        this.credentials = credentials;
        this.tokenRealms = Set.copyOf(tokenRealms);
        this.repositories = repositories;
        this.settings = settings;
        this.clock = clock;
        this.remembered = remembered;
    }

    @Override
    public RegistryObservation observe(BuildTimes times, Progress progress) throws InterruptedException {
        try (Http http = new Http(settings, Optional.empty());
                Turns turns = new Turns(settings.inFlight())) {
            AuthorizedHttp authorized = new AuthorizedHttp(http, new Trust(base, tokenRealms), credentials);
            RegistryClient client = new RegistryClient(base, authorized);
            return new Look(
                            http,
                            client,
                            new RegistryCrawl(identity.name(), client, times, progress, turns, remembered),
                            progress)
                    .look();
        }
    }

    private final class Look {
        private final Http http;
        private final RegistryClient client;
        private final RegistryCrawl crawl;
        private final Progress progress;
        private final Shortfall shortfall = new Shortfall();

        Look(Http http, RegistryClient client, RegistryCrawl crawl, Progress progress) {
            this.http = http;
            this.client = client;
            this.progress = progress;
            this.crawl = crawl;
        }

        RegistryObservation look() throws InterruptedException {
            Duration clockOff;
            try {
                Answer answer = client.ping();
                clockOff = answer.date()
                        .map(date -> Duration.between(date, clock.instant()))
                        .orElse(Duration.ZERO);
            } catch (ConnectorException e) {
                return RegistryObservation.unheard(identity, KIND, message(e), http.requests());
            }
            Collection<String> names = names();
            boolean listed = repositories instanceof Repositories.Listed;
            Collection<RepositoryObservation> read = new ConcurrentLinkedQueue<>();
            // They take turns, so that none of them waits for another's end.
            Parallel.waiting(names, names.size(), name -> {
                read.add(RepositoryCrawl.open(crawl, client, name).read(listed));
                progress.at(identity.name(), "repositories", read.size(), names.size());
            });
            return observation(List.copyOf(read), clockOff);
        }

        private Collection<String> names() throws InterruptedException {
            return switch (repositories) {
                case Repositories.Named(List<String> names) -> {
                    names.stream()
                            .filter(name -> !ImageReference.isRepository(name))
                            .forEach(name ->
                                    shortfall.add(Text.quoted(name) + " is no repository name and was not asked for"));
                    yield names.stream().filter(ImageReference::isRepository).toList();
                }
                case Repositories.Listed(Predicate<String> matching) -> {
                    Listing listing = client.repositories();
                    listing.failure()
                            .ifPresent(failure -> shortfall.add("the catalog was not read: " + message(failure)
                                    + "; name repositories with --repository to do without it"));
                    listing.names().stream()
                            .filter(name -> !ImageReference.isRepository(name))
                            .forEach(name -> shortfall.add(
                                    "the catalog lists " + Text.quoted(name) + ", which is no repository name"));
                    yield listing.names().stream()
                            .filter(ImageReference::isRepository)
                            .filter(matching)
                            .toList();
                }
            };
        }

        private RegistryObservation observation(List<RepositoryObservation> read, Duration clockOff) {
            read.forEach(shortfall::addGaps);
            reportUnknown();
            boolean nothing =
                    read.stream().allMatch(repository -> repository.tags().isEmpty() && !repository.structureHeard());
            Heard heard = shortfall.isEmpty() ? Heard.YES : nothing ? Heard.NO : Heard.PARTLY;
            String detail = shortfall.isEmpty()
                    ? read.size() + " repositories, " + crawl.contents().size() + " manifests"
                    : shortfall.toString();
            return new RegistryObservation(
                    identity, KIND, heard, detail, read, crawl.contents(), Optional.empty(), clockOff, http.requests());
        }

        private void reportUnknown() {
            List<ManifestContent> unknown = crawl.contents().values().stream()
                    .filter(content -> content.manifest() instanceof Manifest.Unknown)
                    .toList();
            if (!unknown.isEmpty()) {
                shortfall.add(unknown.size() + " manifests of unknown media type, for example "
                        + Text.plain(((Manifest.Unknown) unknown.getFirst().manifest()).mediaType()));
            }
        }

        private static String message(ConnectorException failure) {
            return String.valueOf(failure.getMessage());
        }
    }
}
