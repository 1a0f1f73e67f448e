package dev.regent.analyse.ownership;

import dev.regent.analyse.ownership.Attribution.Said;
import dev.regent.analyse.ownership.Claims.Claim;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Hint;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells whom workloads and repositories belong to. Of the rules the first that matches and says it decides, for tier,
/// team and owner
/// apart. Without one, what is nearest to the workload does: its labels, its namespace's labels, then tags, groups and
/// teams of its environment. Names are heeded only where none of these speaks of a tier.
///
/// Labels and names are written by whoever deploys, so none of them can make a workload seem harmless: where what was
/// said on purpose, or else the names, speak of several tiers, the most dangerous counts, and the contradiction is
/// told.
///
/// @param rules in the order in which they count
/// @param repositories in the order in which they count
public record Ownership(LabelKeys labels, List<MappingRule> rules, List<RepositoryRule> repositories) {

    public static final Ownership USUAL = new Ownership(LabelKeys.USUAL, List.of(), List.of());

    private static final int SHOWN = 3;
    private static final Said<Tier> UNSAID = new Said<>(Tier.UNKNOWN, "nobody says; it counts as production");

    public Ownership {
        rules = List.copyOf(rules);
        repositories = List.copyOf(repositories);
    }

    /// The team that people say a repository belongs to; empty where they don't say. The first rule that matches
    /// decides.
    public Optional<String> teamOf(String registry, String repository) {
        return repositories.stream()
                .filter(rule -> rule.holds(registry, repository))
                .map(RepositoryRule::team)
                .findFirst();
    }

    /// Of every workload that an environment uses images for or says something of, by its name.
    public SortedMap<String, Attribution> of(EnvironmentObservation environment) {
        Map<String, Workload> workloads = new LinkedHashMap<>();
        environment.facts().workloads().forEach(workload -> workloads.putIfAbsent(workload.name(), workload));
        environment.uses().stream()
                .map(Use::workload)
                .forEach(name -> workloads.computeIfAbsent(name, it -> new Workload(it, Optional.empty(), List.of())));
        SortedMap<String, Attribution> all = new TreeMap<>();
        workloads.forEach((name, workload) ->
                all.put(name, of(environment.name(), environment.facts().hints(), workload)));
        return Collections.unmodifiableSortedMap(all);
    }

    /// Of one workload.
    ///
    /// @param hints about all workloads of the environment
    public Attribution of(String environment, Collection<Hint> hints, Workload workload) {
        Claims claims = new Claims(
                environment,
                workload,
                Stream.concat(workload.hints().stream(), hints.stream()).toList(),
                labels);
        List<MappingRule> matching = rules.stream()
                .filter(rule -> rule.match().holds(environment, workload.space(), workload.name()))
                .toList();
        List<String> conflicts = new ArrayList<>();
        Said<Tier> tier = ruled(matching, MappingRule::tier).orElseGet(() -> tier(claims, conflicts));
        Optional<Said<String>> team =
                ruled(matching, MappingRule::team).or(() -> nearest("team", claims.teams(), conflicts));
        Optional<Said<String>> owner =
                ruled(matching, MappingRule::owner).or(() -> nearest("owner", claims.owners(), conflicts));
        return new Attribution(tier, team, owner, conflicts);
    }

    private static <T> Optional<Said<T>> ruled(List<MappingRule> matching, Function<MappingRule, Optional<T>> says) {
        return matching.stream()
                .flatMap(rule -> says.apply(rule).stream().map(value -> new Said<>(value, rule.name())))
                .findFirst();
    }

    private static Said<Tier> tier(Claims claims, List<String> conflicts) {
        List<Claim<Tier>> said = claims.tiersSaid();
        List<Claim<Tier>> heeded = said.isEmpty() ? claims.tiersGuessed() : said;
        Optional<Tier> worst =
                heeded.stream().map(claim -> claim.said().value()).min(Tier::compareTo);
        if (worst.isEmpty()) {
            return UNSAID;
        }
        if (heeded.stream().anyMatch(claim -> claim.said().value() != worst.get())) {
            conflicts.add("tier: " + saying(heeded) + "; " + worst.get() + " counts until a mapping rule decides");
        }
        return heeded.stream()
                .map(Claim::said)
                .filter(one -> one.value() == worst.get())
                .findFirst()
                .orElseThrow();
    }

    /// What is nearest to the workload; nothing where that contradicts itself.
    private static Optional<Said<String>> nearest(String what, List<Claim<String>> claims, List<String> conflicts) {
        if (claims.isEmpty()) {
            return Optional.empty();
        }
        List<Claim<String>> near = claims.stream()
                .filter(claim -> claim.rank() == claims.getFirst().rank())
                .toList();
        Said<String> first = near.getFirst().said();
        if (near.stream().anyMatch(claim -> !claim.said().value().equals(first.value()))) {
            conflicts.add(what + ": " + saying(near) + "; none counts until a mapping rule decides");
            return Optional.empty();
        }
        return Optional.of(first);
    }

    /// For each value the first who says it, and how many more values there are.
    private static <T extends Comparable<T>> String saying(List<Claim<T>> claims) {
        Map<T, String> sources = new LinkedHashMap<>();
        claims.forEach(
                claim -> sources.putIfAbsent(claim.said().value(), claim.said().source()));
        int more = sources.size() - SHOWN;
        return sources.entrySet().stream()
                        .limit(SHOWN)
                        .map(each -> each.getValue() + " says " + each.getKey())
                        .collect(Collectors.joining(", "))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
