package dev.regent.server.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.engine.FarEnvironment;
import dev.regent.engine.config.EnvironmentConfig;
import dev.regent.observe.ChangeFeed.Change;
import dev.regent.observe.EnvironmentDirectory;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import dev.regent.store.estate.EnvironmentState;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstatePages;
import dev.regent.store.estate.Freshness;
import dev.regent.store.estate.KeptEnvironment;
import dev.regent.store.estate.WatchClaims;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvironmentWatchTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private TestDatabase test;
    private Database database;
    private EnvironmentStore store;
    private Clocks clocks;
    private final List<EnvironmentWatch> watches = new ArrayList<>();
    private final Map<String, FarEnvironment> far = new LinkedHashMap<>();
    private volatile List<EnvironmentConfig> environments = List.of();

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        database = test.database();
        store = new EnvironmentStore(database);
        clocks = new Clocks(database, InstantSource.system(), System::nanoTime);
    }

    @AfterEach
    void close() {
        watches.forEach(EnvironmentWatch::close);
        test.close();
    }

    private FakeEnvironment fake(String name, boolean tells) {
        FakeEnvironment fake = new FakeEnvironment(name, tells);
        far.put(name, new FarEnvironment.One(fake));
        return fake;
    }

    private void configured(String name, Duration every) {
        environments = List.of(new EnvironmentConfig(
                name,
                URI.create("tcp://127.0.0.1:1"),
                Optional.empty(),
                Optional.empty(),
                false,
                every,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of()));
    }

    private EnvironmentWatch watch(String holder) {
        return watch(holder, System::nanoTime);
    }

    private EnvironmentWatch watch(String holder, LongSupplier ticks) {
        EnvironmentWatch watch = new EnvironmentWatch(
                () -> environments,
                environment -> Objects.requireNonNull(far.get(environment.name())),
                new EnvironmentWatch.Stores(store, new WatchClaims(database), clocks),
                holder,
                ticks);
        watches.add(watch);
        watch.start();
        return watch;
    }

    private static void until(BooleanSupplier wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not within " + PATIENCE).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private Optional<KeptEnvironment> kept(String name) {
        return store.list().stream().filter(one -> one.name().equals(name)).findFirst();
    }

    private boolean protectedNow(int image) {
        return !new EstatePages(database)
                .usesOf(Set.of(FakeEnvironment.digest(image)))
                .isEmpty();
    }

    private boolean fresh(String name, Freshness freshness) {
        return kept(name).filter(one -> one.freshness() == freshness).isPresent();
    }

    @Test
    void protectsWhatAnEnvironmentTellsOfWithoutALook() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        host.uses = List.of(host.running("web", 1));
        configured("host", LONG);
        watch("one");
        until(() -> protectedNow(1));

        host.changes.add(new Change.Seen(List.of(host.running("job", 2))));

        until(() -> protectedNow(2));
        assertThat(protectedNow(1)).isTrue();
        assertThat(host.looks).hasValue(1);
        until(() -> fresh("host", Freshness.EVENTS));
    }

    @Test
    void looksAgainSoonAfterAChange() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        configured("host", LONG);
        watch("one");
        until(() -> kept("host").isPresent());

        host.uses = List.of(host.running("web", 1));
        host.changes.add(new Change.Look("container web: start"));

        until(() -> protectedNow(1));
        assertThat(host.feeds).hasValue(1);
    }

    @Test
    void looksOnceForABurstOfChanges() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        configured("host", LONG);
        AtomicLong time = new AtomicLong();
        watch("one", time::get);
        until(() -> host.looks.get() == 1);
        for (int change = 0; change < 100; change++) {
            host.changes.add(new Change.Look("container " + change + ": start"));
        }
        until(host.changes::isEmpty);
        assertThat(host.looks).hasValue(1);

        time.set(TimeUnit.SECONDS.toNanos(2));
        host.changes.add(new Change.None());
        until(() -> host.looks.get() == 2);

        host.changes.add(new Change.None());
        until(host.changes::isEmpty);
        assertThat(host.looks).hasValue(2);
    }

    @Test
    void looksAtItsOwnPaceWhereNothingTellsOfChanges() throws InterruptedException {
        FakeEnvironment host = fake("host", false);
        configured("host", Duration.ofMillis(300));
        watch("one");

        until(() -> host.looks.get() >= 2);
        assertThat(kept("host").orElseThrow().freshness()).isEqualTo(Freshness.NONE);
    }

    @Test
    void goesOnLookingWhileChangesCannotBeHeard() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        host.deaf = "the stream was cut";
        configured("host", Duration.ofMillis(300));
        watch("one");

        until(() -> host.looks.get() >= 2 && fresh("host", Freshness.DEAF));
        assertThat(kept("host").orElseThrow().freshnessWhy()).isEqualTo("the stream was cut");

        host.deaf = "";
        until(() -> fresh("host", Freshness.EVENTS));
        assertThat(host.open).hasValue(1);
    }

    @Test
    void goesOnAfterALookThatBrokeOff() throws InterruptedException {
        FakeEnvironment host = fake("host", false);
        host.throwing = true;
        configured("host", Duration.ofMillis(300));
        watch("one");
        until(() -> host.looks.get() >= 1);

        host.throwing = false;
        until(() -> kept("host").isPresent());
    }

    @Test
    void followsWhatADirectoryLeadsTo() throws InterruptedException {
        FakeEnvironment a = new FakeEnvironment("portainer/a", true);
        FakeEnvironment b = new FakeEnvironment("portainer/b", true);
        a.uses = List.of(a.running("web", 1));
        Map<String, EnvironmentSource> listed = new ConcurrentHashMap<>(Map.of("portainer/a", a));
        EnvironmentDirectory directory = _ -> new EnvironmentDirectory.Listing(
                new EnvironmentObservation("portainer", "portainer", Heard.YES, "", List.of(), 1), Map.copyOf(listed));
        far.put("portainer", new FarEnvironment.Many(directory));
        configured("portainer", Duration.ofMillis(300));
        watch("one");
        until(() -> protectedNow(1));

        listed.put("portainer/b", b);
        until(() ->
                kept("portainer/b").filter(one -> one.observed().isPresent()).isPresent());
        listed.remove("portainer/a");

        until(() -> kept("portainer/a")
                .filter(one -> one.state() == EnvironmentState.REMOVED)
                .isPresent());
        until(() -> a.open.get() == 0);
        assertThat(protectedNow(1)).isTrue();
        assertThat(kept("portainer/b").orElseThrow().directory()).contains("portainer");
    }

    @Test
    void leavesAnEnvironmentToTheServerThatWatchesItUntilThatEnds() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        configured("host", LONG);
        EnvironmentWatch first = watch("one");
        until(() -> host.open.get() == 1);
        EnvironmentWatch second = watch("two");
        second.follow();

        first.close();
        until(() -> {
            second.follow();
            return host.feeds.get() == 2;
        });
        assertThat(host.open).hasValue(1);
    }

    @Test
    void letsGoOfWhatIsConfiguredNoMore() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        FakeEnvironment other = fake("other", true);
        configured("host", LONG);
        EnvironmentWatch watch = watch("one");
        until(() -> host.open.get() == 1);

        configured("other", LONG);
        watch.follow();

        until(() -> host.open.get() == 0 && other.open.get() == 1);
    }

    @Test
    void endsThoughALookNeverDoes() throws InterruptedException {
        FakeEnvironment host = fake("host", true);
        host.stuck = true;
        configured("host", LONG);
        EnvironmentWatch watch = watch("one");
        until(() -> host.looks.get() == 1);

        watch.close();

        assertThat(host.interrupted.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        until(() -> host.open.get() == 0);
    }
}
