package dev.regent.server.rest;

import dev.regent.analyse.ownership.Attribution;
import dev.regent.analyse.ownership.Tier;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.server.access.Caller;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.Attributions;
import dev.regent.server.estate.Whereabouts;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentPages.KeptWorkload;
import dev.regent.store.estate.EnvironmentPages.WorkloadFilter;
import dev.regent.store.estate.EstatePages.UseItem;
import dev.regent.store.estate.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Workloads as they are shown: whose they are, and where their images are.
final class Workloads {

    /// So many are read at once, however few of them are wanted.
    private static final int READ = 500;

    private static final int MOST_READS = 100;

    private final Running running;
    private final EnvironmentPages pages;
    private final Covered covered;
    private final Attributions attributions;
    private final Evidence evidence;

    Workloads(Running running, Caller caller) {
        this.running = running;
        this.pages = running.environmentPages();
        this.covered = new Covered(caller.actor());
        this.attributions = new Attributions(running.inForce().configuration().ownership(), pages);
        this.evidence = new Evidence(running);
    }

    /// Something that somebody says of a workload.
    ///
    /// @param source who says it
    public record Said(String value, String source) {
        static <T> Said of(Attribution.Said<T> said) {
            return new Said(said.value().toString(), said.source());
        }
    }

    /// A repository that has an image.
    public record HeldAt(String registry, String repository) {}

    /// An image that a workload uses.
    ///
    /// @param container which of the workload's containers; absent where it has but one
    /// @param kind `running`, `stopped`, `desired`, `rollback` or `declared`
    /// @param reference absent where it names only an id
    /// @param held `held` if a registry that is looked at has it, `missing` if the one that it
    ///     names hasn't, `foreign` if it names none that is looked at or approved, `unknown` if
    ///     too little was heard
    /// @param places which have it
    /// @param why why it isn't held
    /// @param remembered why it protects though the environment doesn't show it
    public record UsedImage(
            Optional<String> container,
            String kind,
            Optional<String> reference,
            List<String> digests,
            Instant since,
            String held,
            List<HeldAt> places,
            Optional<String> why,
            Optional<String> remembered) {
        public UsedImage {
            digests = List.copyOf(digests);
            places = List.copyOf(places);
        }
    }

    /// One workload.
    ///
    /// @param space its namespace or stack
    /// @param tier `production`, `staging`, `development`, or `unknown`, which counts as
    ///     production
    /// @param conflicts contradictions about whose it is, a sentence each
    /// @param heardAt when its environment was heard the last time
    /// @param ageSeconds since then
    public record Workload(
            String environment,
            String name,
            Optional<String> space,
            Said tier,
            Optional<Said> team,
            Optional<Said> owner,
            List<String> conflicts,
            List<UsedImage> images,
            Optional<Instant> heardAt,
            Optional<Long> ageSeconds) {
        public Workload {
            conflicts = List.copyOf(conflicts);
            images = List.copyOf(images);
        }
    }

    /// Which workloads; all conditions must hold.
    ///
    /// @param tier one that counts as production is found by `production` too
    /// @param held at least one of its images is so
    record Filter(
            Optional<String> environment,
            Optional<String> tier,
            Optional<String> team,
            Optional<String> held,
            Optional<String> text) {

        static Filter in(String environment) {
            return new Filter(
                    Optional.of(environment), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        WorkloadFilter kept() {
            return new WorkloadFilter(environment, text);
        }

        /// Whether it lets only some through of what the database gives.
        boolean some() {
            return tier.isPresent() || team.isPresent() || held.isPresent();
        }

        boolean holds(List<UsedImage> images) {
            return held.isEmpty()
                    || images.stream().anyMatch(image -> image.held().equals(held.get()));
        }

        boolean belongs(Attribution attribution) {
            Tier is = attribution.tier().value();
            boolean tierFits = tier.isEmpty()
                    || tier.get().equals(Words.of(is))
                    || tier.get().equals(Words.of(is.countsAs()));
            boolean teamFits = team.isEmpty()
                    || attribution.team().map(Attribution.Said::value).equals(team);
            return tierFits && teamFits;
        }
    }

    /// A part of the list. Where few fit, it can be short and yet have a next one.
    Listed<Workload> page(Filter filter, String cursor, int limit) {
        List<Workload> items = new ArrayList<>();
        String after = cursor;
        for (int reads = 0; reads < MOST_READS; reads++) {
            Page<KeptWorkload> page = pages.workloads(filter.kept(), after, filter.some() ? READ : limit);
            for (Placed each : fitting(page.items(), filter)) {
                items.add(each.workload());
                if (items.size() == limit) {
                    boolean last = page.next().isEmpty()
                            && each.cursor().equals(page.items().getLast().cursor());
                    return new Listed<>(items, Optional.of(each.cursor()).filter(_ -> !last));
                }
            }
            if (page.next().isEmpty()) {
                return Listed.all(items);
            }
            after = page.next().get();
        }
        return new Listed<>(items, Optional.of(after));
    }

    private record Placed(Workload workload, String cursor) {}

    private List<Placed> fitting(List<KeptWorkload> all, Filter filter) {
        Map<KeptWorkload, Attribution> belonging = new LinkedHashMap<>();
        for (KeptWorkload workload : all) {
            Attribution attribution = attributions.of(workload);
            if (filter.belongs(attribution)) {
                belonging.put(workload, attribution);
            }
        }
        Whereabouts whereabouts = new Whereabouts(
                running.inForce().configuration(),
                belonging.keySet().stream()
                        .flatMap(workload -> workload.uses().stream())
                        .toList(),
                pages);
        List<Placed> fitting = new ArrayList<>();
        belonging.forEach((workload, attribution) -> {
            List<UsedImage> images = workload.uses().stream()
                    .flatMap(use -> image(use, whereabouts).stream())
                    .toList();
            if (filter.holds(images) && (covered.everything() || !images.isEmpty())) {
                fitting.add(new Placed(workload(workload, attribution, images), workload.cursor()));
            }
        });
        return fitting;
    }

    private Optional<UsedImage> image(UseItem item, Whereabouts whereabouts) {
        Whereabouts.Answer answer = whereabouts.of(item);
        if (!covered.sees(item.use(), whereabouts, answer)) {
            return Optional.empty();
        }
        Use use = item.use();
        return Optional.of(new UsedImage(
                Optional.of(use.container()).filter(name -> !name.isEmpty()),
                Words.of(use.kind()),
                use.reference().map(ImagesResource::written),
                use.digests().stream().map(Digest::value).sorted().toList(),
                item.from(),
                Words.of(answer.held()),
                answer.places().stream()
                        .filter(place -> covered.covers(place.registry()))
                        .map(place -> new HeldAt(place.registry(), place.repository()))
                        .toList(),
                Optional.of(answer.why()).filter(why -> !why.isEmpty()),
                item.why()));
    }

    private Workload workload(KeptWorkload kept, Attribution attribution, List<UsedImage> images) {
        return new Workload(
                kept.environment(),
                kept.name(),
                kept.space(),
                Said.of(attribution.tier()),
                attribution.team().map(Said::of),
                attribution.owner().map(Said::of),
                attribution.conflicts(),
                images,
                evidence.heardAt(kept.environment()),
                evidence.ageSeconds(kept.environment()));
    }
}
