package dev.regent.server.rest;

import dev.regent.server.rest.EstateItems.StorageItem;
import dev.regent.store.estate.Pulls.Known;
import dev.regent.store.space.StorageBy;
import dev.regent.store.space.StorageShare;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is stored beside how often it is pulled.
///
/// @param known by the name of a registry that tells of pulls
record PulledStorage(StorageBy by, Map<String, Known> known) {

    /// What takes much and is pulled little comes first; last what nobody tells of.
    private static final Comparator<StorageItem> BY_PULLS = Comparator.comparingDouble(PulledStorage::perByte)
            .thenComparing(
                    Comparator.comparingLong(StorageItem::attributedBytes).reversed());

    PulledStorage {
        known = Map.copyOf(known);
    }

    /// Items in the order of what they are made of, the largest first.
    List<StorageItem> items(List<StorageShare> shares) {
        return shares.stream().map(this::item).toList();
    }

    /// Those that are pulled least for what they take first.
    List<StorageItem> leastPulledFirst(List<StorageShare> shares) {
        return shares.stream().map(this::item).sorted(BY_PULLS).toList();
    }

    private StorageItem item(StorageShare share) {
        Optional<Known> registry = share.registry().flatMap(name -> Optional.ofNullable(known.get(name)));
        return StorageItem.of(share, registry.map(told -> pulls(share, told)), registry.map(Known::since));
    }

    private long pulls(StorageShare share, Known told) {
        return by == StorageBy.REGISTRY
                ? told.ofRepository().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()
                : share.name()
                        .map(name -> told.ofRepository().getOrDefault(name, 0L))
                        .orElse(0L);
    }

    /// What takes nothing comes after all that takes something.
    private static double perByte(StorageItem item) {
        if (item.pulls().isEmpty()) {
            return Double.POSITIVE_INFINITY;
        }
        return item.attributedBytes() == 0
                ? Double.MAX_VALUE
                : (double) item.pulls().get() / item.attributedBytes();
    }
}
