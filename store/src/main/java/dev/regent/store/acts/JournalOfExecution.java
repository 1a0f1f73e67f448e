package dev.regent.store.acts;

import dev.regent.act.Execution;
import dev.regent.act.Journal;
import dev.regent.act.KeptManifest;
import dev.regent.act.Outcome;
import dev.regent.store.Database;
import dev.regent.store.DatabaseException;
import dev.regent.store.estate.EstateStore;
import dev.regent.store.record.Deed;
import dev.regent.store.record.RecordException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/// An execution's journal in the database. Each entry stands in one transaction with the check that
/// the lease holds, which it does until that transaction's end; what a step came to stands in one
/// with the record of it, and with the note that it was our doing if it deleted something.
public final class JournalOfExecution implements Journal {

    private final Journals journals;
    private final Lease lease;
    private final String execution;

    JournalOfExecution(Journals journals, Lease lease) {
        this.journals = journals;
        this.lease = lease;
        this.execution = lease.execution();
    }

    /// Work within a transaction in which the lease holds.
    @FunctionalInterface
    private interface Work<T> {
        T in(Handle transaction) throws JournalException;
    }

    /// The execution runs from now on; it may have run before.
    public void start() throws JournalException {
        fenced("begin execution " + execution, in -> {
            long event = ExecutionRows.nextEvent(in, execution);
            Optional<Boolean> first = in.createQuery("""
                            update executions set state = 'running',
                                started_at = coalesce(started_at, clock_timestamp()), event = :event
                            where id = :id and state in ('waiting', 'running')
                            returning started_at >= now()
                            """)
                    .bind("id", execution)
                    .bind("event", event)
                    .mapTo(Boolean.class)
                    .findOne();
            if (first.isEmpty()) {
                throw new JournalException("execution " + execution + " is at its end already");
            }
            record(in, first.get() ? "execution.started" : "execution.resumed", "", Map.of());
            tell(in, event);
            return true;
        });
    }

    /// The execution is at its end.
    public void finish(Execution.End end) throws JournalException {
        switch (end) {
            case Execution.End.Done _ -> finish(ExecutionState.DONE, "");
            case Execution.End.Stopped(String why) -> finish(ExecutionState.STOPPED, why);
        }
    }

    /// The execution can't go on, for a reason that is no step's.
    ///
    /// @param why in a sentence, with what to do
    public void fail(String why) throws JournalException {
        finish(ExecutionState.FAILED, why);
    }

    private void finish(ExecutionState state, String why) throws JournalException {
        fenced("end execution " + execution, in -> {
            long event = ExecutionRows.nextEvent(in, execution);
            int ended = in.createUpdate("""
                            update executions set state = :state, end_reason = :why, ended_at = clock_timestamp(),
                                event = :event
                            where id = :id and state in ('waiting', 'running')
                            """)
                    .bind("id", execution)
                    .bind("state", state.toString())
                    .bind("why", Columns.text(why))
                    .bind("event", event)
                    .execute();
            if (ended > 0) {
                record(in, "execution." + state, why, Map.of());
                tell(in, event);
            }
            return true;
        });
    }

    @Override
    public void begin(int step, Set<String> others) throws JournalException {
        fenced("begin " + named(step), in -> {
            long event = ExecutionRows.nextEvent(in, execution);
            int begun = in.createUpdate("""
                            update execution_steps set state = 'begun', attempts = attempts + 1,
                                begun_at = coalesce(begun_at, clock_timestamp()), event = :event,
                                others = :others, others_at = clock_timestamp(), beside = :beside
                            where execution = :id and number = :step and state <> 'ended' and exists (
                                select 1 from executions where id = :id and state in ('waiting', 'running'))
                            """)
                    .bind("id", execution)
                    .bind("step", step)
                    .bind("event", event)
                    .bind("others", Columns.texts(others))
                    .bind("beside", others.size())
                    .execute();
            if (begun == 0) {
                throw new JournalException(
                        named(step) + " or the execution is at its end already, or the step isn't there");
            }
            tell(in, event);
            return true;
        });
    }

    @Override
    public Optional<Before> before(int step) throws JournalException {
        return fenced(
                "read what was there before " + named(step),
                in -> in.createQuery("""
                        select others, extract(epoch from clock_timestamp() - others_at) * 1000 as ago
                        from execution_steps where execution = :id and number = :step and others is not null
                        """)
                        .bind("id", execution)
                        .bind("step", step)
                        .map((row, _) -> new Before(
                                Set.copyOf(Columns.texts(row, "others")), Duration.ofMillis(row.getLong("ago"))))
                        .findOne());
    }

