package dev.regent.store.estate;

import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is kept on one environment's uses, and how a look changes it. A use that isn't shown any
/// more ends only if all was heard of the same environment as before, and not too much went at
/// once.
final class UseLedger {

    /// An environment that used fewer images than this can't shrink.
    static final int FEWEST_IMAGES = 4;

    /// Swarm keeps one former specification of a service; each update overwrites it.
    static final int ROLLBACKS_KEPT = 2;

    static final Duration ROLLBACKS_KEPT_FOR = Duration.ofDays(30);

    private static final String SERVICE = "service ";

    private final EnvironmentState state;
    private final Optional<String> identity;
    private final List<KeptUse> open;
    private final List<WantedImage> wantedBefore;

    /// What a look came to.
    ///
    /// @param open every use that protects now; those without a row are new
    /// @param changed those of them whose row has to be changed
    /// @param ended those that protect no more
    record Outcome(
            EnvironmentState state,
            String why,
            Optional<String> identity,
            boolean identityChanged,
            List<KeptUse> open,
            List<KeptUse> changed,
            List<KeptUse> ended) {
        Outcome {
            open = List.copyOf(open);
            changed = List.copyOf(changed);
            ended = List.copyOf(ended);
        }
    }

    /// @param state before the look
    /// @param identity the last that is known
    /// @param wantedBefore what services of the same environment wanted, and want no more
    UseLedger(EnvironmentState state, Optional<String> identity, List<KeptUse> open, List<WantedImage> wantedBefore) {
        this.state = state;
        this.identity = identity;
        this.open = List.copyOf(open);
        this.wantedBefore = List.copyOf(wantedBefore);
    }

    Outcome take(EnvironmentObservation seen, Look look) {
        Optional<String> now = seen.identity().or(() -> identity);
        boolean changed = identity.isPresent() && !now.equals(identity);
        List<KeptUse> before = changed ? allOfFormer(identity.get()) : open;
        boolean shrunk = seen.heard() == Heard.YES && shrunk(before, seen.uses());
        List<KeptUse> after = new ArrayList<>(shown(before, seen.uses(), now, look.endedAt()));
        List<KeptUse> ended = new ArrayList<>();
        Set<Use> shown = Set.copyOf(seen.uses());
        for (KeptUse use : before) {
            if (use.hold() == Hold.CHANGED) {
                after.add(use);
            } else if (use.hold() != Hold.ROLLBACK && !shown.contains(use.use())) {
                unshown(use, seen.heard(), shrunk, look).ifPresentOrElse(after::add, () -> ended.add(use));
            }
        }
        rollbacks(before, seen, shrunk, ended, look, now, after);
        Map<Long, KeptUse> former =
                open.stream().collect(Collectors.toMap(KeptUse::id, use -> use, (one, _) -> one, HashMap::new));
        List<KeptUse> rewritten = after.stream()
                .filter(use -> use.id() != 0 && !use.equals(former.get(use.id())))
                .toList();
        EnvironmentState then = state(changed, shrunk, after);
        return new Outcome(then, why(then, changed, seen, before, now), now, changed, after, rewritten, ended);
    }

    private List<KeptUse> allOfFormer(String former) {
        String why = "remembered of " + brief(former);
        return open.stream()
                .map(use -> use.hold() == Hold.CHANGED ? use : use.held(Hold.CHANGED, why))
                .toList();
    }

    static String brief(String identity) {
        return identity.length() <= 12 ? identity : identity.substring(0, 12);
    }

    private static boolean shrunk(List<KeptUse> before, List<Use> now) {
        long images = images(before.stream().filter(UseLedger::counts).map(KeptUse::use));
        return images >= FEWEST_IMAGES && images(now.stream()) * 2 < images;
    }

    private static boolean counts(KeptUse use) {
        return switch (use.hold()) {
            case SHOWN, UNHEARD, SHRUNK -> true;
            case CHANGED, ROLLBACK -> false;
        };
    }

    private static long images(Stream<Use> uses) {
        return uses.map(WantedImage::key).distinct().count();
    }

    private static List<KeptUse> shown(List<KeptUse> before, List<Use> seen, Optional<String> identity, Instant at) {
        Map<Use, KeptUse> known = new HashMap<>();
        before.stream().filter(UseLedger::counts).forEach(use -> known.putIfAbsent(use.use(), use));
        return seen.stream()
                .distinct()
                .map(use ->
                        known.containsKey(use) ? known.get(use).held(Hold.SHOWN, "") : KeptUse.shown(identity, use, at))
                .toList();
    }

