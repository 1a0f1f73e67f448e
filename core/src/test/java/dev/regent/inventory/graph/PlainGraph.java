package dev.regent.inventory.graph;

import dev.regent.inventory.graph.WhatIf.Loss;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The same questions answered by sets, from what they mean and with no eye on time.
final class PlainGraph {

    private final Map<Long, Set<Long>> contents = new HashMap<>();
    private final Map<Long, Long> lengths = new HashMap<>();
    private final Map<Long, Long> declared = new HashMap<>();
    private final SortedMap<Long, SortedSet<Long>> repositories = new TreeMap<>();

    void content(long manifest, long size, long... marked) {
        if (!contents.containsKey(manifest)) {
            Set<Long> all = new HashSet<>(Set.of(manifest));
            for (long each : marked) {
                all.add(each);
            }
            contents.put(manifest, all);
            lengths.put(manifest, size);
        }
    }

    void declared(long item, long bytes) {
        declared.merge(item, bytes, Math::max);
    }

    void put(long repository, long manifest) {
        repositories.computeIfAbsent(repository, _ -> new TreeSet<>()).add(manifest);
    }

    void take(long repository, long manifest) {
        repositories.getOrDefault(repository, new TreeSet<>()).remove(manifest);
    }

    /// Tells another the same, in the order of `manifests`.
    void tell(RegistryGraph other, List<Long> manifests) {
        declared.forEach(other::declared);
        for (long manifest : manifests) {
            other.content(
                    manifest,
                    lengths.get(manifest),
                    contents.get(manifest).stream().mapToLong(each -> each).toArray());
            members().reversed().stream()
                    .filter(member -> member.manifest() == manifest)
                    .forEach(member -> other.put(member.repository(), manifest));
        }
    }

    long stored() {
        return bytes(marked());
    }

    List<Member> members() {
        List<Member> members = new ArrayList<>();
        repositories.forEach(
                (repository, manifests) -> manifests.forEach(each -> members.add(new Member(repository, each))));
        return members;
    }

    List<Member> members(long repository) {
        return members().stream()
                .filter(member -> member.repository() == repository)
                .toList();
    }

    ManifestBytes manifest(long manifest) {
        List<Member> all = members().stream()
                .filter(member -> member.manifest() == manifest)
                .toList();
        if (all.isEmpty()) {
            return new ManifestBytes(0, 0);
        }
        long exclusive = without(all).freed();
        return new ManifestBytes(exclusive, bytes(contents.get(manifest)) - exclusive);
    }

    List<RepositoryBytes> repositories() {
        Map<Long, Long> attributed = new HashMap<>();
        for (long item : marked()) {
            List<Long> holders = repositories.keySet().stream()
                    .filter(repository -> marked(repository).contains(item))
                    .toList();
            long left = size(item);
            for (int each = 0; each < holders.size(); each++) {
                long share = Math.ceilDiv(left, holders.size() - each);
                attributed.merge(holders.get(each), share, Long::sum);
                left -= share;
            }
        }
        return repositories.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new RepositoryBytes(
                        entry.getKey(),
                        entry.getValue().size(),
                        bytes(marked(entry.getKey())),
                        without(members(entry.getKey())).freed(),
                        attributed.getOrDefault(entry.getKey(), 0L)))
                .toList();
    }

    List<RepositoryBytes> grouped(Grouping grouping) {
        PlainGraph groups = like();
        for (Member member : members()) {
            for (long group : grouping.of(member.repository(), member.manifest())) {
                groups.put(group, member.manifest());
            }
        }
        return groups.repositories();
    }

    List<HeldItem> held(HeldItem.Wanted wanted, long... unlessMarkedBy) {
        Set<Long> leftOut = new HashSet<>();
        for (long manifest : unlessMarkedBy) {
            leftOut.addAll(contents.getOrDefault(manifest, Set.of()));
        }
        return marked().stream()
                .filter(item -> !leftOut.contains(item) && wanted.ids().test(item))
                .map(this::held)
                .filter(item -> !wanted.exclusive() || item.repositories() == 1)
                .sorted(wanted.order().places())
                .filter(item -> wanted.after().isEmpty()
                        || wanted.order().places().compare(item, wanted.after().get()) > 0)
                .limit(wanted.count())
                .toList();
    }

    private HeldItem held(long item) {
        List<Member> holders = members().stream()
                .filter(member -> contents.get(member.manifest()).contains(item))
                .toList();
        return new HeldItem(
                item,
                size(item),
                (int) holders.stream().map(Member::manifest).distinct().count(),
                (int) holders.stream().map(Member::repository).distinct().count());
    }

    /// One that knows the same manifests and has none.
    private PlainGraph like() {
        PlainGraph like = new PlainGraph();
        like.contents.putAll(contents);
        like.lengths.putAll(lengths);
        like.declared.putAll(declared);
        return like;
    }

    WhatIf without(Collection<Member> gone) {
        PlainGraph then = like();
        SortedMap<Long, Integer> counts = new TreeMap<>();
        for (Member member : members()) {
            if (gone.contains(member)) {
                counts.merge(member.repository(), 1, Integer::sum);
            } else {
                then.put(member.repository(), member.manifest());
            }
        }
        List<Loss> losses = new ArrayList<>();
        counts.forEach((repository, count) ->
                losses.add(new Loss(repository, count, bytes(marked(repository)) - bytes(then.marked(repository)))));
        return new WhatIf(stored() - then.stored(), losses);
    }

    private Set<Long> marked() {
        Set<Long> marked = new HashSet<>();
        repositories.keySet().forEach(repository -> marked.addAll(marked(repository)));
        return marked;
    }

    private Set<Long> marked(long repository) {
        Set<Long> marked = new HashSet<>();
        repositories
                .getOrDefault(repository, new TreeSet<>())
                .forEach(manifest -> marked.addAll(contents.get(manifest)));
        return marked;
    }

    private long size(long item) {
        return lengths.getOrDefault(item, declared.getOrDefault(item, 0L));
    }

    private long bytes(Set<Long> items) {
        return items.stream().mapToLong(this::size).sum();
    }
}
