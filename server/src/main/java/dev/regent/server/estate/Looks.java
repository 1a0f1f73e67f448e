package dev.regent.server.estate;

import dev.regent.Regent;
import dev.regent.Regent.Known;
import dev.regent.Regent.Proposal;
import dev.regent.analyse.Past;
import dev.regent.analyse.Truth;
import dev.regent.analyse.retention.Condition;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import dev.regent.engine.EnvironmentLooks;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.engine.config.RegistryEnvironments;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Environments;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RegistrySource;
import dev.regent.observe.Remembered;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.plan.HeldBack;
import dev.regent.policy.PolicyException;
import dev.regent.policy.PolicyFiles;
import dev.regent.store.acts.PinStore;
import dev.regent.store.estate.CrawlMemory;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.LookStoppedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Looks at a registry and at what uses it, writes down what was seen, and says what could go.
public final class Looks {

    private final Supplier<InForce> inForce;
    private final FarSides farSides;
    private final EstateStore estate;
    private final EnvironmentStore environments;
    private final PinStore pins;
    private final Clocks clocks;

    /// @param inForce the configuration and policies of this moment
    public Looks(
            Supplier<InForce> inForce,
            FarSides farSides,
            EstateStore estate,
            EnvironmentStore environments,
            PinStore pins,
            Clocks clocks) {
        this.inForce = inForce;
        this.farSides = farSides;
        this.estate = estate;
        this.environments = environments;
        this.pins = pins;
        this.clocks = clocks;
    }

    /// Looks now. What is known of the registry is used where all of it is looked at; a look at some repositories is
    /// what deletions rely on, and reads all but build times anew.
    ///
    /// @param only repositories to look at; empty for all
    /// @throws InterruptedException if the caller gave up
    public Look look(RegistryConfig registry, Optional<Set<String>> only, Origin origin, Progress progress)
            throws InterruptedException {
        boolean known = only.isEmpty() && registry.storage().isEmpty();
        return look(
                registry,
                only,
                origin,
                progress,
                known ? Optional.of(estate.crawlBeside(registry.name(), clocks.now())) : Optional.empty());
    }

    /// Looks at all of a registry, and goes on with a look that was cut off. There may be one of a registry at a time.
    ///
    /// @throws LookStoppedException if a person stopped it
    /// @throws InterruptedException if the caller gave up
    Look watch(RegistryConfig registry, Progress progress) throws InterruptedException {
        Optional<CrawlMemory> memory = registry.storage().isPresent()
                ? Optional.empty()
                : Optional.of(estate.crawl(registry.name(), clocks.now()));
        Progress both = (source, what, done, total) -> {
            progress.at(source, what, done, total);
            if (what.equals("tags")) {
                memory.ifPresent(kept -> kept.progress(done, total));
            }
        };
        return look(registry, Optional.empty(), Origin.USUAL, both, memory);
    }

    private Look look(
            RegistryConfig registry,
            Optional<Set<String>> only,
            Origin origin,
            Progress progress,
            Optional<CrawlMemory> memory)
            throws InterruptedException {
        InForce now = inForce.get();
        Configuration configuration = now.configuration();
        String session = UUID.randomUUID().toString();
        Instant at = memory.map(CrawlMemory::beganAt).orElseGet(clocks::now);
        Duration clockOff = clocks.off();
        Past past = estate.past(registry.name(), at);
        RequestTally tally = new RequestTally(farSides.times());
        RegistrySource source =
                farSides.timed(tally).registry(configuration, registry, only, remembered(registry, memory, at));
        Regent.Request request = new Regent.Request(
                Map.of(registry.name(), (times, told) -> dated(source.observe(times, told), clockOff)),
                environments(configuration, registry, session, at),
                policies(now.policies(), registry, origin),
                at,
                new Known(
                        Map.of(registry.name(), allowing(past, origin)),
                        pinned(configuration, at),
                        otherHosts(configuration)));
        Proposal proposal = Regent.propose(request, progress);
        EstateStore.Recorded recorded =
                record(seen(session, at), proposal.registries().getFirst(), only.isEmpty(), memory);
        if (only.isEmpty()) {
            tally.times().ifPresent(seen -> estate.keepTimes(recorded, registry.name(), seen));
        }
        LookCounters.count(proposal);
        HeldBack heldBack = only.isEmpty() ? Regent.heldBack(request, proposal) : HeldBack.NOTHING;
        return new Look(session, at, configuration, registry, proposal, past, proposal.plan(), heldBack);
    }

    private Remembered remembered(RegistryConfig registry, Optional<CrawlMemory> memory, Instant at) {
        if (memory.isPresent()) {
            return memory.get();
        }
        return registry.storage().isPresent()
                ? Remembered.NOTHING
                : Remembered.buildTimes(estate.crawlBeside(registry.name(), at));
    }

    /// Grows with each use that begins: what a look found before it grew no longer says who uses what.
    long lastUse() {
        return environments.lastUse();
    }

    private EstateStore.Recorded record(
            dev.regent.store.estate.Look look, RegistryObservation seen, boolean all, Optional<CrawlMemory> memory) {
        if (memory.isPresent()) {
            return estate.record(look, seen, memory.get());
        }
        return all ? estate.record(look, seen) : estate.recordSome(look, seen);
    }

    private dev.regent.store.estate.Look seen(String session, Instant at) {
        Instant now = clocks.now();
        return new dev.regent.store.estate.Look(session, at, now.isBefore(at) ? at : now);
    }

