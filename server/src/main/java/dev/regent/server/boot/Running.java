package dev.regent.server.boot;

import dev.regent.engine.FarSides;
import dev.regent.engine.config.ConfigurationException;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.LiveConfiguration;
import dev.regent.engine.config.UndoRetention;
import dev.regent.server.access.Tokens;
import dev.regent.server.estate.Clocks;
import dev.regent.server.estate.Durations;
import dev.regent.server.estate.EnvironmentWatch;
import dev.regent.server.estate.EventLooks;
import dev.regent.server.estate.Executions;
import dev.regent.server.estate.Looks;
import dev.regent.server.estate.Plans;
import dev.regent.server.estate.RequestTimers;
import dev.regent.server.estate.Runner;
import dev.regent.server.estate.VolumeWatch;
import dev.regent.server.estate.Watcher;
import dev.regent.server.estate.WhatIfs;
import dev.regent.server.schedule.Schedule;
import dev.regent.store.Database;
import dev.regent.store.acts.ApprovalStore;
import dev.regent.store.acts.ExecutionStore;
import dev.regent.store.acts.IdempotencyStore;
import dev.regent.store.acts.Journals;
import dev.regent.store.acts.LeaseStore;
import dev.regent.store.acts.PastSteps;
import dev.regent.store.acts.PinStore;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.ShelfLimits;
import dev.regent.store.acts.StepListener;
import dev.regent.store.acts.TokenStore;
import dev.regent.store.acts.UndoShelf;
import dev.regent.store.estate.EnvironmentPages;
import dev.regent.store.estate.EnvironmentStore;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.estate.Pulls;
import dev.regent.store.estate.WatchClaims;
import dev.regent.store.record.RecordStore;
import dev.regent.store.space.EstateStorage;
import dev.regent.store.space.Graphs;
import dev.regent.store.space.Space;
import dev.regent.store.space.WastePages;
import dev.regent.testkit.demo.LiveDemo;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Everything that a running server consists of, by name. It is put together here and nowhere
/// else.
public final class Running implements AutoCloseable {

    private static final long DEMO_SEED = 7;

    private final Settings settings;
    private final Optional<LiveDemo> demo;
    private final LiveConfiguration live;
    private final Keeping keeping;
    private final Database database;
    private final Clocks clocks;
    private final Tokens tokens;
    private final TokenStore tokenStore;
    private final PinStore pins;
    private final PlanStore planStore;
    private final ApprovalStore approvals;
    private final ExecutionStore executionStore;
    private final UndoShelf shelf;
    private final IdempotencyStore answers;
    private final EstateStore estate;
    private final EnvironmentStore environments;
    private final Space space;
    private final Pulls pulls;
    private final WhatIfs whatIfs;
    private final FarSides farSides;
    private final Plans plans;
    private final Executions executions;
    private final Runner runner;
    private final EventLooks eventLooks;
    private final Schedule schedule;
    private final EnvironmentWatch watch;
    private final VolumeWatch volumes;
    private final Upkeep upkeep;

    private Running(Settings settings, Optional<LiveDemo> demo, Keeping keeping) throws ConfigurationException {
        this.settings = settings;
        this.demo = demo;
        this.keeping = keeping;
        this.database = keeping.database();
        this.live = LiveConfiguration.load(demo.map(LiveDemo::configuration).orElse(settings.config()));
        RecordStore record = keeping.record();
        Supplier<InForce> inForce = live::current;
        InstantSource own = InstantSource.system();
        clocks = new Clocks(database, own, System::nanoTime);
        tokenStore = new TokenStore(database);
        tokens = new Tokens(tokenStore, database);
        pins = new PinStore(database);
        planStore = new PlanStore(database);
        approvals = new ApprovalStore(database);
        executionStore = new ExecutionStore(database, StepListener.SILENT);
        shelf = shelf(database, live.current().configuration().undo());
        answers = new IdempotencyStore(database);
        estate = new EstateStore(database);
        environments = new EnvironmentStore(database);
        space = Space.of(database, System::nanoTime);
        pulls = new Pulls(database);
        whatIfs = new WhatIfs(database, space.graphs());
        farSides = new FarSides(Map.copyOf(System.getenv()), own).timed(new RequestTimers());
        Looks looks = new Looks(inForce, farSides, estate, environments, pins, clocks);
        plans = new Plans(inForce, looks, farSides, database, planStore, approvals, record);
        executions = new Executions(database, planStore, approvals, executionStore, shelf, record);
        String name = "regent-" + UUID.randomUUID();
        eventLooks = new EventLooks(inForce, farSides, estate, database, clocks, System::nanoTime);
        Schedule.Lookers lookers = new Schedule.Lookers(new Watcher(looks, plans, estate, record), eventLooks);
        schedule = new Schedule(inForce, lookers, clocks, database.dataSource(), name);
        watch = new EnvironmentWatch(
                () -> inForce.get().configuration().environments(),
                environment -> farSides.environment(inForce.get().configuration(), environment),
                new EnvironmentWatch.Stores(environments, new WatchClaims(database), clocks),
                name,
                System::nanoTime);
        volumes = new VolumeWatch(() -> inForce.get().configuration().registries(), schedule::lookNow);
        runner = runner(name, inForce, looks, record);
        upkeep = new Upkeep(this, live);
    }

