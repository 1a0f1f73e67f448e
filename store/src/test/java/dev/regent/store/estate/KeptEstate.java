package dev.regent.store.estate;

import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
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
}
