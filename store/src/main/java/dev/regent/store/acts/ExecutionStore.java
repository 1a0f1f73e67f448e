package dev.regent.store.acts;

import dev.regent.act.StepState;
import dev.regent.approve.Approval;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Executions: what is to be done, how far it is, and what became of it. Several can wait for one
/// registry; who has its lease acts. Steps change by {@link JournalOfExecution} only.
public final class ExecutionStore {

    private final Database database;
    private final StepListener listener;

    /// Keeps executions in a database.
    ///
    /// @param listener is told of each change that this process makes
    public ExecutionStore(Database database, StepListener listener) {
        this.database = database;
        this.listener = listener;
    }

    /// What came of beginning an execution.
    public sealed interface Creation {

        record Created(ExecutionHead head) implements Creation {}

        /// Something stands against it.
        ///
        /// @param why in a sentence, with what to do
        record Refused(String why) implements Creation {}
    }

    /// Begins an execution in a transaction of its own.
    public Creation create(NewExecution execution) {
        return database.inTransaction((Handle in) -> create(in, execution));
    }

    /// Begins an execution. One that carries out a plan takes the plan's approval, so that it can't
    /// be done twice by one approval. One execution is taken back by one undo at a time.
    public Creation create(Handle in, NewExecution execution) {
        String id = FreshName.make();
        Optional<String> against = switch (execution.what()) {
            case NewExecution.What.Apply(Approval approval) ->
                ApprovalStore.use(in, approval, id)
                        ? Optional.empty()
                        : Optional.of("the approval of plan " + approval.plan().brief()
                                + " doesn't hold any more: it was used, withdrawn or is out of time; look at"
                                + " the plan and approve it again");
            case NewExecution.What.Undo(String undone) -> againstUndo(in, undone, execution.registry());
        };
        if (against.isPresent()) {
            return new Creation.Refused(against.get());
        }
        insert(in, id, execution);
        ExecutionRows.insertSteps(in, id, execution.steps());
        in.afterCommit(() -> listener.changed(id, execution.steps().size() + 1));
        return new Creation.Created(head(in, id).orElseThrow());
    }

    private static Optional<String> againstUndo(Handle in, String undone, String registry) {
        Optional<String> state = in.createQuery("""
                        select state from executions
                        where id = :id and registry = :registry and kind = 'apply' for update
                        """)
                .bind("id", Columns.text(undone))
                .bind("registry", registry)
                .mapTo(String.class)
                .findOne();
        if (state.isEmpty()) {
            return Optional.of(
                    "there is no execution " + undone + " that acted on registry " + registry + " and could be undone");
        }
        if (state.get().equals("waiting") || state.get().equals("running")) {
            return Optional.of("execution " + undone + " is " + state.get() + "; stop it first");
        }
        return in.createQuery("""
                        select id from executions where undoes = :id and state in ('waiting', 'running') limit 1
                        """)
                .bind("id", undone)
                .mapTo(String.class)
                .findOne()
                .map(undo -> "execution " + undone + " is being undone by " + undo + "; wait for that");
    }

    private static void insert(Handle in, String id, NewExecution execution) {
        Update insert = in.createUpdate("""
                        insert into executions (id, kind, plan, approval, undoes, registry, by_whom, reason, events, event)
                        values (:id, :kind, :plan, :approval, :undoes, :registry, :by, :reason, :event, :event)
                        """)
                .bind("event", execution.steps().size() + 1)
                .bind("id", id)
                .bind("registry", Columns.text(execution.registry()))
                .bind("by", Columns.text(execution.by()))
                .bind("reason", Columns.text(execution.reason()));
        switch (execution.what()) {
            case NewExecution.What.Apply(Approval approval) ->
                insert.bind("kind", "apply")
                        .bind("plan", approval.plan().value())
                        .bind("approval", approval.id())
                        .bind("undoes", Optional.<String>empty());
            case NewExecution.What.Undo(String undone) ->
                insert.bind("kind", "undo")
                        .bind("plan", Optional.<String>empty())
                        .bind("approval", Optional.<String>empty())
                        .bind("undoes", undone);
        }
        insert.execute();
    }

    /// One execution.
    public Optional<ExecutionHead> head(String id) {
        return database.inTransaction((Handle in) -> head(in, id));
    }

    static Optional<ExecutionHead> head(Handle in, String id) {
        return in.createQuery(ExecutionRows.HEAD + "where executions.id = :id")
                .bind("id", Columns.text(id))
                .map((row, _) -> ExecutionRows.head(row))
                .findOne();
    }

