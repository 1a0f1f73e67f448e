package dev.regent.store.space;

import dev.regent.store.Database;
import dev.regent.store.space.EstateStorage.Teams;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.BinaryRows;
import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What was held over time, by the sizes of repositories that were kept of each day. A repository that
/// wasn't heard on a day counts with what it held before; one that is younger than its registry's first day held
/// nothing until then, so that it grew by all that it has. Teams are those of today.
public final class StorageGrowth {

    private static final String DAYS = """
            select distinct sizes.day
            from registries
            join repositories on repositories.registry = registries.id
            join repository_sizes sizes on sizes.repository = repositories.id
            where registries.name = any(cast(:names as text[])) and sizes.day >= :since
            order by 1
            """;

    private static final String REPOSITORIES = """
            with begins as materialized (
                select registries.id, min(sizes.day) as day
                from registries
                join repositories on repositories.registry = registries.id
                join repository_sizes sizes on sizes.repository = repositories.id
                where registries.name = any(cast(:names as text[])) group by registries.id
            )
            select registries.name as registry, repositories.id, repositories.name, begins.day as begin,
                coalesce(before.attributed_bytes, 0) as before, after.attributed_bytes as after
            from begins
            join registries on registries.id = begins.id
            join repositories on repositories.registry = registries.id
            left join lateral (
                select attributed_bytes from repository_sizes
                where repository = repositories.id and day <= greatest(:first, begins.day) order by day desc limit 1
            ) before on true
            join lateral (
                select attributed_bytes from repository_sizes
                where repository = repositories.id and day <= :last order by day desc limit 1
            ) after on true
            """;

    private static final String SIZES = """
            select repository, (day - date '1970-01-01')::bigint, tags, manifests, bytes, attributed_bytes
            from repository_sizes where repository in ({these}) order by repository, day
            """;

    private final Database database;

    public StorageGrowth(Database database) {
        this.database = database;
    }

    /// One that grew or shrank.
    ///
    /// @param grewBytes from the first to the last point of its series
    /// @param series day by day, which of a repository is read when it is asked for
    public record Growing(
            Optional<String> name, Optional<String> registry, long grewBytes, Supplier<StorageSeries> series) {}

    private record Named(Optional<String> name, Optional<String> registry) {}

    /// @param begin the first day of its registry
    private record Repository(
            long id, String registry, String name, LocalDate begin, long bytesBefore, long bytesAfter) {}

    /// What grew most first.
    ///
    /// @param by anything but bases: what is kept of each day doesn't tell them apart
    /// @param registries names of those that count
    /// @param teams by the name of a registry; only asked for where teams are told apart
    /// @param since the first day that is asked for
    public List<Growing> growing(
            StorageBy by, Collection<String> registries, Map<String, Teams> teams, LocalDate since) {
        return database.inTransaction(handle -> {
            List<LocalDate> days = days(handle, registries, since);
            if (days.isEmpty()) {
                return List.of();
            }
            List<Repository> repositories = repositories(handle, registries, days);
            List<Growing> growing = by == StorageBy.REPOSITORY
                    ? repositories.stream()
                            .map(repository -> growing(repository, days))
                            .toList()
                    : added(handle, by, repositories, teams, days);
            return growing.stream()
                    .sorted(Comparator.comparingLong(Growing::grewBytes)
                            .reversed()
                            .thenComparing(one -> one.registry().orElse(""))
                            .thenComparing(one -> one.name().orElse("")))
                    .toList();
        });
    }

    private static List<LocalDate> days(Handle handle, Collection<String> registries, LocalDate since) {
        return handle.createQuery(DAYS)
                .bind("names", Batch.array(registries))
                .bind("since", since)
                .mapTo(LocalDate.class)
                .list();
    }

    private static List<Repository> repositories(Handle handle, Collection<String> registries, List<LocalDate> days) {
        return handle.createQuery(REPOSITORIES)
                .bind("names", Batch.array(registries))
                .bind("first", days.getFirst())
                .bind("last", days.getLast())
                .map((row, _) -> new Repository(
                        row.getLong("id"),
                        row.getString("registry"),
                        row.getString("name"),
                        row.getObject("begin", LocalDate.class),
                        row.getLong("before"),
                        row.getLong("after")))
                .list();
    }

