package dev.regent.store.acts;

import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// Plans, each once: the same plan made again is the same row.
public final class PlanStore {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,128}");
    private static final int SOME = 10;

    private final Database database;

    public PlanStore(Database database) {
        this.database = database;
    }

    /// What keeping a plan came to.
    ///
    /// @param renewed whether a plan of this digest was there before
    public record Kept(PlanHead head, boolean renewed) {}

    /// Keeps a plan in a transaction of its own.
    public Kept keep(NewPlan made) {
        return database.inTransaction((Handle in) -> keep(in, made));
    }

    /// Keeps a plan. One that is there is renewed and is open again; it stays as it is while an
    /// approval of it holds or an execution works on it.
    public Kept keep(Handle in, NewPlan made) {
        Digest digest = made.plan().digest();
        in.createQuery("select pg_advisory_xact_lock(hashtextextended('plan ' || :digest, 0))")
                .bind("digest", digest.value())
                .mapTo(String.class)
                .list();
        boolean there = in.createQuery("select 1 from plans where digest = :digest for update")
                .bind("digest", digest.value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
        if (there && inHand(in, digest)) {
            return new Kept(head(in, digest).orElseThrow(), true);
        }
        if (there) {
            in.createUpdate("delete from plan_steps where plan = :digest")
                    .bind("digest", digest.value())
                    .execute();
        }
        write(in, made);
        return new Kept(head(in, digest).orElseThrow(), there);
    }

    private static boolean inHand(Handle in, Digest digest) {
        return in.createQuery("""
                        select exists (select 1 from approvals where plan = :digest and state = 'valid'
                                and until_at > clock_timestamp())
                            or exists (select 1 from executions where plan = :digest
                                and state in ('waiting', 'running'))
                        """)
                .bind("digest", digest.value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void write(Handle in, NewPlan made) {
        Plan plan = PlanRows.storable(made.plan());
        String proposer = Columns.text(made.proposer());
        List<String> unmet = Columns.clean(made.unmet());
        in.createUpdate("""
                        insert into plans (digest, registries, policies, steps, reclaim_bytes, reclaim_exact, proposer,
                            made_at, expires, manifests, unmet, sources, state, content_sha256)
                        values (:digest, :registries, :policies, :steps, :reclaimBytes, :reclaimExact, :proposer,
                            clock_timestamp(), clock_timestamp() + :validity * interval '1 microsecond', :manifests,
                            :unmet, :sources, 'open', :hash)
                        on conflict (digest) do update set (number, registries, policies, steps, reclaim_bytes,
                            reclaim_exact, proposer, made_at, expires, manifests, unmet, sources, state, closed_reason,
                            content_sha256) = (nextval('plan_numbers'), excluded.registries, excluded.policies,
                            excluded.steps, excluded.reclaim_bytes, excluded.reclaim_exact, excluded.proposer,
                            excluded.made_at, excluded.expires, excluded.manifests, excluded.unmet, excluded.sources,
                            'open', '', excluded.content_sha256)
                        """)
                .bind("digest", plan.digest().value())
                .bind("registries", Columns.texts(plan.registries()))
                .bind("policies", Columns.digests(plan.policies()))
                .bind("steps", plan.steps().size())
                .bind("reclaimBytes", plan.reclaimBytes())
                .bind("reclaimExact", plan.reclaimExact())
                .bind("proposer", proposer)
                .bind("validity", micros(made.validity()))
                .bind("manifests", made.manifests())
                .bind("unmet", Columns.texts(unmet))
                .bind("sources", Columns.text(made.sources()))
                .bind("hash", PlanRows.contentHash(plan, proposer, made.manifests(), unmet))
                .execute();
        PlanRows.insertSteps(in, plan);
    }

    static long micros(Duration time) {
        return time.toNanos() / 1000;
    }

    /// Finds the plan that a person names.
    ///
    /// @param text a digest, or the beginning of its hexadecimal digits, with or without `sha256:`
    public PlanMatch find(String text) {
        String prefix = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        if (!HEX.matcher(prefix).matches()) {
            return new PlanMatch.None();
        }
        List<Digest> found = database.inTransaction((Handle in) -> in.createQuery("""
                        select digest from plans
                        where digest collate "C" >= :prefix and digest collate "C" < :prefix || 'g'
                        order by number desc limit :some
                        """)
                .bind("prefix", "sha256:" + prefix)
                .bind("some", SOME)
                .map((row, _) -> new Digest(row.getString("digest")))
                .list());
        return switch (found.size()) {
            case 0 -> new PlanMatch.None();
            case 1 -> new PlanMatch.One(found.getFirst());
            default -> new PlanMatch.Several(found);
        };
    }

    /// A plan without its steps.
    public Optional<PlanHead> head(Digest digest) {
        return database.inTransaction((Handle in) -> head(in, digest));
    }

    private static Optional<PlanHead> head(Handle in, Digest digest) {
        return in.createQuery(PlanRows.HEAD + "where digest = :digest")
                .bind("digest", digest.value())
                .map((row, _) -> PlanRows.head(row))
                .findOne();
    }

    /// Plans, the newest first.
    ///
    /// @param registry empty for those of all registries
    public Page<PlanHead> list(Optional<String> registry, Page.Request page) {
        List<PlanHead> found = database.inTransaction((Handle in) -> in.createQuery(PlanRows.HEAD + """
                        where number < :before and registries @> :registries order by number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("registries", Columns.texts(registry.stream().toList()))
                .bind("limit", page.fetched())
                .map((row, _) -> PlanRows.head(row))
                .list());
        return page.page(found, PlanHead::number);
    }

    /// The whole plan.
    ///
    /// @throws ChangedRowException if it isn't what was kept
    public Optional<StoredPlan> load(Digest digest) {
        return database.inTransaction((Handle in) -> load(in, digest));
    }

    /// The whole plan, as a transaction sees it.
    ///
    /// @throws ChangedRowException if it isn't what was kept
    public Optional<StoredPlan> load(Handle in, Digest digest) {
        return in.createQuery(PlanRows.HEAD + "where digest = :digest for share")
                .bind("digest", digest.value())
                .map((row, _) -> stored(in, row))
                .findOne();
    }

    private static StoredPlan stored(Handle in, ResultSet row) throws SQLException {
        PlanHead head = PlanRows.head(row);
        List<Step> steps = PlanRows.steps(in, head.digest());
        long sum = steps.stream().mapToLong(Step::bytes).sum();
        if (sum != head.reclaimBytes()) {
            throw changed(head.digest());
        }
        Plan plan = new Plan(
                head.digest(),
                head.registries(),
                Columns.digests(row, "policies"),
                steps,
                head.reclaimBytes(),
                head.reclaimExact());
        String hash = PlanRows.contentHash(plan, head.proposer(), head.manifests(), head.unmet());
        if (head.steps() != steps.size() || !hash.equals(row.getString("content_sha256"))) {
            throw changed(head.digest());
        }
        return new StoredPlan(head, plan, row.getString("sources"));
    }

    private static ChangedRowException changed(Digest digest) {
        return new ChangedRowException("plan " + digest + " was changed in the database after it was kept: nothing is"
                + " done on its word; have it made anew, and find out who can write to the database");
    }

    /// Lets another plan take the place of one that nobody approved.
    ///
    /// @param reason why, for people
    /// @return whether it was open
    public boolean supersede(Handle in, Digest digest, String reason) {
        return in.createUpdate("""
                        update plans set state = 'superseded', closed_reason = :reason
                        where digest = :digest and state = 'open'
                        """)
                        .bind("digest", digest.value())
                        .bind("reason", Columns.text(reason))
                        .execute()
                > 0;
    }

    /// What was made void.
    public record Voided(int plans, int approvals) {}

    /// Makes all open and approved plans and all approvals void, for example because the database
    /// was put back from a backup and can't know what became of them.
    ///
    /// @param reason why, for people
    public Voided voidOpen(Handle in, String reason) {
        int plans = in.createUpdate("""
                        update plans set state = 'void', closed_reason = :reason where state in ('open', 'approved', 'superseded')
                        """).bind("reason", Columns.text(reason)).execute();
        int approvals =
                in.createUpdate("""
                        update approvals set state = 'void', closed_by = 'regent', closed_reason = :reason,
                            closed_at = clock_timestamp()
                        where state = 'valid'
                        """).bind("reason", Columns.text(reason)).execute();
        return new Voided(plans, approvals);
    }
}