    /// What becomes of a use that isn't shown; empty if it is over.
    private static Optional<KeptUse> unshown(KeptUse use, Heard heard, boolean shrunk, Look look) {
        if (use.hold() == Hold.SHRUNK) {
            return Optional.of(use);
        }
        return switch (heard) {
            case YES -> {
                if (shrunk) {
                    yield Optional.of(use.held(Hold.SHRUNK, "remembered, gone with many at " + second(look)));
                }
                // What was told of, or seen by another look, after this one began: it may have passed by already.
                yield Optional.of(use).filter(later -> later.from().isAfter(look.startedAt()));
            }
            case PARTLY, NO ->
                Optional.of(
                        use.hold() == Hold.UNHEARD
                                ? use
                                : use.held(Hold.UNHEARD, "remembered, not heard since " + second(look)));
        };
    }

    private static Instant second(Look look) {
        return Instant.ofEpochSecond(look.endedAt().getEpochSecond());
    }

    /// Adds what services could be told to go back to. Anew only when all was heard: else what was
    /// kept stays.
    private void rollbacks(
            List<KeptUse> before,
            EnvironmentObservation seen,
            boolean shrunk,
            List<KeptUse> ended,
            Look look,
            Optional<String> now,
            List<KeptUse> after) {
        Map<Use, KeptUse> kept = new HashMap<>();
        before.stream().filter(use -> use.hold() == Hold.ROLLBACK).forEach(use -> kept.put(use.use(), use));
        if (seen.heard() != Heard.YES) {
            after.addAll(kept.values());
            return;
        }
        List<WantedImage> wanted = new ArrayList<>(wantedBefore);
        ended.stream()
                .filter(use -> use.use().kind() == Use.Kind.DESIRED
                        || (use.use().kind() == Use.Kind.ROLLBACK && use.hold() != Hold.ROLLBACK))
                .forEach(use -> wanted.add(new WantedImage(use.use(), look.endedAt())));
        wanted.sort(Comparator.comparing(WantedImage::until).reversed());
        Set<String> services = services(seen);
        for (String service : services) {
            for (WantedImage image : lastWanted(service, wanted, seen, look)) {
                Use use = rollback(image.use());
                KeptUse former = kept.remove(use);
                Instant until = Instant.ofEpochSecond(
                        image.until().plus(ROLLBACKS_KEPT_FOR).getEpochSecond());
                after.add((former == null ? KeptUse.shown(now, use, look.endedAt()) : former)
                        .held(Hold.ROLLBACK, "remembered, wanted until lately, kept until " + until));
            }
        }
        for (KeptUse use : kept.values()) {
            boolean serviceGone = !services.contains(use.use().workload());
            (serviceGone && shrunk ? after : ended).add(use);
        }
    }

    private static Set<String> services(EnvironmentObservation seen) {
        return seen.uses().stream()
                .filter(use -> use.kind() == Use.Kind.DESIRED && use.workload().startsWith(SERVICE))
                .map(Use::workload)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static List<WantedImage> lastWanted(
            String service, List<WantedImage> wanted, EnvironmentObservation seen, Look look) {
        Set<String> shown = new HashSet<>();
        seen.uses().stream()
                .filter(use -> use.workload().equals(service))
                .forEach(use -> shown.add(WantedImage.key(use)));
        return wanted.stream()
                .filter(image -> image.use().workload().equals(service))
                .filter(image -> !look.pausedSince(image.until(), ROLLBACKS_KEPT_FOR))
                .filter(image -> shown.add(WantedImage.key(image.use())))
                .limit(ROLLBACKS_KEPT)
                .toList();
    }

    private static Use rollback(Use wanted) {
        return new Use(
                wanted.environment(), wanted.workload(), Use.Kind.ROLLBACK, wanted.reference(), wanted.digests());
    }

    private EnvironmentState state(boolean changed, boolean shrunk, List<KeptUse> after) {
        if (changed || state == EnvironmentState.CHANGED || holds(after, Hold.CHANGED)) {
            return EnvironmentState.CHANGED;
        }
        return shrunk || holds(after, Hold.SHRUNK) ? EnvironmentState.SHRUNK : EnvironmentState.WATCHED;
    }

    private static boolean holds(List<KeptUse> uses, Hold hold) {
        return uses.stream().anyMatch(use -> use.hold() == hold);
    }

    /// Empty if the state stays what it was.
    private String why(
            EnvironmentState then,
            boolean changed,
            EnvironmentObservation seen,
            List<KeptUse> before,
            Optional<String> now) {
        return switch (then) {
            case CHANGED ->
                changed
                        ? "it was " + brief(identity.orElse("")) + " and is " + brief(now.orElse(""))
                                + ": confirm it, and what the former one used protects no more"
                        : "";
            case SHRUNK ->
                state == EnvironmentState.SHRUNK
                        ? ""
                        : "it used "
                                + images(before.stream()
                                        .filter(UseLedger::counts)
                                        .map(KeptUse::use))
                                + " images and shows " + images(seen.uses().stream())
                                + ": confirm it if the others are gone for good";
            case WATCHED, REMOVED, RETIRED -> "";
        };
    }
}