    private Growing growing(Repository repository, List<LocalDate> days) {
        return new Growing(
                Optional.of(repository.name()),
                Optional.of(repository.registry()),
                repository.bytesAfter() - repository.bytesBefore(),
                () -> database.inTransaction(handle -> {
                    DaySeries series = new DaySeries(days);
                    String these = String.valueOf(repository.id());
                    sizes(
                            handle,
                            these,
                            days,
                            Map.of(repository.id(), repository.begin()),
                            (_, from, to, size) -> series.add(from, to, size, size.bytes(), size.attributed()));
                    return series.of(Optional.of(repository.name()), Optional.of(repository.registry()));
                }));
    }

    private static List<Growing> added(
            Handle handle,
            StorageBy by,
            List<Repository> repositories,
            Map<String, Teams> teams,
            List<LocalDate> days) {
        Map<Named, DaySeries> series = new LinkedHashMap<>();
        Map<Long, List<DaySeries>> owners = new HashMap<>();
        Map<Long, LocalDate> begins = new HashMap<>();
        for (Repository repository : repositories) {
            begins.put(repository.id(), repository.begin());
            owners.put(
                    repository.id(),
                    owners(by, repository, teams).stream()
                            .map(owner -> series.computeIfAbsent(owner, _ -> new DaySeries(days)))
                            .toList());
        }
        String these = repositories.stream()
                .map(repository -> String.valueOf(repository.id()))
                .collect(Collectors.joining(","));
        sizes(handle, these, days, begins, (repository, from, to, size) -> {
            List<DaySeries> all = Objects.requireNonNull(owners.get(repository));
            for (int owner = 0; owner < all.size(); owner++) {
                long part = size.attributed() / all.size() + (owner < size.attributed() % all.size() ? 1 : 0);
                all.get(owner).add(from, to, size, part, part);
            }
        });
        return series.entrySet().stream()
                .map(entry -> entry.getValue()
                        .of(entry.getKey().name(), entry.getKey().registry()))
                .filter(one -> !one.points().isEmpty())
                .map(one -> new Growing(one.name(), one.registry(), one.grewBytes(), () -> one))
                .toList();
    }

    private static List<Named> owners(StorageBy by, Repository repository, Map<String, Teams> teams) {
        Optional<String> registry = Optional.of(repository.registry());
        return switch (by) {
            case REGISTRY -> List.of(new Named(registry, registry));
            case TEAM -> {
                Set<String> own = teams.getOrDefault(repository.registry(), Teams.NONE)
                        .ofRepository()
                        .getOrDefault(repository.name(), Set.of());
                List<Named> owners = new ArrayList<>();
                own.stream().sorted().forEach(team -> owners.add(new Named(Optional.of(team), Optional.empty())));
                yield owners.isEmpty() ? List.of(new Named(Optional.empty(), Optional.empty())) : owners;
            }
            case REPOSITORY, BASE ->
                throw new IllegalArgumentException(
                        "growth is by registry, repository or team, got base: what is kept of"
                                + " each day doesn't tell bases apart");
        };
    }

    private interface Sizes {
        /// @param from the first of these days
        /// @param to the day after the last, by its place too
        void of(long repository, int from, int to, DaySeries.Size size);
    }

    /// Reads what repositories held on which of these days.
    ///
    /// @param these numbers of repositories, with commas between
    /// @param begins by repository the first day of its registry
    private static void sizes(
            Handle handle, String these, List<LocalDate> days, Map<Long, LocalDate> begins, Sizes sizes) {
        long[] epochDays = days.stream().mapToLong(LocalDate::toEpochDay).toArray();
        try (BinaryRows rows = new BinaryRows(handle, SIZES.replace("{these}", these))) {
            boolean more = rows.next();
            long next = more ? rows.number() : 0;
            while (more) {
                long repository = next;
                int from = place(
                        epochDays,
                        Objects.requireNonNull(begins.get(repository)).toEpochDay());
                DaySeries.Size held = DaySeries.Size.NOTHING;
                while (more && next == repository) {
                    int day = place(epochDays, rows.number());
                    if (day > from) {
                        sizes.of(repository, from, day, held);
                        from = day;
                    }
                    held = new DaySeries.Size(rows.number(), rows.number(), rows.number(), rows.number());
                    more = rows.next();
                    next = more ? rows.number() : 0;
                }
                sizes.of(repository, from, days.size(), held);
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("read what repositories held over time: " + e.getMessage(), e);
        }
    }

    /// How many of these days are before a day.
    private static int place(long[] days, long day) {
        int found = Arrays.binarySearch(days, day);
        return found < 0 ? ~found : found;
    }
}