    /// Executions, the newest first.
    public Page<ExecutionHead> list(Page.Request page) {
        List<ExecutionHead> found = database.inTransaction((Handle in) -> in.createQuery(ExecutionRows.HEAD + """
                        where executions.number < :before order by executions.number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("limit", page.fetched())
                .map((row, _) -> ExecutionRows.head(row))
                .list());
        return page.page(found, ExecutionHead::number);
    }

    /// Those that carried out a plan, the newest first.
    public List<ExecutionHead> ofPlan(Digest plan) {
        return database.inTransaction((Handle in) -> in.createQuery(ExecutionRows.HEAD + """
                        where executions.plan = :plan order by executions.number desc
                        """)
                .bind("plan", plan.value())
                .map((row, _) -> ExecutionRows.head(row))
                .list());
    }

    /// All steps, in order.
    public List<ExecutionStep> steps(String id) {
        return database.inTransaction((Handle in) -> in.createQuery("""
                        select * from execution_steps where execution = :id order by number
                        """)
                .bind("id", Columns.text(id))
                .map((row, _) -> ExecutionRows.step(row))
                .list());
    }

    /// How far each step is, in order, as carrying it out takes it up.
    public List<StepState> states(String id) {
        return steps(id).stream().map(ExecutionStep::state).toList();
    }

    /// Executions that wait or run while nobody has their registry, the oldest first: they are to be
    /// taken up.
    public List<ExecutionHead> interrupted() {
        return database.inTransaction((Handle in) -> in.createQuery(ExecutionRows.HEAD + """
                        where executions.state in ('waiting', 'running') and not exists (select 1 from leases
                            where leases.registry = executions.registry and until_at > clock_timestamp())
                        order by (executions.state = 'running') desc, executions.number
                        """)
                .map((row, _) -> ExecutionRows.head(row))
                .list());
    }

    /// Asks an execution to stop before its next closure.
    ///
    /// @param by who asks
    /// @return why it can't be asked, in a sentence; empty if it is
    public Optional<String> requestStop(Handle in, String id, String by, String reason) {
        Optional<Long> event = in.createQuery("""
                        update executions set stop_by = :by, stop_reason = :reason, stop_at = clock_timestamp(),
                            events = events + 1, event = events + 1
                        where id = :id and state in ('waiting', 'running') and stop_by is null
                        returning events
                        """)
                .bind("id", Columns.text(id))
                .bind("by", Columns.text(by))
                .bind("reason", Columns.text(reason))
                .mapTo(Long.class)
                .findOne();
        if (event.isPresent()) {
            in.afterCommit(() -> listener.changed(id, event.get()));
            return Optional.empty();
        }
        return Optional.of(head(in, id)
                .map(head -> head.stopWanted()
                        .filter(_ -> head.endReason().isEmpty())
                        .map(stop -> "execution " + id + " is being " + stop.sentence() + " already")
                        .orElse("execution " + id + " is " + head.state() + " already"))
                .orElse("there is no execution " + id));
    }

    /// Stops all that wait or run, for example because the database was put back from a backup and
    /// can't know how far they came since. Steps that were begun stay so: they may have been done.
    ///
    /// @param reason why, for people
    /// @return as they are then
    public List<ExecutionHead> stopOpen(Handle in, String reason) {
        List<String> open = in.createQuery("""
                        select id from executions where state in ('waiting', 'running') order by number for update
                        """).mapTo(String.class).list();
        for (String id : open) {
            long event = ExecutionRows.nextEvent(in, id);
            in.createUpdate("""
                            update execution_steps set state = 'ended', outcome = 'skipped', detail = :why,
                                ended_at = clock_timestamp(), event = :event
                            where execution = :id and state = 'waiting'
                            """)
                    .bind("id", id)
                    .bind("why", Columns.text(reason))
                    .bind("event", event)
                    .execute();
            in.createUpdate("""
                            update executions set state = 'stopped', end_reason = :why,
                                ended_at = clock_timestamp(), event = :event
                            where id = :id
                            """)
                    .bind("id", id)
                    .bind("why", Columns.text(reason))
                    .bind("event", event)
                    .execute();
            in.afterCommit(() -> listener.changed(id, event));
        }
        return open.stream().map(id -> head(in, id).orElseThrow()).toList();
    }

    /// What changed since, in order. Of one thing only its last change is told, so that who asks
    /// again with the last number misses nothing and reads nothing twice.
    ///
    /// @param after number of the last change that was heard of; 0 for everything
    public List<ExecutionEvent> events(String id, long after) {
        return database.inTransaction((Handle in) -> {
            in.execute("set transaction isolation level repeatable read read only");
            List<ExecutionEvent> events = new ArrayList<>(in.createQuery("""
                            select * from execution_steps where execution = :id and event > :after
                            order by event, number
                            """)
                    .bind("id", Columns.text(id))
                    .bind("after", after)
                    .map((row, _) ->
                            (ExecutionEvent) new ExecutionEvent.OfStep(row.getLong("event"), ExecutionRows.step(row)))
                    .list());
            // Asked for with each step while anybody watches: where nothing of it changed, nothing is counted.
            in.createQuery(ExecutionRows.HEAD + "where executions.id = :id and executions.event > :after")
                    .bind("id", Columns.text(id))
                    .bind("after", after)
                    .map((row, _) -> ExecutionRows.head(row))
                    .findOne()
                    .ifPresent(head -> events.add(new ExecutionEvent.OfExecution(head.event(), head)));
            events.sort(Comparator.comparingLong(ExecutionEvent::id));
            return List.copyOf(events);
        });
    }
}
