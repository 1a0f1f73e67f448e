package dev.regent.store.space;

import dev.regent.store.space.StorageSeries.Point;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What one of several held on some days, added up.
final class DaySeries {

    private final List<LocalDate> days;
    private final BitSet known = new BitSet();
    private final long[] tags;
    private final long[] manifests;
    private final long[] bytes;
    private final long[] attributed;

    /// What a repository held.
    record Size(long tags, long manifests, long bytes, long attributed) {
        static final Size NOTHING = new Size(0, 0, 0, 0);
    }

    DaySeries(List<LocalDate> days) {
        this.days = List.copyOf(days);
        tags = new long[days.size()];
        manifests = new long[days.size()];
        bytes = new long[days.size()];
        attributed = new long[days.size()];
    }

    /// Adds something to each day from one place to before another.
    ///
    /// @param moreBytes of these how much counts here
    /// @param moreAttributed and of what is attributed
    void add(int from, int to, Size size, long moreBytes, long moreAttributed) {
        known.set(from, to);
        for (int day = from; day < to; day++) {
            tags[day] += size.tags();
            manifests[day] += size.manifests();
            bytes[day] += moreBytes;
            attributed[day] += moreAttributed;
        }
    }

    /// Of days to which nothing was added, not even nothing, there is no point.
    StorageSeries of(Optional<String> name, Optional<String> registry) {
        return new StorageSeries(
                name,
                registry,
                known.stream()
                        .mapToObj(
                                day -> new Point(days.get(day), tags[day], manifests[day], bytes[day], attributed[day]))
                        .toList());
    }
}
