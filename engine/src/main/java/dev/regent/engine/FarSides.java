package dev.regent.engine;

import dev.regent.act.RegistryProbe;
import dev.regent.act.RegistryWriter;
import dev.regent.connect.content.MalformedException;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.DockerConfig;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.connect.http.Secret;
import dev.regent.connect.oci.DistributionEvents;
import dev.regent.connect.oci.OciProbe;
import dev.regent.connect.oci.OciReferences;
import dev.regent.connect.oci.OciRegistry;
import dev.regent.connect.oci.OciRegistry.Repositories;
import dev.regent.connect.oci.OciWriter;
import dev.regent.connect.storage.StoredRegistry;
import dev.regent.connect.storage.VolumeFingerprint;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryCredentials;
import dev.regent.observe.Heard;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.ReferenceSource;
import dev.regent.observe.RegistryHint;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Reaches what a configuration names. Credentials are read when they are needed, so that they can
/// be changed without a restart.
public final class FarSides {

    private static final int IN_FLIGHT = 32;

    private final Map<String, String> variables;
    private final InstantSource clock;
    private final RequestTimes times;

    /// @param variables of this process, such as `HTTPS_PROXY`
    /// @param clock ours; registries' clocks are held against it
    public FarSides(Map<String, String> variables, InstantSource clock) {
        this(Map.copyOf(variables), clock, RequestTimes.NONE);
    }

    private FarSides(Map<String, String> variables, InstantSource clock, RequestTimes times) {
        this.variables = variables;
        this.clock = clock;
        this.times = times;
    }

    /// Who is told of each request to a registry.
    public RequestTimes times() {
        return times;
    }

    /// The same, telling another of each request to a registry.
    public FarSides timed(RequestTimes other) {
        return new FarSides(variables, clock, other);
    }

    /// Both hands on one registry, on connections of their own.
    public record Hands(RegistryProbe probe, RegistryWriter writer, Runnable letGo) implements AutoCloseable {
        @Override
        public void close() {
            letGo.run();
        }
    }

    /// What the registry is called by whom.
    public static RegistryIdentity identity(RegistryConfig registry) {
        return new RegistryIdentity(registry.name(), true, registry.hosts());
    }

    /// Reads a registry.
    ///
    /// @param only repositories to read; empty for all that the configuration has in view
    /// @param remembered what earlier looks brought; a volume is read anew each time
    public RegistrySource registry(
            Configuration configuration, RegistryConfig registry, Optional<Set<String>> only, Remembered remembered) {
        Predicate<String> inView = name -> registry.repositories().stream().anyMatch(glob -> glob.test(name));
        if (registry.storage().isPresent()) {
            Predicate<String> wanted =
                    only.<Predicate<String>>map(names -> names::contains).orElse(inView);
            return new StoredRegistry(identity(registry), registry.storage().get(), wanted);
        }
        Repositories repositories = only.<Repositories>map(names -> new Repositories.Named(List.copyOf(names)))
                .orElseGet(() -> new Repositories.Listed(inView));
        return (times, progress) -> {
            Credentials credentials;
            try {
                credentials = credentials(registry);
            } catch (ConnectorException e) {
                return RegistryObservation.unheard(identity(registry), "registry", String.valueOf(e.getMessage()), 0);
            } catch (IllegalArgumentException e) {
                return RegistryObservation.unheard(identity(registry), "registry", String.valueOf(e.getMessage()), 0);
            }
            return new OciRegistry(
                            identity(registry),
                            registry.url(),
                            credentials,
                            configuration.tokenRealmsOf(registry),
                            repositories,
                            settings(configuration, registry),
                            clock,
                            remembered)
                    .observe(times, progress);
        };
    }

    /// Asks a registry for single references, over `/v2/` even where its volume is here.
    ///
    /// @param remembered is told of what is read
    public ReferenceSource references(Configuration configuration, RegistryConfig registry, Remembered remembered) {
        return (references, known) -> {
            Credentials credentials;
            try {
                credentials = credentials(registry);
            } catch (ConnectorException | IllegalArgumentException e) {
                return new ReferenceObservation(Heard.NO, String.valueOf(e.getMessage()), List.of(), Map.of(), 0);
            }
            return new OciReferences(
                            identity(registry),
                            registry.url(),
                            credentials,
                            configuration.tokenRealmsOf(registry),
                            settings(configuration, registry.caFile(), registry.insecure()),
                            remembered)
                    .ask(references, known);
        };
    }

