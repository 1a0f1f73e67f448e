package dev.regent.store.acts;

import dev.regent.oci.CanonicalJson;
import dev.regent.oci.Digest;
import dev.regent.plan.Plan;
import dev.regent.plan.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Plans as rows, and the hash by which a row that was changed shows.
final class PlanRows {

    private static final int BATCH = 1000;

    private PlanRows() {}

    /// The state as of now: what nobody approved in time is expired, and an approval that lapsed
    /// leaves its plan open.
    static final String STATE = """
            case when plans.state = 'open' and plans.expires <= clock_timestamp() then 'expired'
                 when plans.state = 'approved' and not exists (select 1 from approvals
                     where approvals.plan = plans.digest and approvals.state = 'valid'
                         and approvals.until_at > clock_timestamp())
                     then case when plans.expires <= clock_timestamp() then 'expired' else 'open' end
                 else plans.state end
            """;

    static final String HEAD = """
            select number, digest, registries, policies, steps, reclaim_bytes, reclaim_exact, proposer, made_at,
                expires, manifests, unmet, sources, closed_reason, content_sha256,
            """ + STATE + " as state_now from plans ";

    static PlanHead head(ResultSet row) throws SQLException {
        return new PlanHead(
                row.getLong("number"),
                new Digest(row.getString("digest")),
                Columns.texts(row, "registries"),
                Columns.named(PlanState.class, row.getString("state_now")),
                row.getString("proposer"),
                Columns.time(row, "made_at"),
                Columns.time(row, "expires"),
                row.getInt("steps"),
                row.getLong("reclaim_bytes"),
                row.getBoolean("reclaim_exact"),
                row.getLong("manifests"),
                Columns.texts(row, "unmet"),
                row.getString("closed_reason"));
    }

    /// A plan whose texts are as the database will give them back.
    static Plan storable(Plan plan) {
        return new Plan(
                plan.digest(),
                Columns.clean(plan.registries()),
                plan.policies(),
                plan.steps().stream().map(PlanRows::storable).toList(),
                plan.reclaimBytes(),
                plan.reclaimExact());
    }

    private static Step storable(Step step) {
        return new Step(
                step.kind(),
                Columns.text(step.registry()),
                Columns.text(step.repository()),
                step.digest(),
                Columns.clean(step.tags()),
                Columns.text(step.reason()),
                Columns.text(step.rule()),
                step.bytes(),
                step.undo(),
                step.closure(),
                step.built());
    }

    static void insertSteps(Handle in, Plan plan) {
        PreparedBatch batch = in.prepareBatch("""
                insert into plan_steps (plan, number, kind, registry, repository, digest, tags, reason, rule, bytes,
                    undo, closure, built)
                values (:plan, :number, :kind, :registry, :repository, :digest, :tags, :reason, :rule, :bytes,
                    :undo, :closure, :built)
                """);
        int number = 0;
        for (Step step : plan.steps()) {
            batch.bind("plan", plan.digest().value())
                    .bind("number", number++)
                    .bind("kind", step.kind().toString())
                    .bind("registry", step.registry())
                    .bind("repository", step.repository())
                    .bind("digest", step.digest().value())
                    .bind("tags", Columns.texts(step.tags()))
                    .bind("reason", step.reason())
                    .bind("rule", step.rule())
                    .bind("bytes", step.bytes())
                    .bind("undo", step.undo().toString())
                    .bind("closure", step.closure().value())
                    .bind("built", step.built().map(Instant::toString))
                    .add();
            if (batch.size() == BATCH) {
                batch.execute();
            }
        }
        if (batch.size() > 0) {
            batch.execute();
        }
    }

    static List<Step> steps(Handle in, Digest plan) {
        return in.createQuery("select * from plan_steps where plan = :plan order by number")
                .bind("plan", plan.value())
                .map((row, _) -> step(row))
                .list();
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                Columns.named(Step.Kind.class, row.getString("kind")),
                row.getString("registry"),
                row.getString("repository"),
                new Digest(row.getString("digest")),
                Columns.texts(row, "tags"),
                row.getString("reason"),
                row.getString("rule"),
                row.getLong("bytes"),
                Columns.named(Step.Undo.class, row.getString("undo")),
                new Digest(row.getString("closure")),
                Columns.maybeText(row, "built").map(Instant::parse));
    }

    /// SHA-256 over everything that an answer depends on and that doesn't change while the plan is
    /// kept.
    static String contentHash(Plan plan, String proposer, long manifests, List<String> unmet) {
        MessageDigest hash = sha256();
        add(
                hash,
                Map.of(
                        "digest", plan.digest().value(),
                        "registries", plan.registries(),
                        "policies", plan.policies().stream().map(Digest::value).toList(),
                        "reclaimBytes", Long.toString(plan.reclaimBytes()),
                        "reclaimExact", plan.reclaimExact(),
                        "proposer", proposer,
                        "manifests", Long.toString(manifests),
                        "unmet", unmet));
        for (Step step : plan.steps()) {
            Map<String, Object> content = new TreeMap<>(Map.of(
                    "kind", step.kind().toString(),
                    "registry", step.registry(),
                    "repository", step.repository(),
                    "digest", step.digest().value(),
                    "tags", step.tags(),
                    "reason", step.reason(),
                    "rule", step.rule(),
                    "bytes", Long.toString(step.bytes()),
                    "undo", step.undo().toString(),
                    "closure", step.closure().value()));
            step.built().ifPresent(built -> content.put("built", built.toString()));
            add(hash, content);
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static void add(MessageDigest hash, Map<String, Object> content) {
        hash.update(CanonicalJson.of(content).getBytes(StandardCharsets.UTF_8));
        hash.update((byte) '\n');
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
