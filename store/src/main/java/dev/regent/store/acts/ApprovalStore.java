package dev.regent.store.acts;

import dev.regent.approve.Approval;
import dev.regent.approve.ApprovedPlan;
import dev.regent.oci.Digest;
import dev.regent.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Approvals. Of one plan at most one holds at a time, and one execution takes it.
public final class ApprovalStore {

    private static final String SELECT = """
            select number, id, plan, proposer, by_whom, reason, at, until_at, same_hand, execution, closed_reason,
                case when state = 'valid' and until_at <= clock_timestamp() then 'lapsed' else state end as state_now
            from approvals
            """;

    private final Database database;

    public ApprovalStore(Database database) {
        this.database = database;
    }

    /// Keeps an approval in a transaction of its own.
    ///
    /// @return why it can't be kept, in a sentence; empty if it is
    public Optional<String> grant(ApprovedPlan approved) {
        return database.inTransaction((Handle in) -> grant(in, approved));
    }

    /// Keeps an approval. Of two that come at once the first one is kept.
    ///
    /// @return why it can't be kept, in a sentence; empty if it is
    public Optional<String> grant(Handle in, ApprovedPlan approved) {
        Approval approval = approved.approval();
        String plan = approval.plan().value();
        Optional<PlanState> state = lock(in, plan);
        if (state.isEmpty()) {
            return Optional.of("plan " + approval.plan().brief() + " isn't kept here; have it made anew");
        }
        switch (state.get()) {
            case OPEN, SUPERSEDED -> {}
            case APPROVED -> {
                return Optional.of("plan " + approval.plan().brief() + " was approved by somebody else just now");
            }
            case CARRIED_OUT, EXPIRED, VOID -> {
                return Optional.of("plan " + approval.plan().brief() + " is " + state.get()
                        + " since; have it made anew and look at it again");
            }
        }
        in.createUpdate("""
                        update approvals set state = 'lapsed', closed_at = clock_timestamp()
                        where plan = :plan and state = 'valid'
                        """).bind("plan", plan).execute();
        insert(in, approval);
        in.createUpdate("update plans set state = 'approved' where digest = :plan")
                .bind("plan", plan)
                .execute();
        return Optional.empty();
    }

    /// A plan's state, which stays as it is until the transaction's end.
    static Optional<PlanState> lock(Handle in, String plan) {
        in.createQuery("select 1 from plans where digest = :plan for update")
                .bind("plan", plan)
                .mapTo(Integer.class)
                .findOne();
        return in.createQuery("select " + PlanRows.STATE + " from plans where digest = :plan")
                .bind("plan", plan)
                .mapTo(String.class)
                .findOne()
                .map(text -> Columns.named(PlanState.class, text));
    }

    private static void insert(Handle in, Approval approval) {
        in.createUpdate("""
                        insert into approvals (id, plan, proposer, by_whom, reason, at, until_at, same_hand, state)
                        values (:id, :plan, :proposer, :by, :reason, :at, :until, :sameHand, 'valid')
                        """)
                .bind("id", approval.id())
                .bind("plan", approval.plan().value())
                .bind("proposer", Columns.text(approval.proposer()))
                .bind("by", Columns.text(approval.by()))
                .bind("reason", Columns.text(approval.reason()))
                .bind("at", approval.at())
                .bind("until", approval.until())
                .bind("sameHand", approval.sameHand())
                .execute();
    }

    /// The approval of a plan that holds now, by the database's clock, and that nothing took yet.
    public Optional<Approval> findValid(Digest plan) {
        return database.inTransaction((Handle in) -> in.createQuery(SELECT + """
                        where plan = :plan and state = 'valid' and until_at > clock_timestamp()
                        """)
                .bind("plan", plan.value())
                .map((row, _) -> stored(row).approval())
                .findOne());
    }

    /// One approval, whatever became of it.
    public Optional<StoredApproval> find(String id) {
        return database.inTransaction((Handle in) -> in.createQuery(SELECT + "where id = :id")
                .bind("id", Columns.text(id))
                .map((row, _) -> stored(row))
                .findOne());
    }

    /// All approvals of a plan, whatever became of them, the newest first.
    public List<StoredApproval> ofPlan(Digest plan) {
        return database.inTransaction((Handle in) -> in.createQuery(SELECT + "where plan = :plan order by number desc")
                .bind("plan", plan.value())
                .map((row, _) -> stored(row))
                .list());
    }

    /// Approvals, the newest first.
    public Page<StoredApproval> list(Page.Request page) {
        List<StoredApproval> found = database.inTransaction((Handle in) -> in.createQuery(SELECT + """
                        where number < :before order by number desc limit :limit
                        """)
                .bind("before", page.before())
                .bind("limit", page.fetched())
                .map((row, _) -> stored(row))
                .list());
        return page.page(found, StoredApproval::number);
    }

    /// Takes an approval back, if nothing took it yet; its plan is open again.
    ///
    /// @param reason may be empty
    /// @return why it can't be taken back, in a sentence; empty if it is
    public Optional<String> withdraw(Handle in, String id, String by, String reason) {
        Optional<String> plan = in.createQuery("select plan from approvals where id = :id")
                .bind("id", Columns.text(id))
                .mapTo(String.class)
                .findOne();
        if (plan.isEmpty()) {
            return Optional.of("there is no approval " + id);
        }
        lock(in, plan.get());
        int withdrawn = in.createUpdate("""
                        update approvals set state = 'withdrawn', closed_by = :by, closed_reason = :reason,
                            closed_at = clock_timestamp()
                        where id = :id and state = 'valid' and until_at > clock_timestamp()
                        """)
                .bind("id", id)
                .bind("by", Columns.text(by))
                .bind("reason", Columns.text(reason))
                .execute();
        if (withdrawn == 0) {
            String state = in.createQuery(SELECT + "where id = :id")
                    .bind("id", id)
                    .map((row, _) -> row.getString("state_now"))
                    .one();
            return Optional.of("approval " + id + " is " + state + " already, and can't be withdrawn");
        }
        in.createUpdate("update plans set state = 'open' where digest = :plan and state = 'approved'")
                .bind("plan", plan.get())
                .execute();
        return Optional.empty();
    }

    /// Lets an execution take an approval, if it still holds.
    static boolean use(Handle in, Approval approval, String execution) {
        lock(in, approval.plan().value());
        int used = in.createUpdate("""
                        update approvals set state = 'used', execution = :execution, closed_at = clock_timestamp()
                        where id = :id and plan = :plan and state = 'valid' and until_at > clock_timestamp()
                        """)
                .bind("id", approval.id())
                .bind("plan", approval.plan().value())
                .bind("execution", execution)
                .execute();
        if (used == 0) {
            return false;
        }
        in.createUpdate("update plans set state = 'carried-out' where digest = :plan")
                .bind("plan", approval.plan().value())
                .execute();
        return true;
    }

    private static StoredApproval stored(ResultSet row) throws SQLException {
        Approval approval = new Approval(
                row.getString("id"),
                new Digest(row.getString("plan")),
                row.getString("proposer"),
                row.getString("by_whom"),
                row.getString("reason"),
                Columns.time(row, "at"),
                Columns.time(row, "until_at"),
                row.getBoolean("same_hand"));
        return new StoredApproval(
                row.getLong("number"),
                approval,
                Columns.named(StoredApproval.State.class, row.getString("state_now")),
                Columns.maybeText(row, "execution"),
                row.getString("closed_reason"));
    }
}
