package dev.regent.server.rest;

import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.observe.Heard;
import dev.regent.oci.Text;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Plans;
import dev.regent.store.estate.EnvironmentState;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.EstatePages.SourceItem;
import dev.regent.store.estate.KeptEnvironment;
import dev.regent.store.estate.LookHealth;
import dev.regent.store.estate.LookHealths;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// What Regent looks at, how long ago, and what it doesn't see.
@Path("/api/v1/sources")
@RunOnVirtualThread
public final class SourcesResource {

    private static final String NEVER = "never";
    private static final Duration DAY = Duration.ofDays(1);

    private final Running running;
    private final Caller caller;

    SourcesResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One source.
    ///
    /// @param heard `yes`, `partly`, `no`, or `never` before the first look
    /// @param blindSpots what can't be known from here, a sentence each
    /// @param protecting uses that protect though the environment no longer shows them
    /// @param state of an environment: `watched`, `remembered`, `changed`, `shrunk` or `retired`
    /// @param health of a registry: how looks at it went
    public record Source(
            String name,
            String kind,
            String address,
            String heard,
            String detail,
            Optional<Instant> observedAt,
            Optional<Long> ageSeconds,
            Optional<Instant> nextAt,
            long requests,
            List<String> blindSpots,
            Optional<Long> protecting,
            Optional<String> state,
            Optional<Health> health) {
        public Source {
            blindSpots = List.copyOf(blindSpots);
        }
    }

    /// How looks at a registry went.
    ///
    /// @param tookMillis how long the last one took
    /// @param gaps what it asked for and didn't hear
    /// @param worst repositories with the most of these, at most five
    /// @param heardAt when all of it was heard the last time
    /// @param looks in the last 24 hours
    /// @param unheard of these, those that didn't hear all
    /// @param requests in the last 24 hours
    /// @param medianMillis of the last look's requests; absent where it sent none, as from a volume
    /// @param p95Millis one in twenty of its requests took longer
    public record Health(
            long tookMillis,
            long gaps,
            List<Worst> worst,
            Optional<Instant> heardAt,
            Optional<Long> heardAgeSeconds,
            long looks,
            long unheard,
            long requests,
            Optional<Double> medianMillis,
            Optional<Double> p95Millis) {
        public Health {
            worst = List.copyOf(worst);
        }

        static Health of(LookHealth kept, Instant now) {
            return new Health(
                    kept.took().toMillis(),
                    kept.gaps(),
                    kept.worst().stream()
                            .map(each -> new Worst(Text.plain(each.repository()), each.gaps(), each.why()))
                            .toList(),
                    kept.heardAt(),
                    kept.heardAt().map(at -> Duration.between(at, now).toSeconds()),
                    kept.looks(),
                    kept.unheard(),
                    kept.requests(),
                    kept.median().map(SourcesResource::millis),
                    kept.p95().map(SourcesResource::millis));
        }
    }

    /// A repository of which not all was heard.
    ///
    /// @param why of one of its gaps
    public record Worst(String repository, long gaps, String why) {}

    @GET
    @Operation(operationId = "listSources", summary = "What is looked at, how long ago, and what is not seen")
    @Needs(Permission.READ)
    public Listed<Source> sources() {
        Configuration configuration = running.inForce().configuration();
        Instant now = running.clocks().now();
        List<SourceItem> looks = new EstatePages(running.database()).sources();
        Map<String, LookHealth> health = new LookHealths(running.database()).since(now.minus(DAY));
        List<Source> all = new ArrayList<>();
        configuration.registries().stream()
                .filter(registry -> caller.actor().covers().test(registry.name()))
                .forEach(registry ->
                        all.add(registry(registry, looks, Optional.ofNullable(health.get(registry.name())), now)));
        for (KeptEnvironment environment : running.environments().list()) {
            all.add(environment(environment, configuration, now));
        }
        return Listed.all(all);
    }

    private Source registry(RegistryConfig registry, List<SourceItem> looks, Optional<LookHealth> health, Instant now) {
        Optional<SourceItem> look = looks.stream()
                .filter(each -> each.source().equals("registry") && each.name().equals(registry.name()))
                .findFirst();
        List<String> blind = new ArrayList<>(Plans.unmet(registry));
        if (registry.storage().isEmpty()) {
            blind.add("untagged manifests that no index lists can't be seen over /v2/; name the registry's folder with"
                    + " `storage:` to see them");
        }
        return new Source(
                registry.name(),
                registry.storage().isPresent() ? "storage" : "registry",
                registry.storage().map(Object::toString).orElse(registry.url().toString()),
                look.map(each -> Words.of(each.heard())).orElse(NEVER),
                look.map(SourceItem::detail).orElse("not looked at yet"),
                look.map(SourceItem::observed),
                look.map(each -> Duration.between(each.observed(), now).toSeconds()),
                running.schedule().next(registry.name()),
                look.map(SourceItem::requests).orElse(0L),
                blind,
                Optional.empty(),
                Optional.empty(),
                health.map(kept -> Health.of(kept, now)));
    }

    private static Source environment(KeptEnvironment environment, Configuration configuration, Instant now) {
        List<String> blind = new ArrayList<>();
        if (!environment.why().isEmpty()) {
            blind.add(environment.why());
        }
        if (environment.heard().filter(heard -> heard != Heard.YES).isPresent()) {
            blind.add("nothing that it could use is removed until all of it is heard");
        }
        return new Source(
                environment.name(),
                "environment",
                configuration
                        .environment(environment.name())
                        .map(EnvironmentConfig::url)
                        .map(Object::toString)
                        .orElseGet(() -> environment.url().isEmpty()
                                ? environment
                                        .directory()
                                        .map(directory -> "by " + directory)
                                        .orElse("")
                                : environment.url()),
                environment.heard().map(Words::of).orElse(NEVER),
                environment.detail().isEmpty() ? "not looked at yet" : environment.detail(),
                environment.observed(),
                environment.observed().map(at -> Duration.between(at, now).toSeconds()),
                Optional.empty(),
                environment.requests(),
                blind,
                Optional.of(environment.remembered()),
                Optional.of(state(environment.state())),
                Optional.empty());
    }

    /// To the hundredth.
    static double millis(Duration time) {
        return Math.round(time.toNanos() / 1e4) / 100.0;
    }

    static String state(EnvironmentState state) {
        return state == EnvironmentState.REMOVED ? "remembered" : Words.of(state);
    }
}
