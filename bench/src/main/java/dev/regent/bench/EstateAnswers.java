package dev.regent.bench;

import dev.regent.store.Database;
import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.store.space.EstateStorage;
import dev.regent.store.space.EstateStorage.Teams;
import dev.regent.store.space.Graphs;
import dev.regent.store.space.StorageBy;
import dev.regent.store.space.StorageGrowth;
import dev.regent.store.space.WastePages;
import dev.regent.store.space.WastePages.LayerFilter;
import dev.regent.store.space.WastePages.LayerOrder;
import dev.regent.store.space.WastePages.Old;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;

/// Asks the pages of the estate about a [LargeEstate] that is kept in the embedded PostgreSQL. The argument is a folder
/// for the database; one that is there is used again. Prints milliseconds of the first and the second answer, a line
/// of JSON each.
public final class EstateAnswers {

    private static final List<String> MAIN = List.of("main");
    private static final Instant NOW = EstateRows.TODAY.atStartOfDay().toInstant(ZoneOffset.UTC);

    private EstateAnswers() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        boolean fresh = !Files.exists(folder);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder);
                Database database = Database.open(server.address())) {
            if (fresh) {
                LargeEstate estate = new LargeEstate();
                database.useTransaction(handle -> {
                    EstateRows.load(handle, estate);
                    EstateRows.loadRest(handle, estate);
                });
                database.jdbi().useHandle(handle -> handle.execute("vacuum (analyze)"));
            }
            Graphs graphs = new Graphs(database, System::nanoTime);
            storage(database, graphs);
            layers(database, graphs);
        }
    }

    private static void storage(Database database, Graphs graphs) {
        EstateStorage storage = new EstateStorage(database, graphs);
        StorageGrowth growth = new StorageGrowth(database);
        Map<String, Teams> teams = Map.of("main", teams());
        for (StorageBy by : StorageBy.values()) {
            String name = by.name().toLowerCase(Locale.ROOT);
            time("storage by " + name, () -> storage.shares(by, MAIN, teams).size());
        }
        for (StorageBy by : List.of(StorageBy.REGISTRY, StorageBy.REPOSITORY, StorageBy.TEAM)) {
            String name = by.name().toLowerCase(Locale.ROOT);
            time(
                    "growth by " + name,
                    () -> growth.growing(by, MAIN, teams, EstateRows.TODAY.minusDays(90)).stream()
                            .limit(100)
                            .mapToInt(each -> each.series().get().points().size())
                            .sum());
        }
    }

    private static void layers(Database database, Graphs graphs) {
        WastePages waste = new WastePages(database, graphs);
        Optional<Old> old = Optional.of(new Old(NOW.minusSeconds(180L * 86_400), 3));
        for (LayerOrder order : LayerOrder.values()) {
            String name = "layers by " + order.name().toLowerCase(Locale.ROOT);
            time(name, () -> pages(waste, new LayerFilter(MAIN, order, false, Optional.empty())));
            time(
                    name + ", of one repository",
                    () -> pages(waste, new LayerFilter(MAIN, order, true, Optional.empty())));
            time(name + ", of old images", () -> pages(waste, new LayerFilter(MAIN, order, false, old)));
        }
        time("sprawl", () -> waste.sprawl(MAIN, NOW.minusSeconds(90L * 86_400)).size());
    }

    /// The first page and the one after it.
    private static int pages(WastePages waste, LayerFilter filter) {
        var first = waste.layers(filter, "", 100);
        return first.items().size()
                + waste.layers(filter, first.next().orElseThrow(), 100).items().size();
    }

    private static Teams teams() {
        Map<String, Set<String>> teams = new HashMap<>();
        for (int each = 0; each < LargeEstate.REPOSITORIES; each += 2) {
            teams.put(EstateRows.repository(each), Set.of("team-" + each / 200));
        }
        return new Teams(teams);
    }

    private static void time(String what, IntSupplier question) {
        double[] millis = new double[2];
        int rows = 0;
        for (int round = 0; round < millis.length; round++) {
            long began = System.nanoTime();
            rows = question.getAsInt();
            millis[round] = (System.nanoTime() - began) / 1e6;
        }
        System.out.printf(
                Locale.ROOT,
                "{\"what\": \"%s\", \"first\": %.0f, \"ms\": %.0f, \"rows\": %d}%n",
                what,
                millis[0],
                millis[1],
                rows);
    }
}
