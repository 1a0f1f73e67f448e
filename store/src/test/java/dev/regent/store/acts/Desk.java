package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.act.KeptManifest;
import dev.regent.act.RawManifest;
import dev.regent.approve.ApprovalRules;
import dev.regent.approve.ApprovedPlan;
import dev.regent.approve.Approving;
import dev.regent.audit.AuditKey;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import dev.regent.store.Database;
import dev.regent.store.record.RecordStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/// All stores over one database, and things to put into them.
final class Desk {

    static final AuditKey KEY = new AuditKey("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    static final Duration LONG = Duration.ofHours(1);

    final Database database;
    final PlanStore plans;
    final ApprovalStore approvals;
    final ExecutionStore executions;
    final LeaseStore leases;
    final RecordStore record;
    final UndoShelf shelf;
    final Journals journals;
    final Queue<Long> told = new ConcurrentLinkedQueue<>();

    Desk(Database database, ShelfLimits limits) {
        this.database = database;
        StepListener listener = (_, event) -> told.add(event);
        plans = new PlanStore(database);
        approvals = new ApprovalStore(database);
        executions = new ExecutionStore(database, listener);
        leases = new LeaseStore(database);
        record = new RecordStore(database, KEY, _ -> {});
        shelf = new UndoShelf(database, limits);
        journals = new Journals(database, record, shelf, listener);
    }

    static Digest digest(String text) {
        return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
    }

    static Step step(String registry, String name, long bytes) {
        return new Step(
                Step.Kind.DELETE_MANIFEST,
                registry,
                "team/app",
                digest(name),
                List.of(name, name + "-too"),
                "older than 30d \0 ünï",
                "default",
                bytes,
                Step.Undo.UNTIL_GC,
                digest(name),
                name.endsWith("1") ? Optional.of(Instant.parse("2025-01-02T03:04:05.123456789Z")) : Optional.empty());
    }

    /// A plan of one registry.
    ///
    /// @param salt plans of other salts have other digests
    static Plan plan(String registry, String salt, int steps) {
        List<Step> made = IntStream.range(0, steps)
                .mapToObj(i -> step(registry, salt + "." + i, 10 + i))
                .toList();
        return new Plan(
                digest("plan " + salt + steps),
                List.of(registry),
                List.of(digest("policy")),
                made,
                made.stream().mapToLong(Step::bytes).sum(),
                true);
    }

    static NewPlan proposed(Plan plan) {
        return new NewPlan(plan, "ann", LONG, 100, List.of(), "[{\"name\":\"main\"}]");
    }

    PlanHead keep(Plan plan) {
        return plans.keep(proposed(plan)).head();
    }

    ApprovedPlan approve(Plan plan, Duration validity) {
        StoredPlan stored = plans.load(plan.digest()).orElseThrow();
        Approving.Decision decision = Approving.decide(
                stored.proposed(),
                new Approving.Request(FreshName.make(), "bob", "it is old", true, database.now()),
                new ApprovalRules(true, 0.2, 1000, validity));
        assertThat(decision).isInstanceOf(Approving.Decision.Granted.class);
        return ((Approving.Decision.Granted) decision).plan();
    }

    ApprovedPlan granted(Plan plan) {
        ApprovedPlan approved = approve(plan, LONG);
        assertThat(approvals.grant(approved)).isEmpty();
        return approved;
    }

    /// An execution of a plan that was kept and approved for it.
    String execution(String registry, String salt, int steps) {
        Plan plan = plan(registry, salt, steps);
        keep(plan);
        ExecutionStore.Creation created = executions.create(NewExecution.apply(granted(plan), "bob", _ -> true));
        assertThat(created).isInstanceOf(ExecutionStore.Creation.Created.class);
        return ((ExecutionStore.Creation.Created) created).head().id();
    }

    Lease lease(String registry, String holder, String execution) {
        return leases.acquire(registry, holder, execution, LONG).orElseThrow();
    }

    /// Its lease lapses now, by the database's clock.
    void lapse(String registry) {
        execute("update leases set until_at = clock_timestamp() - interval '1 second' where registry = '" + registry
                + "'");
    }

    void execute(String sql) {
        database.useTransaction((Handle in) -> in.execute(sql));
    }

    static KeptManifest manifest(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new KeptManifest(
                "team/app",
                new RawManifest(Digest.sha256(bytes), "application/vnd.oci.image.manifest.v1+json", bytes),
                List.of("1.0", "latest"),
                List.of(
                        new Descriptor("application/vnd.oci.image.config.v1+json", digest("config"), 3),
                        new Descriptor("application/vnd.oci.image.layer.v1.tar+gzip", digest("layer"), 1L << 40)),
                List.of(digest("child")),
                Optional.of(digest("subject")),
                digest("closure"));
    }
}
