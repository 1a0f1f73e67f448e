package dev.regent.analyse.ownership;

import dev.regent.analyse.ownership.Attribution.Said;
import dev.regent.observe.Hint;
import dev.regent.observe.Workload;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What far sides say of one workload and of its environment, in an order that doesn't depend on theirs.
///
/// @param hints of the workload and of its environment
record Claims(String environment, Workload workload, List<Hint> hints, LabelKeys labels) {

    /// One thing that is said. Of two the one with the lower rank is nearer to the workload.
    record Claim<T extends Comparable<T>>(int rank, Said<T> said) {}

    private static final int BY_NAME = Hint.From.values().length;

    /// What was said on purpose: by labels, tags and groups.
    List<Claim<Tier>> tiersSaid() {
        return sorted(hints.stream()
                .filter(hint -> switch (hint.from()) {
                    case LABEL, SPACE_LABEL -> labels.tier().contains(hint.key());
                    case TAG, GROUP -> true;
                    case TEAM, PERSON, CHANGED -> false;
                })
                .flatMap(hint -> tiers(rank(hint.from()), hint.value(), source(hint))));
    }

    /// What names let one guess.
    List<Claim<Tier>> tiersGuessed() {
        Stream<Claim<Tier>> ofSpace =
                workload.space().stream().flatMap(space -> tiers(BY_NAME, space, "namespace " + Text.plain(space)));
        return sorted(
                Stream.concat(ofSpace, tiers(BY_NAME + 1, environment, "environment " + Text.plain(environment))));
    }

    List<Claim<String>> teams() {
        return texts(labels.team(), Set.of(Hint.From.TEAM));
    }

    List<Claim<String>> owners() {
        return texts(labels.owner(), Set.of(Hint.From.PERSON, Hint.From.CHANGED));
    }

    private List<Claim<String>> texts(List<String> keys, Set<Hint.From> besides) {
        return sorted(hints.stream()
                .filter(hint -> switch (hint.from()) {
                    case LABEL, SPACE_LABEL -> keys.contains(hint.key());
                    case TAG, GROUP, TEAM, PERSON, CHANGED -> besides.contains(hint.from());
                })
                .filter(hint -> !hint.value().isBlank())
                .map(hint -> new Claim<>(
                        rank(hint.from()), new Said<>(Text.plain(hint.value().strip()), source(hint)))));
    }

    private static Stream<Claim<Tier>> tiers(int rank, String text, String source) {
        return Tier.spokenOfIn(text).stream().map(tier -> new Claim<>(rank, new Said<>(tier, source)));
    }

    private static <T extends Comparable<T>> List<Claim<T>> sorted(Stream<Claim<T>> claims) {
        List<Claim<T>> sorted = new ArrayList<>(claims.distinct().toList());
        sorted.sort(Comparator.comparingInt((Claim<T> claim) -> claim.rank())
                .thenComparing(claim -> claim.said().value())
                .thenComparing(claim -> claim.said().source()));
        return sorted;
    }

    private static int rank(Hint.From from) {
        return switch (from) {
            case LABEL -> 0;
            case SPACE_LABEL -> 1;
            case TAG -> 2;
            case GROUP -> 3;
            case TEAM, PERSON -> 4;
            case CHANGED -> 5;
        };
    }

    private static String source(Hint hint) {
        return switch (hint.from()) {
            case LABEL -> "label " + Text.plain(hint.key());
            case SPACE_LABEL -> "namespace label " + Text.plain(hint.key());
            case TAG -> "Portainer tag " + Text.plain(hint.value());
            case GROUP -> "Portainer group " + Text.plain(hint.value());
            case TEAM -> "Portainer team " + Text.plain(hint.value());
            case PERSON -> "made by " + Text.plain(hint.value());
            case CHANGED -> "last changed by " + Text.plain(hint.value());
        };
    }
}