    /// What a registry tells of by an envelope of CNCF Distribution, as far as the configuration has it in view.
    ///
    /// @throws IllegalArgumentException if it is none, saying why
    public static RegistryHint hint(RegistryConfig registry, byte[] envelope) {
        try {
            RegistryHint hint = DistributionEvents.parse(envelope);
            Predicate<String> inView =
                    repository -> registry.repositories().stream().anyMatch(glob -> glob.test(repository));
            List<RegistryHint.Change> changes = hint.changes().stream()
                    .filter(change -> inView.test(change.repository()))
                    .toList();
            List<RegistryHint.Pull> pulls = hint.pulls().stream()
                    .filter(pull -> inView.test(pull.repository()))
                    .toList();
            int beyond = hint.changes().size() - changes.size() + hint.pulls().size() - pulls.size();
            return new RegistryHint(changes, pulls, hint.tellsOfPulls(), hint.whole(), hint.ignored() + beyond);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "the body has to be an envelope of CNCF Distribution's notifications, and is " + e.words(), e);
        }
    }

    /// Something that changes when the tags on a registry's volume do; empty if the registry isn't read by its volume.
    public static Optional<String> volumeFingerprint(RegistryConfig registry) {
        return registry.storage().map(VolumeFingerprint::of);
    }

    /// Takes a registry in hand, to read single things and to change them.
    ///
    /// @throws IllegalArgumentException if the credentials can't be read, saying which and why
    public Hands hands(Configuration configuration, RegistryConfig registry) throws InterruptedException {
        return hands(configuration, registry, RegistryWriter.Leave.ALWAYS);
    }

    /// The same, for as long as there is leave to change it.
    ///
    /// @throws IllegalArgumentException if the credentials can't be read, saying which and why
    public Hands hands(Configuration configuration, RegistryConfig registry, RegistryWriter.Leave leave)
            throws InterruptedException {
        Credentials credentials;
        try {
            credentials = credentials(registry);
        } catch (ConnectorException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        HttpSettings settings = settings(configuration, registry);
        Set<String> realms = configuration.tokenRealmsOf(registry);
        OciProbe probe = new OciProbe(registry.url(), credentials, realms, settings);
        OciWriter writer = new OciWriter(registry.url(), credentials, realms, settings, leave);
        return new Hands(probe, writer, () -> {
            probe.close();
            writer.close();
        });
    }

    /// Reads environments, all at once.
    public EnvironmentLooks environments(
            Configuration configuration, List<EnvironmentConfig> environments, EnvironmentLooks.Memory memory) {
        Map<String, FarEnvironment> byName = new LinkedHashMap<>();
        environments.forEach(environment -> byName.put(environment.name(), environment(configuration, environment)));
        return new EnvironmentLooks(byName, memory);
    }

    /// Reads an environment. What keeps it from being read at all, such as a missing certificate,
    /// makes it unheard.
    public FarEnvironment environment(Configuration configuration, EnvironmentConfig environment) {
        HttpSettings settings = settings(configuration, environment.caFile(), environment.insecure());
        return new EnvironmentConnectors(settings, variables, configuration.labelKeys()).environment(environment);
    }

    private Credentials credentials(RegistryConfig registry) throws ConnectorException, InterruptedException {
        return switch (registry.credentials()) {
            case RegistryCredentials.None _ -> new Credentials.None();
            case RegistryCredentials.Files(Path user, Path password) ->
                new Credentials.Password(line(user, "usernameFile"), new Secret(line(password, "passwordFile")));
            case RegistryCredentials.Environment(String user, String password) ->
                new Credentials.Password(variable(user), new Secret(variable(password)));
            case RegistryCredentials.DockerConfig(Path path) ->
                DockerConfig.read(path).credentials(registry.url());
        };
    }

    private static String line(Path file, String key) {
        try {
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException(key + " " + file + " is empty");
            }
            return text;
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    key + " " + file + " can't be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private String variable(String name) {
        String value = variables.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the environment variable " + name + " is not set");
        }
        return value;
    }

    private HttpSettings settings(Configuration configuration, RegistryConfig registry) {
        return settings(configuration, registry.caFile(), registry.insecure())
                .withTiming((uri, status, time) ->
                        times.took(registry.name(), RepositoryOf.path(uri.getPath()), status, time));
    }

    private HttpSettings settings(Configuration configuration, Optional<Path> caFile, boolean insecure) {
        return new HttpSettings(
                configuration.timeout(), caFile, insecure, Optional.empty(), Proxies.from(variables), IN_FLIGHT);
    }
}
