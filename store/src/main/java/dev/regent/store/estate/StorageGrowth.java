package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.estate.EstateStorage.Teams;
import dev.regent.store.estate.StorageSeries.Point;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// What was held over time, by the sizes of repositories that were kept of each day. A repository that
/// wasn't heard on a day counts with what it held before; one that is younger than its registry's first day held
/// nothing until then, so that it grew by all that it has. Teams are those of today.
public final class StorageGrowth {

    private static final String SIZES = """
            select registries.name as registry, repositories.name as repository, sizes.day, sizes.tags, sizes.manifests,
                sizes.bytes, sizes.attributed_bytes
            from registries
            join repositories on repositories.registry = registries.id
            join repository_sizes sizes on sizes.repository = repositories.id
            where registries.name = any(cast(:names as text[])) and sizes.day >= coalesce((
                select max(before.day) from repository_sizes before
                where before.repository = repositories.id and before.day <= :since), :since)
            """;

    private record Repository(String registry, String name) {}

    private record Size(Repository repository, LocalDate day, long tags, long manifests, long bytes, long attributed) {}

    private record Named(Optional<String> name, Optional<String> registry) {}

    private final Database database;

    public StorageGrowth(Database database) {
        this.database = database;
    }

    /// A series for each, what grew most first.
    ///
    /// @param by anything but bases: what is kept of each day doesn't tell them apart
    /// @param registries names of those that count
    /// @param teams by the name of a registry; only asked for where teams are told apart
    /// @param since the first day that is asked for
    public List<StorageSeries> series(
            StorageBy by, Collection<String> registries, Map<String, Teams> teams, LocalDate since) {
        List<Size> sizes = database.inTransaction(handle -> sizes(handle, registries, since));
        NavigableSet<LocalDate> days = new TreeSet<>();
        Map<Repository, NavigableMap<LocalDate, Size>> histories = new LinkedHashMap<>();
        Map<String, LocalDate> begins = new HashMap<>();
        for (Size size : sizes) {
            if (!size.day().isBefore(since)) {
                days.add(size.day());
            }
            histories.computeIfAbsent(size.repository(), _ -> new TreeMap<>()).put(size.day(), size);
            begins.merge(size.repository().registry(), size.day(), (one, other) -> one.isBefore(other) ? one : other);
        }
        Map<Named, NavigableMap<LocalDate, Point>> series = new LinkedHashMap<>();
        histories.forEach((repository, history) -> {
            LocalDate begin = Objects.requireNonNull(begins.get(repository.registry()));
            history.putIfAbsent(begin, new Size(repository, begin, 0, 0, 0, 0));
            List<Named> owners = owners(by, repository, teams);
            for (LocalDate day : days) {
                Map.Entry<LocalDate, Size> known = history.floorEntry(day);
                if (known != null) {
                    add(series, by, owners, day, known.getValue());
                }
            }
        });
        return series.entrySet().stream()
                .map(entry -> new StorageSeries(
                        entry.getKey().name(),
                        entry.getKey().registry(),
                        List.copyOf(entry.getValue().values())))
                .sorted(Comparator.comparingLong(StorageSeries::grewBytes)
                        .reversed()
                        .thenComparing(one -> one.registry().orElse(""))
                        .thenComparing(one -> one.name().orElse("")))
                .toList();
    }

    private static void add(
            Map<Named, NavigableMap<LocalDate, Point>> series,
            StorageBy by,
            List<Named> owners,
            LocalDate day,
            Size size) {
        for (int owner = 0; owner < owners.size(); owner++) {
            long part = size.attributed() / owners.size() + (owner < size.attributed() % owners.size() ? 1 : 0);
            series.computeIfAbsent(owners.get(owner), _ -> new TreeMap<>())
                    .merge(
                            day,
                            new Point(
                                    day,
                                    size.tags(),
                                    size.manifests(),
                                    by == StorageBy.REPOSITORY ? size.bytes() : part,
                                    part),
                            (one, more) ->
                                    one.plus(more.tags(), more.manifests(), more.bytes(), more.attributedBytes()));
        }
    }

    private static List<Named> owners(StorageBy by, Repository repository, Map<String, Teams> teams) {
        Optional<String> registry = Optional.of(repository.registry());
        return switch (by) {
            case REGISTRY -> List.of(new Named(registry, registry));
            case REPOSITORY -> List.of(new Named(Optional.of(repository.name()), registry));
            case TEAM -> {
                Set<String> own = teams.getOrDefault(repository.registry(), Teams.NONE)
                        .ofRepository()
                        .getOrDefault(repository.name(), Set.of());
                List<Named> owners = new ArrayList<>();
                own.stream().sorted().forEach(team -> owners.add(new Named(Optional.of(team), Optional.empty())));
                yield owners.isEmpty() ? List.of(new Named(Optional.empty(), Optional.empty())) : owners;
            }
            case BASE ->
                throw new IllegalArgumentException(
                        "growth is by registry, repository or team, got base: what is kept of"
                                + " each day doesn't tell bases apart");
        };
    }

    private static List<Size> sizes(Handle handle, Collection<String> registries, LocalDate since) {
        return handle.createQuery(SIZES)
                .bind("names", Batch.array(registries))
                .bind("since", since)
                .map((row, _) -> new Size(
                        new Repository(row.getString("registry"), row.getString("repository")),
                        row.getObject("day", LocalDate.class),
                        row.getLong("tags"),
                        row.getLong("manifests"),
                        row.getLong("bytes"),
                        row.getLong("attributed_bytes")))
                .list();
    }
}
