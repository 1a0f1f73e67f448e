package dev.regent.store.estate;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.inventory.Role;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import dev.regent.store.space.Graphs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/// An estate in a real database, empty before each test.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KeptEstate {

    static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    private TestDatabase test;

    Database database;
    EstateStore estate;
    EnvironmentStore environments;
    EstatePages pages;
    EnvironmentPages environmentPages;

    @BeforeAll
    void open() {
        test = TestDatabase.create();
        database = test.database();
        estate = new EstateStore(database);
        environments = new EnvironmentStore(database);
        pages = new EstatePages(database);
        environmentPages = new EnvironmentPages(database);
    }

    @BeforeEach
    void empty() {
        database.jdbi()
                .useHandle(handle ->
                        handle.execute("truncate registries, observations, environments, environment_watches cascade"));
    }

    @AfterAll
    void close() {
        test.close();
    }

    static Instant minute(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    static Look at(int minutes) {
        return Look.at("session", minute(minutes));
    }

    static SeenRegistry twoRepositories() {
        return SeenRegistry.main()
                .app("1=1", "latest=1", "2=2")
                .repository("web")
                .tag("3", 3)
                .registry();
    }

    static JudgedManifest judged(String repository, int number, Instant built, String... tags) {
        return new JudgedManifest(
                new Judgement(
                        "main",
                        repository,
                        SeenRegistry.digest(number),
                        Role.IMAGE,
                        List.of(tags),
                        new Verdict.Keep("default", "no rule removes it")),
                1,
                Optional.of(built));
    }

    /// The layer that only this image has.
    static Digest ownLayer(int number) {
        return new Digest("sha256:f%063d".formatted(number));
    }

    final Graphs graphs() {
        return new Graphs(database, () -> 0);
    }
}
