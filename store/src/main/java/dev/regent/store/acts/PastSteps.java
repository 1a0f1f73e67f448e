package dev.regent.store.acts;

import dev.regent.plan.CarriedOut.Closure;
import dev.regent.plan.CarriedOut.Look;
import dev.regent.store.Database;
import java.time.Duration;
import java.util.List;

/// How long steps and the looks before them took, of the last executions.
public final class PastSteps {

    private static final int EXECUTIONS = 20;
    private static final int MOST = 5_000;

    /// After a longer break nobody was at it.
    private static final Duration BREAK = Duration.ofMinutes(1);

    private static final String LATELY = """
            with lately as (
                select id, number, started_at from executions
                where registry = :registry and kind = 'apply' and started_at is not null
                order by number desc limit :executions
            )
            """;

    private static final String CLOSURES = LATELY + """
            , closures as (
                select steps.execution, min(steps.number) as first, count(*) as steps,
                    max(steps.beside) + sum(cardinality(steps.tags)) as tags,
                    min(steps.begun_at) as begun_at, max(steps.ended_at) as ended_at,
                    bool_and(steps.outcome = 'done' and steps.attempts = 1 and steps.beside is not null) as whole
                from execution_steps steps join lately on lately.id = steps.execution
                where steps.ended_at is not null
                group by steps.execution, steps.repository, steps.closure
            ), in_turn as (
                select closures.*, lately.number, greatest(lately.started_at, lag(closures.ended_at)
                    over (partition by closures.execution order by closures.ended_at, closures.first)) as since
                from closures join lately on lately.id = closures.execution
            ), timed as (
                select in_turn.*, (select coalesce(sum(looks.seconds), 0) from execution_looks looks
                    where looks.execution = in_turn.execution
                        and looks.ended_at > in_turn.since and looks.ended_at <= in_turn.ended_at) as looking
                from in_turn where whole
            )
            select steps, tags, greatest(0, extract(epoch from ended_at - since) - looking) as seconds
            from timed
            where extract(epoch from begun_at - since) - looking < :break
            order by number desc, ended_at desc limit :most
            """;

    private static final String LOOKS = LATELY + """
            select looks.tags, looks.seconds
            from execution_looks looks join lately on lately.id = looks.execution
            order by lately.number desc, looks.number desc limit :most
            """;

    private final Database database;

    public PastSteps(Database database) {
        this.database = database;
    }

    /// A look came to its end right now.
    ///
    /// @param tags that the repository had
    public void looked(String execution, String repository, int tags, Duration took) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("""
                        insert into execution_looks (execution, repository, tags, seconds)
                        values (:execution, :repository, :tags, :seconds)
                        """)
                        .bind("execution", execution)
                        .bind("repository", Columns.text(repository))
                        .bind("tags", tags)
                        .bind("seconds", took.toNanos() / 1e9)
                        .execute());
    }

    /// Closures that were wholly done at the first try, the oldest first.
    public List<Closure> closures(String registry) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(CLOSURES)
                        .bind("registry", registry)
                        .bind("executions", EXECUTIONS)
                        .bind("break", BREAK.toSeconds())
                        .bind("most", MOST)
                        .map((row, _) -> new Closure(row.getInt("steps"), row.getInt("tags"), row.getDouble("seconds")))
                        .list())
                .reversed();
    }

    /// Looks at its repositories, the oldest first.
    public List<Look> looks(String registry) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(LOOKS)
                        .bind("registry", registry)
                        .bind("executions", EXECUTIONS)
                        .bind("most", MOST)
                        .map((row, _) -> new Look(row.getInt("tags"), row.getDouble("seconds")))
                        .list())
                .reversed();
    }
}