    @Override
    public void end(int step, Outcome outcome) throws JournalException {
        Optional<String> changes = outcome.mayHaveHappened() ? Optional.of(lease.registry()) : Optional.empty();
        fenced("end " + named(step), changes, in -> {
            long event = ExecutionRows.nextEvent(in, execution);
            Optional<ExecutionStep> ended = in.createQuery("""
                            update execution_steps set state = 'ended', outcome = :outcome, detail = :detail,
                                known = :known, ended_at = clock_timestamp(), event = :event, others = null, others_at = null
                            where execution = :id and number = :step and state <> 'ended'
                            returning *
                            """)
                    .bind("id", execution)
                    .bind("step", step)
                    .bind("outcome", outcome.result().toString())
                    .bind("detail", Columns.text(outcome.detail()))
                    .bind("known", outcome.known())
                    .bind("event", event)
                    .map((row, _) -> ExecutionRows.step(row))
                    .findOne();
            if (ended.isPresent()) {
                note(in, ended.get(), outcome);
                record(in, ended.get(), outcome);
                tell(in, event);
            } else if (!endedSo(in, step, outcome)) {
                throw new JournalException(named(step) + " came to another end before, or isn't there");
            }
            return true;
        });
    }

    /// The inventory has to know what was our doing: what comes back after that is never proposed
    /// again by itself.
    private void note(Handle in, ExecutionStep step, Outcome outcome) {
        if (step.kind() == ExecutionStep.Kind.DELETE_MANIFEST && outcome.mayHaveHappened()) {
            EstateStore.deleted(
                    in,
                    lease.registry(),
                    step.repository(),
                    step.digest(),
                    step.endedAt().orElseThrow());
        }
    }

    private boolean endedSo(Handle in, int step, Outcome outcome) {
        return in.createQuery("""
                        select exists (select 1 from execution_steps where execution = :id and number = :step
                            and outcome = :outcome and detail = :detail and known = :known)
                        """)
                .bind("id", execution)
                .bind("step", step)
                .bind("outcome", outcome.result().toString())
                .bind("detail", Columns.text(outcome.detail()))
                .bind("known", outcome.known())
                .mapTo(Boolean.class)
                .one();
    }

    @Override
    public Optional<String> keep(int step, KeptManifest manifest) throws JournalException {
        return fenced(
                "keep the manifest of " + named(step), in -> journals.shelf().keep(in, execution, step, manifest));
    }

    @Override
    public Optional<KeptManifest> kept(int step) throws JournalException {
        return fenced("read what was kept of " + named(step), in -> UndoShelf.kept(in, execution, step));
    }

    @Override
    public Optional<String> stopWanted() throws JournalException {
        return fenced(
                "read whether execution " + execution + " is to stop",
                in -> ExecutionRows.purpose(in, execution)
                        .flatMap(ExecutionRows.Purpose::stopWanted)
                        .map(ExecutionHead.StopWanted::sentence));
    }

    private <T> T fenced(String what, Work<T> work) throws JournalException {
        return fenced(what, Optional.empty(), work);
    }

    /// @param changes the registry of which something will be noted
    private <T> T fenced(String what, Optional<String> changes, Work<T> work) throws JournalException {
        try {
            Database database = journals.database();
            return database.<T, JournalException>inTransaction(in -> {
                in.execute("set local synchronous_commit = on");
                changes.ifPresent(registry -> EstateStore.lock(in, registry));
                Optional<String> against = LeaseStore.against(in, lease);
                if (against.isPresent()) {
                    throw new JournalException(what + ": " + against.get()
                            + "; nothing further is done here, and whoever has the lease goes on");
                }
                journals.record().mustFit(in);
                return work.in(in);
            });
        } catch (JdbiException | DatabaseException e) {
            throw new JournalException(
                    what + ": the database doesn't take it; nothing further is done until it does: "
                            + LastCause.words(e),
                    e);
        } catch (RecordException | ChangedRowException e) {
            throw new JournalException(what + ": " + e.getMessage(), e);
        }
    }

    private void record(Handle in, ExecutionStep step, Outcome outcome) {
        record(
                in,
                "step." + outcome.result(),
                outcome.detail(),
                Map.of(
                        "step", Integer.toString(step.number()),
                        "kind", step.kind().toString(),
                        "repository", step.repository(),
                        "digest", step.digest().value(),
                        "tags", String.join(" ", step.tags()),
                        "attempts", Integer.toString(step.attempts()),
                        "known", Boolean.toString(outcome.known())));
    }

    /// Adds to the record what became of the execution or of a step.
    ///
    /// @param detail why it came to this, in a sentence; may be empty
    private void record(Handle in, String action, String detail, Map<String, String> about) {
        ExecutionRows.Purpose what = ExecutionRows.purpose(in, execution).orElseThrow();
        Map<String, String> details = new HashMap<>(about);
        details.put("execution", execution);
        details.put("registry", what.registry());
        details.put("holder", lease.holder());
        details.put("fence", Long.toString(lease.fence()));
        details.put("detail", detail);
        what.plan().ifPresent(plan -> details.put("plan", plan.value()));
        what.undoes().ifPresent(undone -> details.put("undoes", undone));
        String subject = about.containsKey("digest")
                ? what.registry() + "/" + about.get("repository") + "@" + about.get("digest")
                : execution;
        journals.record().append(in, new Deed(execution, what.by(), action, subject, what.reason(), details));
    }

    private void tell(Handle in, long event) {
        in.afterCommit(() -> journals.listener().changed(execution, event));
    }

    private String named(int step) {
        return "step " + (step + 1) + " of execution " + execution;
    }
}
