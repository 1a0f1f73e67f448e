package dev.regent.bench;

import dev.regent.store.Database;
import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.store.space.KeptGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Keeps a [LargeEstate] in the embedded PostgreSQL, reads the graph from there, and asks SQL the questions of
/// questions.sql over the same rows. Arguments: an empty folder for the database, the file of questions. Prints
/// milliseconds and results, a line of JSON each.
public final class GraphInPostgres {

    private static final int ROUNDS = 3;
    private static final Pattern QUESTION = Pattern.compile("(?ms)^-- ask: ([^\\n]+)\\n(.*?)(?=^-- ask: |\\z)");

    private GraphInPostgres() {}

    public static void main(String[] args) throws InterruptedException, IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(args[0]));
                Database database = Database.open(server.address())) {
            long began = System.nanoTime();
            database.useTransaction(handle -> load(handle, new LargeEstate()));
            database.jdbi().useHandle(handle -> handle.execute("vacuum (analyze)"));
            print("load", System.nanoTime() - began, 0);
            time("graph read from the database", () -> {
                KeptGraph graph = new KeptGraph(database, "main");
                graph.refresh();
                return graph.stored();
            });
            KeptGraph graph = new KeptGraph(database, "main");
            graph.refresh();
            System.out.printf(
                    Locale.ROOT,
                    "{\"what\": \"graph read: each repository\", \"ms\": 0, \"result\": %d}%n",
                    GraphQuestions.checksum(graph.repositories()));
            time("graph brought up to date after one change", () -> {
                database.jdbi().useHandle(handle -> handle.execute("update registries set name = name"));
                graph.refresh();
                return graph.stored();
            });
            ask(database, Files.readString(Path.of(args[1])));
        }
    }

    private static void ask(Database database, String questions) {
        database.jdbi().useHandle(handle -> {
            handle.execute("set work_mem = '256MB'");
            handle.execute("create index marks_by_mark on marks (mark)");
            handle.execute("create index marks_by_manifest on marks (manifest)");
            handle.execute("vacuum (analyze)");
            Matcher question = QUESTION.matcher(questions);
            while (question.find()) {
                String sql = question.group(2).replace("DIV", "/");
                time(
                        question.group(1),
                        () -> handle.createQuery(sql).mapTo(Long.class).one());
            }
        });
    }

    private static void load(Handle handle, LargeEstate estate) {
        EstateRows.load(handle, estate);
        handle.execute("create table items (item int, size bigint)");
        handle.execute("create table marks (manifest int, mark int)");
        handle.execute("create table members (repository int, manifest int, many int, few int)");
        plain(handle, estate);
    }

    private static void plain(Handle handle, LargeEstate estate) {
        EstateRows.copy(handle, "items (item, size)", out -> {
            for (int each = 0; each < LargeEstate.ITEMS; each++) {
                out.row(each, estate.sizes[each]);
            }
        });
        EstateRows.copy(handle, "marks (manifest, mark)", out -> {
            for (int each = 0; each < LargeEstate.MANIFESTS; each++) {
                out.row(each, each);
                for (int edge = estate.starts[each]; edge < estate.starts[each + 1]; edge++) {
                    out.row(each, estate.marks[edge]);
                }
            }
        });
        EstateRows.copy(handle, "members (repository, manifest, many, few)", out -> {
            for (int place = 0; place < estate.members.length; place++) {
                long each = estate.members[place];
                out.row(
                        LargeEstate.repository(each),
                        LargeEstate.manifest(each),
                        LargeEstate.chosen(place, estate.members.length, false) ? 1 : 0,
                        LargeEstate.chosen(place, estate.members.length, true) ? 1 : 0);
            }
        });
    }

    private static void time(String what, LongSupplier question) {
        long[] nanos = new long[ROUNDS];
        long result = 0;
        for (int round = -1; round < ROUNDS; round++) {
            long began = System.nanoTime();
            result = question.getAsLong();
            nanos[Math.max(round, 0)] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        print(what, nanos[ROUNDS / 2], result);
    }

    private static void print(String what, long nanos, long result) {
        System.out.printf(Locale.ROOT, "{\"what\": \"%s\", \"ms\": %.1f, \"result\": %d}%n", what, nanos / 1e6, result);
    }
}
