package dev.regent.connect.portainer;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Redaction;
import dev.regent.connect.http.Secret;
import dev.regent.connect.portainer.ActivityItem.Kind;
import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.Notice;
import dev.regent.observe.Progress;
import dev.regent.observe.Shortfall;
import dev.regent.oci.Text;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// One Portainer, Community or Business Edition. It holds nothing open between two looks.
public final class PortainerDirectory implements EnvironmentDirectory {

    private static final String KIND = "portainer";
    private static final Duration TUNNEL_PAUSE = Duration.ofSeconds(5);

    private final String name;
    private final PortainerApi.Address address;
    private final Predicate<String> only;
    private final Beyond beyond;
    private final Duration tunnelPause;

    /// @param name of the directory
    /// @param base scheme, host, port and perhaps a path
    /// @param key an API key, as people make one under *My account*
    /// @param only which environments are wanted, by their names in Portainer
    /// @throws IllegalArgumentException if `base` is no such address, or a file that `settings` name can't be read
    public PortainerDirectory(
            String name, URI base, Secret key, HttpSettings settings, Predicate<String> only, Beyond beyond) {
        this(name, base, key, settings, only, beyond, TUNNEL_PAUSE);
    }

    PortainerDirectory(
            String name,
            URI base,
            Secret key,
            HttpSettings settings,
            Predicate<String> only,
            Beyond beyond,
            Duration tunnelPause) {
        this.name = name;
        this.address = new PortainerApi.Address(bare(base), key, settings, name + " (" + Redaction.shown(base) + ")");
        this.only = only;
        this.beyond = beyond;
        this.tunnelPause = tunnelPause;
        // Files that can't be read are found now, not at the first look.
        new Http(settings, Optional.empty()).close();
    }

    private static URI bare(URI base) {
        boolean web = "http".equalsIgnoreCase(base.getScheme()) || "https".equalsIgnoreCase(base.getScheme());
        if (!web || base.getHost() == null || base.getRawUserInfo() != null || base.getRawQuery() != null) {
            throw new IllegalArgumentException("an address like https://portainer.example:9443 is wanted for Portainer,"
                    + " without a user and without a query, got " + Redaction.shown(base));
        }
        return URI.create(base.toString().replaceFirst("#.*$", "").replaceFirst("(?:/api)?/*$", ""));
    }

    @Override
    public Listing list(Progress progress) throws InterruptedException {
        try (PortainerApi api = new PortainerApi(address)) {
            DirectoryReading reading = new DirectoryReading(api, name, progress);
            Call call = Call.STATUS;
            try {
                DirectoryReading.Self self = reading.self();
                call = Call.ENVIRONMENTS;
                return listing(reading.read(self), api.requests());
            } catch (ConnectorException e) {
                String why = Sentences.failed(call, api.shown(), e.fault());
                return new Listing(EnvironmentObservation.unheard(name, KIND, why, api.requests()), Map.of());
            }
        }
    }

    private Listing listing(DirectoryReading.Result read, long requests) {
        Names names = new Names(name, read.environments());
        Hints hints = new Hints(read);
        Map<String, EnvironmentSource> sources = new LinkedHashMap<>();
        read.environments().stream()
                .filter(environment -> only.test(environment.name()))
                .forEach(environment ->
                        sources.put(names.of(environment.id()), source(environment, names, hints, read)));
        return new Listing(itself(read, names, sources.size(), requests), sources);
    }

    private EnvironmentSource source(
            EnvironmentItem environment, Names names, Hints hints, DirectoryReading.Result read) {
        List<StackItem> stacks = read.stacksOf(environment);
        List<String> gaps = new ArrayList<>();
        read.narrow().ifPresent(gaps::add);
        read.stacksGap().ifPresent(gap -> gaps.add(gap + ". What they would start anew is not known"));
        if (environment.edge()) {
            read.edge().gaps().forEach(gap -> gaps.add(gap + ". What edge stacks would start there is not known"));
        }
        String called = names.of(environment.id());
        PortainerEnvironment.Known known = new PortainerEnvironment.Known(
                called,
                environment,
                hints.of(environment),
                stacks,
                stacks.stream().map(hints::of).toList(),
                read.activity().told(Kind.ENVIRONMENT, environment.id()),
                gaps);
        return new PortainerEnvironment(address, beyond, known, way(environment, called), tunnelPause);
    }

