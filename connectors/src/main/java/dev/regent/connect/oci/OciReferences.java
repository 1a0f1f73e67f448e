package dev.regent.connect.oci;

import dev.regent.connect.http.AuthorizedHttp;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Trust;
import dev.regent.connect.parallel.Parallel;
import dev.regent.connect.parallel.Turns;
import dev.regent.observe.BuildTimes;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.ReferenceSource;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.Remembered;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Single references of a registry over `/v2/`: a request for each, and no other. The first one shows whether the
/// registry answers at all.
public final class OciReferences implements ReferenceSource {

    private final RegistryIdentity identity;
    private final URI base;
    private final Credentials credentials;
    private final Set<String> tokenRealms;
    private final HttpSettings settings;
    private final Remembered remembered;

    /// @param base scheme, host and port
    /// @param tokenRealms hosts that may see the credentials besides the registry's own
    /// @param remembered is told of what is read
    public OciReferences(
            RegistryIdentity identity,
            URI base,
            Credentials credentials,
            Set<String> tokenRealms,
            HttpSettings settings,
            Remembered remembered) {
        this.identity = identity;
        this.base = base;
        this.credentials = credentials;
        this.tokenRealms = Set.copyOf(tokenRealms);
        this.settings = settings;
        this.remembered = remembered;
    }

    @Override
    public ReferenceObservation ask(Map<String, Set<String>> references, Known known) throws InterruptedException {
        try (Http http = new Http(settings, Optional.empty());
                Turns turns = new Turns(settings.inFlight())) {
            RegistryClient client =
                    new RegistryClient(base, new AuthorizedHttp(http, new Trust(base, tokenRealms), credentials));
            RegistryCrawl crawl =
                    new RegistryCrawl(identity.name(), client, BuildTimes.NONE, Progress.SILENT, turns, remembered);
            List<RepositoryReferences> repositories = references.entrySet().stream()
                    .filter(each -> !each.getValue().isEmpty())
                    .map(each -> new RepositoryReferences(crawl, client, each.getKey(), each.getValue(), known))
                    .toList();
            try {
                if (!repositories.isEmpty()) {
                    repositories.getFirst().first();
                }
            } catch (ConnectorException e) {
                return new ReferenceObservation(
                        Heard.NO, String.valueOf(e.getMessage()), List.of(), Map.of(), http.requests());
            }
            Collection<ReferenceObservation.Answers> answers = new ConcurrentLinkedQueue<>();
            Parallel.waiting(repositories, repositories.size(), each -> answers.add(each.read()));
            return observation(List.copyOf(answers), crawl, http.requests());
        }
    }

    private static ReferenceObservation observation(
            List<ReferenceObservation.Answers> answers, RegistryCrawl crawl, long requests) {
        List<String> unheard = answers.stream()
                .flatMap(each -> each.gaps().stream().map((Gap gap) -> each.name() + ": " + gap))
                .sorted()
                .toList();
        String detail = unheard.isEmpty()
                ? ""
                : unheard.getFirst() + (unheard.size() == 1 ? "" : " (and " + (unheard.size() - 1) + " more)");
        return new ReferenceObservation(
                unheard.isEmpty() ? Heard.YES : Heard.PARTLY, detail, answers, crawl.contents(), requests);
    }
}
