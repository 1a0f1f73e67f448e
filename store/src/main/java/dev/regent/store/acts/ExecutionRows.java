package dev.regent.store.acts;

import dev.regent.act.Outcome;
import dev.regent.act.StepState;
import dev.regent.oci.Digest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Executions and their steps as rows.
final class ExecutionRows {

    private static final int BATCH = 1000;

    private ExecutionRows() {}

    static final String HEAD = """
            select executions.*, counted.* from executions, lateral (
                select count(*) filter (where outcome = 'done') as done,
                    count(*) filter (where outcome = 'gone') as gone,
                    count(*) filter (where outcome = 'skipped') as skipped,
                    count(*) filter (where outcome = 'failed') as failed,
                    count(*) filter (where outcome = 'impossible') as impossible,
                    count(*) filter (where outcome is null) as waiting,
                    coalesce(sum(bytes) filter (where outcome = 'done' and kind like 'delete-%'), 0) as freed
                from execution_steps where execution = executions.id) as counted
            """;

    /// What an execution is for and whether it is to stop: its head but for how far it is, which is
    /// counted over all steps. Who asks with each step must not count.
    record Purpose(
            String registry,
            Optional<Digest> plan,
            Optional<String> undoes,
            String by,
            String reason,
            Optional<ExecutionHead.StopWanted> stopWanted) {}

    static Optional<Purpose> purpose(Handle in, String execution) {
        return in.createQuery("select * from executions where id = :id")
                .bind("id", execution)
                .map((row, _) -> new Purpose(
                        row.getString("registry"),
                        Columns.maybeDigest(row, "plan"),
                        Columns.maybeText(row, "undoes"),
                        row.getString("by_whom"),
                        row.getString("reason"),
                        stopWanted(row)))
                .findOne();
    }

    static ExecutionHead head(ResultSet row) throws SQLException {
        return new ExecutionHead(
                row.getString("id"),
                row.getLong("number"),
                Columns.named(ExecutionHead.Kind.class, row.getString("kind")),
                Columns.maybeDigest(row, "plan"),
                Columns.maybeText(row, "approval"),
                Columns.maybeText(row, "undoes"),
                row.getString("registry"),
                Columns.named(ExecutionState.class, row.getString("state")),
                row.getString("by_whom"),
                row.getString("reason"),
                new ExecutionHead.Times(
                        Columns.time(row, "created_at"),
                        Columns.maybeTime(row, "started_at"),
                        Columns.maybeTime(row, "ended_at")),
                Columns.maybeText(row, "end_reason").orElse(""),
                stopWanted(row),
                new ExecutionHead.Counts(
                        row.getInt("done"),
                        row.getInt("gone"),
                        row.getInt("skipped"),
                        row.getInt("failed"),
                        row.getInt("impossible"),
                        row.getInt("waiting")),
                row.getLong("freed"),
                row.getLong("event"));
    }

    private static Optional<ExecutionHead.StopWanted> stopWanted(ResultSet row) throws SQLException {
        Optional<String> by = Columns.maybeText(row, "stop_by");
        return by.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExecutionHead.StopWanted(
                        by.get(), row.getString("stop_reason"), Columns.time(row, "stop_at")));
    }

    static ExecutionStep step(ResultSet row) throws SQLException {
        return new ExecutionStep(
                row.getInt("number"),
                Columns.named(ExecutionStep.Kind.class, row.getString("kind")),
                row.getString("repository"),
                new Digest(row.getString("digest")),
                Columns.texts(row, "tags"),
                new Digest(row.getString("closure")),
                row.getLong("bytes"),
                state(row),
                row.getInt("attempts"),
                Columns.maybeTime(row, "begun_at"),
                Columns.maybeTime(row, "ended_at"));
    }

    static StepState state(ResultSet row) throws SQLException {
        return switch (row.getString("state")) {
            case "waiting" -> new StepState.Waiting();
            case "begun" -> new StepState.Begun();
            default ->
                new StepState.Ended(new Outcome(
                        Columns.named(Outcome.Result.class, row.getString("outcome")),
                        row.getString("detail"),
                        row.getBoolean("known")));
        };
    }

    static void insertSteps(Handle in, String execution, List<NewExecution.NewStep> steps) {
        PreparedBatch batch = in.prepareBatch("""
                insert into execution_steps (execution, number, kind, repository, digest, tags, closure, bytes, state,
                    outcome, detail, ended_at, event)
                values (:execution, :number, :kind, :repository, :digest, :tags, :closure, :bytes, :state, :outcome,
                    :detail, case when :state = 'ended' then clock_timestamp() end,
                    :number + 1)
                """);
        int number = 0;
        for (NewExecution.NewStep step : steps) {
            batch.bind("execution", execution)
                    .bind("number", number++)
                    .bind("kind", step.kind().toString())
                    .bind("repository", Columns.text(step.repository()))
                    .bind("digest", step.digest().value())
                    .bind("tags", Columns.texts(step.tags()))
                    .bind("closure", step.closure().value())
                    .bind("bytes", step.bytes())
                    .bind("state", step.already().isPresent() ? "ended" : "waiting")
                    .bind(
                            "outcome",
                            step.already().map(outcome -> outcome.result().toString()))
                    .bind(
                            "detail",
                            step.already()
                                    .map(outcome -> Columns.text(outcome.detail()))
                                    .orElse(""))
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    /// The number of the change that a transaction is making. Until its end no other can change this
    /// execution, so that changes are seen in the order of their numbers.
    static long nextEvent(Handle in, String execution) {
        return in.createQuery("update executions set events = events + 1 where id = :id returning events")
                .bind("id", execution)
                .mapTo(Long.class)
                .one();
    }
}
