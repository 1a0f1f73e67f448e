package dev.regent.server.estate;

import dev.regent.Regent;
import dev.regent.act.Execution.End;
import dev.regent.act.Execution.Limits;
import dev.regent.act.Execution.Tools;
import dev.regent.act.Journal.JournalException;
import dev.regent.act.StepState;
import dev.regent.approve.Approval;
import dev.regent.approve.Approving;
import dev.regent.engine.FarSides;
import dev.regent.engine.config.Configuration;
import dev.regent.engine.config.InForce;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.oci.Digest;
import dev.regent.server.access.Actor;
import dev.regent.store.Database;
import dev.regent.store.DatabaseException;
import dev.regent.store.acts.ApprovalStore;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionStore;
import dev.regent.store.acts.JournalOfExecution;
import dev.regent.store.acts.Journals;
import dev.regent.store.acts.Lease;
import dev.regent.store.acts.LeaseStore;
import dev.regent.store.acts.PastSteps;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.StoredApproval;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs executions, those too that another process left behind: one at a time for each registry,
/// for as long as it has the lease of it.
public final class Runner implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Runner.class);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration RENEW_EVERY = Duration.ofSeconds(8);

    private final String holder;
    private final Supplier<InForce> inForce;
    private final Looks looks;
    private final Plans plans;
    private final Executions executions;
    private final FarSides farSides;
    private final Stores stores;
    private final BiConsumer<ExecutionHead, End> afterwards;
    private final Map<String, Thread> running = new ConcurrentHashMap<>();
    private final Queue<Lease> owed = new ConcurrentLinkedQueue<>();

    /// Where executions are kept.
    public record Stores(
            PlanStore plans,
            ApprovalStore approvals,
            ExecutionStore executions,
            LeaseStore leases,
            Journals journals,
            PastSteps past,
            Clocks clocks) {}

    /// @param holder names this process in leases
    /// @param afterwards told of each execution that came to its end here
    public Runner(
            String holder,
            Supplier<InForce> inForce,
            Looks looks,
            Plans plans,
            Executions executions,
            FarSides farSides,
            Stores stores,
            BiConsumer<ExecutionHead, End> afterwards) {
        this.holder = holder;
        this.inForce = inForce;
        this.looks = looks;
        this.plans = plans;
        this.executions = executions;
        this.farSides = farSides;
        this.stores = stores;
        this.afterwards = afterwards;
    }

    /// Takes up whatever waits, if nobody else has it. Returns at once.
    public void takeUp() {
        makeUp();
        for (ExecutionHead head : stores.executions().interrupted()) {
            if (!running.containsKey(head.registry())) {
                Held held = new Held(System::nanoTime, LEASE, System.nanoTime());
                stores.leases()
                        .acquire(head.registry(), holder, head.id(), LEASE)
                        .ifPresent(lease -> start(head, lease, held));
            }
        }
    }

    private void start(ExecutionHead head, Lease lease, Held held) {
        Thread thread = Thread.ofVirtual().name("execution-" + head.id()).unstarted(() -> {
            try {
                runWithLease(head, lease, held);
            } finally {
                running.remove(head.registry());
            }
        });
        running.put(head.registry(), thread);
        thread.start();
    }

    private void runWithLease(ExecutionHead head, Lease lease, Held held) {
        Thread runs = Thread.currentThread();
        Thread renews = Thread.ofVirtual().name("lease-" + head.registry()).start(() -> renew(lease, held, runs));
        try {
            run(head, stores.journals().of(lease), held);
        } finally {
            renews.interrupt();
            release(lease);
        }
    }

    /// Who lost the lease must not go on; the journal would refuse it anyway.
    private void renew(Lease lease, Held held, Thread runs) {
        try {
            while (true) {
                Thread.sleep(RENEW_EVERY);
                long asked = System.nanoTime();
                if (stores.leases().renew(lease, LEASE).isEmpty()) {
                    runs.interrupt();
                    return;
                }
                held.renewed(asked);
            }
        } catch (InterruptedException e) {
            return;
        } catch (DatabaseException e) {
            log.atWarn().setCause(e).log("a lease can't be renewed");
            runs.interrupt();
        }
    }

    private void release(Lease lease) {
        try {
            stores.leases().release(lease);
        } catch (DatabaseException e) {
            owed.add(lease);
            log.atInfo()
                    .addKeyValue("registry", lease.registry())
                    .log("a lease can't be released now; that is made up for, or it lapses by itself");
        }
    }

    /// Releases what couldn't be while the database was away.
    private void makeUp() {
        for (Lease lease = owed.peek(); lease != null; lease = owed.peek()) {
            stores.leases().release(lease);
            owed.remove(lease);
        }
    }

    private void run(ExecutionHead head, JournalOfExecution journal, Held held) {
        try {
            journal.start();
            stopIfLapsed(head);
            End end = carryOn(head, journal, held);
            journal.finish(end);
            log.atInfo()
                    .addKeyValue("execution", head.id())
                    .addKeyValue("registry", head.registry())
                    .addKeyValue("end", end)
                    .log("execution ended");
            afterwards.accept(head, end);
        } catch (JournalException e) {
            log.atWarn()
                    .addKeyValue("execution", head.id())
                    .setCause(e)
                    .log("execution interrupted; whoever has the lease next goes on");
        } catch (InterruptedException e) {
            log.atInfo().addKeyValue("execution", head.id()).log("execution interrupted; it goes on later");
        } catch (RuntimeException e) {
            if (Database.isAway(e)) {
                log.atWarn()
                        .addKeyValue("execution", head.id())
                        .setCause(e)
                        .log("execution interrupted; it goes on when the database is there again");
            } else {
                fail(head, journal, e);
            }
        }
    }

    private static void fail(ExecutionHead head, JournalOfExecution journal, RuntimeException cause) {
        log.atError().addKeyValue("execution", head.id()).setCause(cause).log("execution failed");
        try {
            journal.fail(String.valueOf(cause.getMessage()));
        } catch (JournalException e) {
            log.atWarn().addKeyValue("execution", head.id()).setCause(e).log("and that can't be written down");
        }
    }

    private End carryOn(ExecutionHead head, JournalOfExecution journal, Held held)
            throws JournalException, InterruptedException {
        Configuration configuration = inForce.get().configuration();
        RegistryConfig registry = plans.registry(head.registry());
        List<StepState> states = stores.executions().states(head.id());
        try (FarSides.Hands hands = farSides.hands(configuration, registry, held)) {
            Origin origin = head.plan().map(plans::origin).orElse(Origin.USUAL);
            Tools tools = new Tools(
                    new LastEvidence(
                            looks,
                            () -> plans.registry(head.registry()),
                            origin,
                            System::nanoTime,
                            (repository, tags, took) -> stores.past().looked(head.id(), repository, tags, took)),
                    hands.probe(),
                    hands.writer(),
                    journal,
                    Thread::sleep,
                    new Limits(configuration.limits().stopAfterFailures()));
            return switch (head.kind()) {
                case APPLY -> apply(head, tools, states);
                case UNDO ->
                    Regent.undo(executions.keptForUndo(head.id(), head.undoes().orElseThrow()), tools, states);
            };
        }
    }

    /// What is taken up after its approval's time must not go on: what people agreed to ended while
    /// nobody was at it. One that is at work when its approval ends comes to its own end.
    private void stopIfLapsed(ExecutionHead head) {
        head.approval()
                .flatMap(stores.approvals()::find)
                .map(StoredApproval::approval)
                .filter(approval -> !approval.holdsAt(stores.clocks().now()))
                .map(approval -> "its approval by " + approval.by() + " ended at " + approval.until()
                        + ", and nobody was at it then; have a plan made anew and approve that")
                .flatMap(why -> executions.stop(Actor.REGENT, head.id(), head.id(), why))
                .ifPresent(already -> log.atInfo().log(already));
    }

    private End apply(ExecutionHead head, Tools tools, List<StepState> states)
            throws JournalException, InterruptedException {
        Digest plan = head.plan().orElseThrow();
        Approval approval = head.approval()
                .flatMap(stores.approvals()::find)
                .filter(kept -> kept.execution().filter(head.id()::equals).isPresent())
                .orElseThrow(() -> new IllegalStateException(
                        "the approval of plan " + plan + " is lost, or isn't this execution's: approve it anew"))
                .approval();
        return Regent.carryOut(
                Approving.resume(stores.plans().load(plan).orElseThrow().plan(), approval), tools, states);
    }

    /// Which executions run here.
    public Optional<Thread> running(String registry) {
        return Optional.ofNullable(running.get(registry));
    }

    /// Interrupts what runs here; it goes on when a server is there again.
    @Override
    public void close() {
        running.values().forEach(Thread::interrupt);
        try {
            for (Thread thread : running.values()) {
                thread.join(Duration.ofSeconds(3));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
