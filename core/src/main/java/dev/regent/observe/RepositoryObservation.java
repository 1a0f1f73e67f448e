package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// One repository as it was heard.
///
/// @param tags every tag that was listed
/// @param manifests manifests that are in this repository; over `/v2/` those that a tag, an index or a list of
///     referrers leads to
/// @param missing manifests that were asked for by digest and answered 404
/// @param gaps empty if everything that was asked for was heard
public record RepositoryObservation(
        String name, SortedMap<String, TagTarget> tags, Set<Digest> manifests, Set<Digest> missing, List<Gap> gaps) {
    public RepositoryObservation {
        tags = Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(tags)));
        manifests = Set.copyOf(manifests);
        missing = Set.copyOf(missing);
        gaps = List.copyOf(gaps);
    }

    /// Whether every list, tag and manifest that was asked for was heard.
    public boolean structureHeard() {
        return gaps.stream().noneMatch(gap -> gap.kind() == Gap.Kind.STRUCTURE);
    }
}
