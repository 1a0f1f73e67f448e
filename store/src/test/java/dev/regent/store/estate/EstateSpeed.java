package dev.regent.store.estate;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.inventory.Role;
import dev.regent.observe.RegistryObservation;
import dev.regent.plan.HeldBack;
import dev.regent.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Prints how long it takes to keep a registry and to read it. Not a test: run its `main`, with the
/// number of tags as argument.
final class EstateSpeed {

    private static final int TAGS_A_REPOSITORY = 100;

    private EstateSpeed() {}

    public static void main(String[] arguments) {
        int tags = arguments.length == 0 ? 10_000 : Integer.parseInt(arguments[0]);
        try (TestDatabase test = TestDatabase.create()) {
            EstateStore estate = new EstateStore(test.database());
            EstatePages pages = new EstatePages(test.database());
            Instant at = Instant.parse("2026-06-01T00:00:00Z");
            for (int round = 0; round < 3; round++) {
                String name = round == 2 ? "main" : "warm" + round;
                RegistryObservation seen = registry(name, tags, 0);
                timed(name + ": first look", () -> estate.record(Look.at("s", at), seen));
                timed(name + ": unchanged", () -> estate.record(Look.at("s", at.plusSeconds(60)), seen));
                RegistryObservation moved = registry(name, tags, tags / 100);
                timed(name + ": 1 % moved", () -> estate.record(Look.at("s", at.plusSeconds(120)), moved));
                List<JudgedManifest> verdicts = verdicts(name, tags);
                timed(name + ": verdicts", () -> estate.keepVerdicts(name, verdicts, HeldBack.NOTHING));
                timed(name + ": same verdicts", () -> estate.keepVerdicts(name, verdicts, HeldBack.NOTHING));
                timed(name + ": past", () -> estate.past(name, at));
                timed(name + ": registries", pages::registries);
                timed(name + ": repositories", () -> pages.repositories(name));
                timed(
                        name + ": 100 images by text",
                        () -> pages.images(
                                new EstatePages.ImageFilter(
                                        Optional.of(name),
                                        Optional.empty(),
                                        Optional.of("t9"),
                                        Optional.of("remove"),
                                        Optional.empty()),
                                "",
                                100));
            }
        }
    }

    private static RegistryObservation registry(String name, int tags, int moved) {
        SeenRegistry registry = SeenRegistry.named(name);
        for (int i = 0; i < tags; i++) {
            registry.repository("team/app-" + i / TAGS_A_REPOSITORY).tag("t" + i, i < moved ? tags + i : i);
        }
        return registry.observed();
    }

    private static List<JudgedManifest> verdicts(String name, int tags) {
        return IntStream.range(0, tags)
                .mapToObj(i -> new JudgedManifest(
                        new Judgement(
                                name,
                                "team/app-" + i / TAGS_A_REPOSITORY,
                                SeenRegistry.digest(i),
                                Role.IMAGE,
                                List.of("t" + i),
                                new Verdict.Remove("old", "older than 30 days")),
                        1000,
                        Optional.empty()))
                .toList();
    }

    private static void timed(String what, Runnable work) {
        long start = System.nanoTime();
        work.run();
        System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