    private PortainerEnvironment.Way way(EnvironmentItem environment, String called) {
        String what = called + " (" + environment.kind() + ")";
        boolean away = environment.edge() && !environment.heartbeat();
        if (environment.kubernetes()) {
            if (away || (environment.edge() && environment.async())) {
                return new PortainerEnvironment.Way.Closed(
                        "kubernetes",
                        "reach " + what + ": its edge agent "
                                + (away ? "doesn't call in; start it" : "opens no tunnel; use a standard edge agent")
                                + ", or name the cluster as an environment of its own");
            }
            return new PortainerEnvironment.Way.Live(
                    beyond.kubernetes(called, address.passage(environment.id(), "kubernetes", called)));
        }
        if (environment.docker()) {
            if (away || (environment.edge() && environment.async())) {
                return new PortainerEnvironment.Way.Kept("reach " + what + ": its edge agent "
                        + (away
                                ? "doesn't call in; start it"
                                : "opens no tunnel; use a standard edge agent to hear it"));
            }
            return new PortainerEnvironment.Way.Live(beyond.docker(
                    called,
                    address.passage(environment.id(), "docker", called),
                    environment.type() != EnvironmentItem.DOCKER));
        }
        String closed = environment.type() == EnvironmentItem.AZURE
                ? "Portainer shows no images of Azure Container Instances"
                : "this type of environment is not known here; update Regent";
        return new PortainerEnvironment.Way.Closed(
                environment.type() == EnvironmentItem.AZURE ? "azure" : "unknown",
                "read " + what + ": " + closed + "; pin the images that run there, and leave it out with `only`");
    }

    private EnvironmentObservation itself(DirectoryReading.Result read, Names names, int looked, long requests) {
        Shortfall shortfall = new Shortfall();
        read.gaps().forEach(shortfall::add);
        read.narrow().ifPresent(shortfall::add);
        Registries registries = new Registries(read, names);
        List<Notice> notices = new ArrayList<>(read.notices());
        notices.addAll(registries.notices());
        notices.addAll(strays(read, names));
        notices.addAll(read.activity().notices());
        int all = read.environments().size();
        String detail = shortfall.isEmpty()
                ? read.title() + ": " + all + " environments" + (looked == all ? "" : ", " + looked + " of them wanted")
                        + ", " + read.registries().size() + " registries, "
                        + read.stacks().size() + " stacks" + edgeStacks(read)
                        + activity(read)
                : shortfall.toString();
        EnvironmentFacts facts =
                new EnvironmentFacts(List.of(), List.of(), List.of(), List.of(), notices, registries.offered());
        return new EnvironmentObservation(
                name,
                KIND,
                shortfall.isEmpty() ? Heard.YES : Heard.PARTLY,
                detail,
                List.of(),
                requests,
                read.instance(),
                facts);
    }

    private static String edgeStacks(DirectoryReading.Result read) {
        long many = read.edge().stacks().stream().map(StackItem::id).distinct().count();
        return many == 0 ? "" : ", " + many + " edge stacks";
    }

    private static String activity(DirectoryReading.Result read) {
        if (read.edition() == DirectoryReading.Edition.COMMUNITY) {
            return "; this edition keeps no activity logs";
        }
        return read.registries().stream()
                .flatMap(registry -> read.activity().last(Kind.REGISTRY, registry.id()).stream()
                        .map(change -> Map.entry(change, registry)))
                .max(Comparator.comparing(changed -> changed.getKey().at()))
                .map(changed ->
                        "; of its registries " + Text.plain(changed.getValue().name()) + " was "
                                + changed.getKey().told())
                .orElse("");
    }

    /// Stacks of environments that are not there any more: nothing can start them before somebody moves them.
    private List<Notice> strays(DirectoryReading.Result read, Names names) {
        return read.stacks().stream()
                .filter(stack -> !names.knows(stack.environment()))
                .map(stack -> new Notice(
                        "stray-stack",
                        stack.workload(),
                        "it belongs to an environment that " + address.shown() + " doesn't list",
                        "remove it there, or move it to an environment"))
                .toList();
    }
}