    private static UndoShelf shelf(Database database, UndoRetention undo) {
        return new UndoShelf(database, new ShelfLimits(undo.bytes(), undo.keep()));
    }

    private Runner runner(String name, Supplier<InForce> inForce, Looks looks, RecordStore record) {
        return new Runner(
                name,
                inForce,
                looks,
                plans,
                executions,
                farSides,
                new Runner.Stores(
                        planStore,
                        approvals,
                        executionStore,
                        new LeaseStore(database),
                        new Journals(database, record, shelf, StepListener.SILENT),
                        new PastSteps(database),
                        clocks),
                (head, _) -> schedule.lookNow(head.registry()));
    }

    /// Starts everything but what listens.
    ///
    /// @throws ConfigurationException if the configuration can't be used
    /// @throws InterruptedException if the caller gave up
    public static Running start(Settings settings, Map<String, String> variables)
            throws ConfigurationException, InterruptedException {
        Keeping keeping = Keeping.open(settings, variables);
        Optional<LiveDemo> demo = settings.demo()
                ? Optional.of(LiveDemo.start(
                        settings.data().resolve("demo"), keeping.database().now(), DEMO_SEED))
                : Optional.empty();
        try {
            Running running = new Running(settings, demo, keeping);
            keeping.begin(running);
            if (keeping.alone()) {
                new LeaseStore(keeping.database()).endAll();
            }
            running.follow();
            running.schedule.start();
            running.watch.start();
            running.volumes.start();
            running.upkeep.start();
            return running;
        } catch (ConfigurationException | RuntimeException e) {
            demo.ifPresent(LiveDemo::close);
            keeping.close();
            throw e;
        }
    }

    /// Takes over what the configuration says now.
    void follow() {
        environments.configured(Addresses.of(live.current().configuration()), clocks.now());
        watch.follow();
    }

    /// The made-up estate, if this is a demo.
    Optional<LiveDemo> demo() {
        return demo;
    }

    public Settings settings() {
        return settings;
    }

    public InForce inForce() {
        return live.current();
    }

    public LiveConfiguration live() {
        return live;
    }

    public Database database() {
        return database;
    }

    public RecordStore record() {
        return keeping.record();
    }

    public Keeping keeping() {
        return keeping;
    }

    public Clocks clocks() {
        return clocks;
    }

    public Tokens tokens() {
        return tokens;
    }

    public TokenStore tokenStore() {
        return tokenStore;
    }

    public PinStore pins() {
        return pins;
    }

    public PlanStore planStore() {
        return planStore;
    }

    public ApprovalStore approvals() {
        return approvals;
    }

    public ExecutionStore executionStore() {
        return executionStore;
    }

    public UndoShelf shelf() {
        return shelf;
    }

    public IdempotencyStore answers() {
        return answers;
    }

    public EstateStore estate() {
        return estate;
    }

    public EnvironmentStore environments() {
        return environments;
    }

    public EnvironmentPages environmentPages() {
        return new EnvironmentPages(database);
    }

    /// Where the bytes lie; it keeps what it reckoned.
    public EstateStorage storage() {
        return space.storage();
    }

    /// What could be spared; it keeps what it reckoned.
    public WastePages waste() {
        return space.waste();
    }

    /// What registries hold, in memory.
    public Graphs graphs() {
        return space.graphs();
    }

    /// How often repositories are pulled from.
    public Pulls pulls() {
        return pulls;
    }

    public WhatIfs whatIfs() {
        return whatIfs;
    }

    /// How long carrying out will take.
    public Durations durations() {
        return new Durations(database);
    }

    public FarSides farSides() {
        return farSides;
    }

    public Plans plans() {
        return plans;
    }

    public Executions executions() {
        return executions;
    }

    public Runner runner() {
        return runner;
    }

    public EventLooks eventLooks() {
        return eventLooks;
    }

    public Schedule schedule() {
        return schedule;
    }

    /// Stops everything, the database last.
    @Override
    public void close() {
        upkeep.close();
        volumes.close();
        watch.close();
        schedule.close();
        runner.close();
        demo.ifPresent(LiveDemo::close);
        keeping.close();
    }
}
