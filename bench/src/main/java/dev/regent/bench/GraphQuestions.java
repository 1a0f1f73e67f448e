package dev.regent.bench;

import dev.regent.inventory.graph.Member;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.inventory.graph.WhatIf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Asks the graph of a [LargeEstate] what graph.py asks databases, and prints milliseconds and results, a line of
/// JSON each. With a folder as argument it writes the rows there instead.
public final class GraphQuestions {

    private static final int ROUNDS = 9;

    private GraphQuestions() {}

    public static void main(String[] args) throws IOException {
        if (args.length > 0) {
            new LargeEstate().write(Path.of(args[0]));
            return;
        }
        double before = used(0);
        List<Member> many = new ArrayList<>();
        List<Member> few = new ArrayList<>();
        RegistryGraph graph = loaded(many, few);
        System.out.printf(
                Locale.ROOT, "{\"what\": \"heap\", \"mib\": %.1f}%n", used(many.size() + few.size()) - before);
        time("freed by 500 manifests", () -> graph.freed(few));
        time("freed by 30 %", () -> graph.freed(many));
        time("lost by each repository by 500 manifests", () -> checksum(graph.without(few)));
        time("lost by each repository by 30 %", () -> checksum(graph.without(many)));
        time("each repository: marked, exclusive, attributed", () -> checksum(graph.repositories()));
        time("stored", graph::stored);
    }

    private static RegistryGraph loaded(List<Member> many, List<Member> few) {
        LargeEstate estate = new LargeEstate();
        System.out.printf(
                Locale.ROOT,
                "{\"what\": \"rows\", \"edges\": %d, \"members\": %d}%n",
                estate.marks.length,
                estate.members.length);
        for (int place = 0; place < estate.members.length; place++) {
            Member member = new Member(
                    LargeEstate.repository(estate.members[place]), LargeEstate.manifest(estate.members[place]));
            if (LargeEstate.chosen(place, estate.members.length, false)) {
                many.add(member);
            }
            if (LargeEstate.chosen(place, estate.members.length, true)) {
                few.add(member);
            }
        }
        long began = System.nanoTime();
        RegistryGraph graph = graph(estate);
        print("load", System.nanoTime() - began, graph.stored());
        return graph;
    }

    static RegistryGraph graph(LargeEstate estate) {
        RegistryGraph graph = new RegistryGraph(
                LargeEstate.REPOSITORIES, LargeEstate.MANIFESTS, LargeEstate.BLOBS, estate.marks.length);
        long[] marked = new long[64];
        for (int manifest = 0; manifest < LargeEstate.MANIFESTS; manifest++) {
            int count = estate.starts[manifest + 1] - estate.starts[manifest];
            for (int each = 0; each < count; each++) {
                marked[each] = estate.marks[estate.starts[manifest] + each];
            }
            graph.content(manifest, estate.sizes[manifest], Arrays.copyOf(marked, count));
        }
        for (int item = LargeEstate.MANIFESTS; item < LargeEstate.ITEMS; item++) {
            graph.declared(item, estate.sizes[item]);
        }
        for (long member : estate.members) {
            graph.put(LargeEstate.repository(member), LargeEstate.manifest(member));
        }
        return graph;
    }

    /// MiB that are live, but for the members that are asked about.
    private static double used(int members) {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory() - 32L * members) / 1048576.0;
    }

    private static void time(String what, LongSupplier question) {
        long[] nanos = new long[ROUNDS];
        long result = 0;
        for (int round = -3; round < ROUNDS; round++) {
            long began = System.nanoTime();
            result = question.getAsLong();
            nanos[Math.max(round, 0)] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "{\"what\": \"%s\", \"ms\": %.3f, \"min\": %.3f, \"result\": %d}%n",
                what,
                nanos[ROUNDS / 2] / 1e6,
                nanos[0] / 1e6,
                result);
    }

    private static void print(String what, long nanos, long result) {
        System.out.printf(Locale.ROOT, "{\"what\": \"%s\", \"ms\": %.1f, \"result\": %d}%n", what, nanos / 1e6, result);
    }

    /// Differs if any figure does, and is sums in SQL.
    static long checksum(List<RepositoryBytes> repositories) {
        long sum = 0;
        for (RepositoryBytes each : repositories) {
            long weight = each.repository() % 1_009 + 1;
            sum += weight * (each.marked() + 3 * each.exclusive() + 7 * each.attributed());
        }
        return sum;
    }

    private static long checksum(WhatIf without) {
        long sum = without.freed();
        for (WhatIf.Loss loss : without.losses()) {
            sum += (loss.repository() % 1_009 + 1) * loss.bytes();
        }
        return sum;
    }
}
