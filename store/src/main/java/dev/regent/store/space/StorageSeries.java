package dev.regent.store.space;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/// How much one of several held, day by day.
///
/// @param name empty for what belongs to no team
/// @param registry empty where it can be in several
/// @param points the oldest first; at least one. Of days without a point nothing is known
public record StorageSeries(Optional<String> name, Optional<String> registry, List<Point> points) {

    /// What it held on one day.
    ///
    /// @param bytes of a repository all that it marks; of a registry or a team the same as `attributedBytes`
    public record Point(LocalDate day, long tags, long manifests, long bytes, long attributedBytes) {}

    public StorageSeries {
        points = List.copyOf(points);
    }

    /// By how many bytes what is attributed to it grew from the first to the last point.
    public long grewBytes() {
        return points.getLast().attributedBytes() - points.getFirst().attributedBytes();
    }
}
