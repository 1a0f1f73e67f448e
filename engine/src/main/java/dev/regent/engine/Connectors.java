package dev.regent.engine;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.DockerConfig;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.connect.oci.OciRegistry;
import dev.regent.connect.oci.OciRegistry.Repositories;
import dev.regent.connect.storage.StoredRegistry;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.TokenPlace;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import dev.regent.policy.Glob;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The only place that names connectors: an address in, a source out.
final class Connectors {

    private static final int IN_FLIGHT = 32;

    private final AuditRequest request;
    private final Map<String, String> variables;
    private final InstantSource clock;
    private final Predicate<String> matching;
    private final Optional<DockerConfig> authFile;

    /// @throws IllegalArgumentException if something that was asked for can't be
    Connectors(AuditRequest request, Map<String, String> variables, InstantSource clock) {
        this.request = request;
        this.variables = variables;
        this.clock = clock;
        List<Glob> globs = request.repositories().stream().map(Glob::parse).toList();
        this.matching = globs.isEmpty() ? name -> true : name -> globs.stream().anyMatch(glob -> glob.test(name));
        this.authFile = request.access()
                .authFile()
                .or(() -> DockerConfig.usual(variables))
                .map(DockerConfig::read);
    }

    RegistrySource registry(RegistryAddress address) {
        return switch (address) {
            case RegistryAddress.Storage storage ->
                new StoredRegistry(storage.identity(), storage.directory(), matching);
            case RegistryAddress.Web web -> web(web);
        };
    }

    /// Credentials are looked up when they are needed: a helper that fails makes its registry unheard, and no other.
    private RegistrySource web(RegistryAddress.Web web) {
        HttpSettings settings = settings();
        return (times, progress) -> {
            Credentials credentials;
            try {
                credentials = authFile.isPresent() ? authFile.get().credentials(web.base()) : new Credentials.None();
            } catch (ConnectorException e) {
                return RegistryObservation.unheard(web.identity(), "registry", String.valueOf(e.getMessage()), 0);
            }
            return new OciRegistry(
                            web.identity(),
                            web.base(),
                            credentials,
                            request.access().tokenRealms(),
                            repositories(),
                            settings,
                            clock,
                            Remembered.NOTHING)
                    .observe(times, progress);
        };
    }

    private Repositories repositories() {
        List<String> names = request.repositories();
        boolean plain = !names.isEmpty() && names.stream().noneMatch(name -> name.contains("*") || name.contains("?"));
        return plain ? new Repositories.Named(names.stream().distinct().toList()) : new Repositories.Listed(matching);
    }

    /// Certificates for an engine lie where Docker's own client looks for them.
    FarEnvironment environment(String name, URI address) {
        boolean verified = !variables.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty();
        Optional<Path> certificates = Optional.ofNullable(variables.get("DOCKER_CERT_PATH"))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .filter(_ -> verified || "https".equalsIgnoreCase(address.getScheme()))
                .or(() -> Optional.ofNullable(variables.get("HOME"))
                        .filter(_ -> verified)
                        .map(home -> Path.of(home, ".docker")));
        Optional<TokenPlace> token = Optional.ofNullable(
                        request.access().environmentTokens().get(name))
                .map(TokenPlace.File::new);
        return new EnvironmentConnectors(settings(), variables, Set.of())
                .reached(EnvironmentConfig.at(name, address, certificates, token));
    }

    private HttpSettings settings() {
        return new HttpSettings(
                request.access().timeout(),
                request.access().caFile(),
                request.access().insecure(),
                Optional.empty(),
                Proxies.from(variables),
                IN_FLIGHT);
    }
}
