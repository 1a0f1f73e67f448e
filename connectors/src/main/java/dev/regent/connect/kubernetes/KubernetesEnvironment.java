package dev.regent.connect.kubernetes;

import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.observe.ChangeFeed;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads what one Kubernetes cluster runs and wants. It holds nothing open between two looks; only a feed of changes
/// does.
public final class KubernetesEnvironment implements EnvironmentSource {

    /// Labels from which owner or tier can be told.
    public static final Set<String> LABELS =
            Set.of("app.kubernetes.io/part-of", "team", "owner", "tier", "env", "environment", "stage");

    /// A look takes at most so many timeouts, however many pages there are.
    private static final int LONGEST_LOOK = 20;

    private final String name;
    private final ClusterAddress address;
    private final HttpSettings settings;
    private final List<ImagesAt> resources;
    private final Set<String> labels;

    private KubernetesEnvironment(
            String name, ClusterAddress address, HttpSettings settings, List<ImagesAt> resources, Set<String> labels) {
        this.name = name;
        this.address = address;
        this.settings = settings;
        this.resources = List.copyOf(resources);
        this.labels = Set.copyOf(labels);
    }

    /// Who we are to a cluster.
    ///
    /// @param context of a kubeconfig; empty for its current one
    /// @param certificates a folder with `ca.pem`, or `cert.pem` and `key.pem`, or all three
    public record Access(Optional<BearerToken> token, Optional<String> context, Optional<Path> certificates) {

        public static final Access NONE = new Access(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// The cluster at `address`: `kubernetes+https://host:port`, `kubernetes+http://host:port`,
    /// `kubernetes+file:///path/of/a/kubeconfig`, or `kubernetes+in-cluster:///` for the one that this process runs
    /// in.
    ///
    /// @param name of the environment
    /// @param resources kinds to look at besides those that are known
    /// @throws IllegalArgumentException if the address is none of these, or a file is missing
    public static KubernetesEnvironment at(
            String name, URI address, HttpSettings settings, Access access, List<ImagesAt> resources) {
        HttpSettings used = access.certificates()
                .map(folder -> settings.withCertificates(folder, "a cluster"))
                .orElse(settings);
        return new KubernetesEnvironment(
                name, ClusterAddress.of(address, access.token(), access.context()), used, resources, LABELS);
    }

    /// A cluster behind somebody who passes calls on.
    public static KubernetesEnvironment through(
            String name, Passage passage, HttpSettings settings, List<ImagesAt> resources) {
        return new KubernetesEnvironment(name, new ClusterAddress.Through(passage), settings, resources, LABELS);
    }

    /// The same, with these labels looked at besides.
    public KubernetesEnvironment withLabels(Set<String> keys) {
        Set<String> all = new HashSet<>(labels);
        all.addAll(keys);
        return new KubernetesEnvironment(name, address, settings, resources, all);
    }

    @Override
    public EnvironmentObservation observe(Progress progress) throws InterruptedException {
        try (Wire wire = wire()) {
            ClusterReading reading = new ClusterReading(
                    new Listing(wire, perPage()),
                    name,
                    address.toString(),
                    resources,
                    labels::contains,
                    progress,
                    settings.timeout().multipliedBy(LONGEST_LOOK));
            return reading.read(wire::requests);
        } catch (IOException | IllegalArgumentException e) {
            return EnvironmentObservation.unheard(
                    name,
                    ClusterReading.KIND,
                    "reach " + address + ": " + Text.plain(String.valueOf(e.getMessage())),
                    0);
        }
    }

    @Override
    public Optional<ChangeFeed> changes() throws InterruptedException {
        return Optional.of(ClusterChanges.open(
                name,
                address.toString(),
                this::wire,
                new ClusterChanges.Kinds(resources, labels::contains),
                perPage()));
    }

    private Wire wire() throws IOException {
        return new Wire(
                Reached.by(address, settings),
                settings,
                resources.stream().map(ImagesAt::listed).toList());
    }

    /// Tries included.
    private Duration perPage() {
        return settings.timeout().plus(settings.timeout().dividedBy(2));
    }
}
