package dev.regent.server.rest;

import dev.regent.analyse.ownership.Tier;
import dev.regent.observe.Heard;
import dev.regent.observe.Notice;
import dev.regent.server.access.Caller;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Attributions;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.Freshness;
import dev.regent.store.estate.KeptEnvironment;
import dev.regent.store.estate.KeptFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Environments as they are shown.
final class Environments {

    private final Running running;
    private final Caller caller;
    private final Instant now;
    private final Map<String, KeptFacts> facts;
    private final Map<String, Map<String, Long>> tiers = new HashMap<>();

    Environments(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
        this.now = running.clocks().now();
        EnvironmentPages pages = running.environmentPages();
        this.facts = pages.facts();
        Attributions attributions =
                new Attributions(running.inForce().configuration().ownership(), pages);
        pages.attributable()
                .forEach(workload -> tiers.computeIfAbsent(workload.environment(), _ -> none())
                        .merge(Words.of(attributions.of(workload).tier().value()), 1L, Long::sum));
    }

    private static Map<String, Long> none() {
        Map<String, Long> counts = new TreeMap<>();
        for (Tier tier : Tier.values()) {
            counts.put(Words.of(tier), 0L);
        }
        return counts;
    }

    /// One environment.
    ///
    /// @param kind what it was at the last look, for example `docker` or `kubernetes`
    /// @param directory what led to it, where it is not configured itself
    /// @param state `watched`, `remembered`, `changed`, `shrunk` or `retired`
    /// @param heard `yes`, `partly`, `no`, or `never` before the first look
    /// @param heardSince since when it is heard as it is now
    /// @param why why it isn't heard wholly, or isn't what it was; absent if nothing is wrong
    /// @param lift what to do about that
    /// @param ageSeconds since the last look
    /// @param freshness `events` if changes are known within seconds, `polling` if by the next
    ///     look
    /// @param freshnessWhy why changes can't be heard at the moment
    /// @param remembered uses that protect though the environment doesn't show them
    /// @param tiers how many workloads there are of each tier
    /// @param notices what was noticed and should be mended; only for tokens that cover
    ///     everything
    public record Environment(
            String name,
            String kind,
            Optional<String> directory,
            String url,
            Optional<String> identity,
            String state,
            String heard,
            Optional<Instant> heardSince,
            Optional<String> why,
            Optional<String> lift,
            String detail,
            Optional<Instant> observedAt,
            Optional<Long> ageSeconds,
            String freshness,
            Optional<String> freshnessWhy,
            long uses,
            long remembered,
            Map<String, Long> tiers,
            List<String> nodes,
            List<Noticed> notices) {
        public Environment {
            tiers = Collections.unmodifiableMap(new TreeMap<>(tiers));
            nodes = List.copyOf(nodes);
            notices = List.copyOf(notices);
        }
    }

    /// Something that a person should mend.
    ///
    /// @param remedy what to do
    public record Noticed(String kind, String subject, String words, String remedy) {
        static Noticed of(Notice notice) {
            return new Noticed(notice.kind(), notice.subject(), notice.words(), notice.remedy());
        }
    }

    List<Environment> all() {
        return running.environments().list().stream().map(this::shown).toList();
    }

    Optional<Environment> named(String name) {
        return running.environments().list().stream()
                .filter(kept -> kept.name().equals(name))
                .map(this::shown)
                .findFirst();
    }

    Environment shown(KeptEnvironment kept) {
        KeptFacts said = facts.getOrDefault(kept.name(), KeptFacts.NONE);
        return new Environment(
                kept.name(),
                kept.kind(),
                kept.directory(),
                kept.url(),
                kept.identity(),
                SourcesResource.state(kept.state()),
                kept.heard().map(Words::of).orElse("never"),
                kept.heardSince(),
                why(kept),
                lift(kept),
                kept.why().isEmpty() ? kept.detail() : kept.why() + "; " + kept.detail(),
                kept.observed(),
                kept.observed().map(at -> Duration.between(at, now).toSeconds()),
                kept.freshness() == Freshness.EVENTS ? "events" : "polling",
                Optional.of(kept.freshnessWhy()).filter(why -> kept.freshness() == Freshness.DEAF),
                kept.uses(),
                kept.remembered(),
                tiers.getOrDefault(kept.name(), none()),
                said.nodes(),
                caller.actor().seesAll()
                        ? said.notices().stream().map(Noticed::of).toList()
                        : List.of());
    }

    private static Optional<String> why(KeptEnvironment kept) {
        if (!kept.why().isEmpty()) {
            return Optional.of(kept.why());
        }
        if (kept.heard().isEmpty()) {
            return Optional.of("it was not looked at yet");
        }
        return Optional.of(kept.detail()).filter(_ -> kept.heard().get() != Heard.YES);
    }

    /// What was not heard says itself how to change that.
    private static Optional<String> lift(KeptEnvironment kept) {
        String command = "regent environment %s " + kept.name() + " --reason TEXT";
        boolean unheard = kept.heard().filter(heard -> heard != Heard.YES).isPresent();
        return switch (kept.state()) {
            case REMOVED -> Optional.of(command.formatted("retire") + ", if it is gone for good");
            case CHANGED, SHRUNK -> Optional.of(command.formatted("confirm") + ", if what it shows now is right");
            case WATCHED ->
                Optional.of("mend that; until then nothing that it could use is removed")
                        .filter(_ -> unheard);
            case RETIRED -> Optional.empty();
        };
    }
}