    /// A clock may have jumped before a look or during it.
    private RegistryObservation dated(RegistryObservation seen, Duration offBefore) {
        Duration off = Stream.of(offBefore, clocks.off(), seen.clockOff().abs())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new RegistryObservation(
                seen.identity(),
                seen.kind(),
                seen.heard(),
                seen.detail(),
                seen.repositories(),
                seen.contents(),
                seen.volume(),
                off,
                seen.requests());
    }

    /// Where nobody said which environments use a registry, all that are known are asked: the
    /// plan can't be approved, but it shows as much as can be known. What was taken out of the
    /// configuration goes on protecting.
    private Optional<Environments> environments(
            Configuration configuration, RegistryConfig registry, String session, Instant at) {
        List<EnvironmentConfig> using = configuration.environments().stream()
                .filter(environment -> switch (registry.environments()) {
                    case RegistryEnvironments.Named(List<String> names) -> names.contains(environment.name());
                    case RegistryEnvironments.Unsaid _ -> true;
                    case RegistryEnvironments.None _ -> false;
                })
                .toList();
        List<EnvironmentObservation> removed = environments.remembered().stream()
                .filter(remembered -> !remembered.uses().isEmpty())
                .filter(remembered ->
                        using.stream().noneMatch(asked -> asked.name().equals(remembered.name())))
                .toList();
        if (using.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        Environments looks = farSides.environments(configuration, using, memory(session, at));
        return Optional.of(progress -> {
            List<EnvironmentObservation> seen = new ArrayList<>(looks.observe(progress));
            Set<String> names = seen.stream().map(EnvironmentObservation::name).collect(Collectors.toSet());
            removed.stream()
                    .filter(remembered -> !names.contains(remembered.name()))
                    .forEach(seen::add);
            return seen;
        });
    }

    private EnvironmentLooks.Memory memory(String session, Instant at) {
        return new EnvironmentLooks.Memory() {
            @Override
            public EnvironmentObservation seen(EnvironmentObservation now) {
                return environments.remember(now, Looks.this.seen(session, at));
            }

            @Override
            public List<EnvironmentObservation> missing(String directory, Heard heard, Set<String> listed) {
                return environments.listed(directory, heard, listed, clocks.now());
            }
        };
    }

    /// A plan for picked images takes from the policies what they keep, and nothing of what they
    /// remove.
    private static List<RetentionPolicy> policies(
            List<RetentionPolicy> inForce, RegistryConfig registry, Origin origin) {
        List<RetentionPolicy> policies = new ArrayList<>();
        for (RetentionPolicy policy : inForce) {
            policies.add(origin.picked().isEmpty() ? policy : keepsOf(policy));
        }
        origin.policy().ifPresent(text -> policies.addAll(parsed(text)));
        if (!origin.picked().isEmpty()) {
            policies.add(picked(registry, origin.picked()));
        }
        return policies;
    }

    private static RetentionPolicy keepsOf(RetentionPolicy policy) {
        return new RetentionPolicy(
                policy.name(),
                policy.digest(),
                policy.scope(),
                policy.items().stream()
                        .filter(item -> item.action() == Action.KEEP)
                        .toList(),
                policy.allowEmpty());
    }

    private static RetentionPolicy picked(RegistryConfig registry, Set<Origin.Picked> picked) {
        Set<String> repositories =
                picked.stream().map(Origin.Picked::repository).collect(Collectors.toSet());
        Condition.Picked condition =
                new Condition.Picked(picked.stream().map(Origin.Picked::digest).collect(Collectors.toSet()));
        return new RetentionPolicy(
                "picked",
                Digest.sha256(condition.written().getBytes(StandardCharsets.UTF_8)),
                new RetentionPolicy.Scope(registry.name()::equals, repositories::contains, Set.of()),
                List.of(new Item(Action.REMOVE, List.of(condition))),
                false);
    }

    /// Understands policies that came with a request.
    ///
    /// @throws IllegalArgumentException with all that is wrong in them
    static List<RetentionPolicy> parsed(String text) {
        try {
            return PolicyFiles.parse("policy", text);
        } catch (PolicyException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// A person who picks an image that came back wants it gone again.
    private static Past allowing(Past past, Origin origin) {
        return new Past() {
            @Override
            public Optional<Instant> newSince(String repository, Digest manifest) {
                return past.newSince(repository, manifest);
            }

            @Override
            public Optional<Instant> untaggedSince(String repository, Digest manifest) {
                return past.untaggedSince(repository, manifest);
            }

            @Override
            public boolean reappeared(String repository, Digest manifest) {
                return past.reappeared(repository, manifest)
                        && !origin.picked().contains(new Origin.Picked(repository, manifest));
            }

            @Override
            public Truth usedSince(Digest digest, Instant since) {
                return past.usedSince(digest, since);
            }
        };
    }

    private List<Use> pinned(Configuration configuration, Instant now) {
        List<Use> uses = new ArrayList<>();
        configuration.pins().stream()
                .filter(pin -> pin.holdsAt(now))
                .forEach(pin -> uses.add(pin("the configuration", pin.image(), pin.reason(), pin.owner())));
        pins.inForce()
                .forEach(pin -> uses.add(pin(
                        "Regent",
                        pin.image(),
                        pin.reason(),
                        Optional.of(pin.owner()).filter(owner -> !owner.isBlank()))));
        return uses;
    }

    private static Use pin(String where, String image, String reason, Optional<String> owner) {
        ImageReference reference = Names.reference(image);
        String words = reason + owner.map(name -> ", " + name).orElse("");
        return new Use(where, words, Use.Kind.PINNED, Optional.of(reference), Set.of());
    }

    private static Set<String> otherHosts(Configuration configuration) {
        return configuration.registries().stream()
                .flatMap(registry -> registry.hosts().stream())
                .collect(Collectors.toSet());
    }
}
