package dev.regent.store.estate;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.util.Collection;
import org.jdbi.v3.core.Handle;

/// The verdicts of the last look at each registry. What stayed the same isn't written again.
final class VerdictRows {

    private static final String REPLACE = """
            with registry as (
                select id from registries where name = :registry
            ), given as materialized (
                select * from {given}
            ), former as (
                delete from verdicts
                where verdicts.registry = (select id from registry) and not exists (
                    select from given
                    where given.repository = verdicts.repository and given.digest = verdicts.digest)
            )
            insert into verdicts as kept (registry, repository, digest, role, tags, verdict, rule, reason, bytes,
                built)
            select registry.id, repository, digest, role, cast(tags as text[]), verdict, rule, reason, bytes, built
            from given, registry
            on conflict (registry, repository, digest) do update set role = excluded.role, tags = excluded.tags,
                verdict = excluded.verdict, rule = excluded.rule, reason = excluded.reason,
                bytes = excluded.bytes, built = excluded.built
            where (kept.role, kept.tags, kept.verdict, kept.rule, kept.reason, kept.bytes, kept.built)
                is distinct from (excluded.role, excluded.tags, excluded.verdict, excluded.rule, excluded.reason,
                    excluded.bytes, excluded.built)
            """;

    private VerdictRows() {}

    static void replace(Handle handle, String registry, Collection<JudgedManifest> verdicts) {
        Batch rows = new Batch(
                "repository text",
                "digest text",
                "role text",
                "tags array",
                "verdict text",
                "rule text",
                "reason text",
                "bytes bigint",
                "built timestamptz");
        for (JudgedManifest judged : verdicts) {
            Judgement judgement = judged.judgement();
            if (Storable.isName(judgement.repository())) {
                rows.add(
                        judgement.repository(),
                        judgement.digest(),
                        Storable.word(judgement.role()),
                        Batch.array(judgement.tags()),
                        word(judgement.verdict()),
                        judgement.verdict().rule(),
                        judgement.verdict().reason(),
                        judged.bytes(),
                        judged.built().map(Rows::keepable).orElse(null));
            }
        }
        rows.runWhole(handle, REPLACE, "registry", registry);
    }

    static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Keep _ -> "keep";
            case Verdict.Undecided _ -> "undecided";
            case Verdict.Remove _ -> "remove";
        };
    }
}
