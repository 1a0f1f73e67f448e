package dev.regent.store.estate;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows of uses, each an interval.
final class UseRows {

    private UseRows() {}

    /// Every use of an environment that goes on or is remembered.
    static List<KeptUse> open(Handle handle, String environment) {
        return handle.createQuery("select * from uses where environment = :name and to_at is null order by id")
                .bind("name", environment)
                .map((row, _) -> new KeptUse(
                        row.getLong("id"),
                        Rows.word(row, "identity"),
                        use(row),
                        Rows.certain(row, "from_at"),
                        Storable.constant(Hold.class, row.getString("hold")),
                        row.getString("why")))
                .list();
    }

    /// What services wanted until some time after `since`, while the environment was who it is.
    static List<WantedImage> wanted(Handle handle, String environment, Optional<String> identity, Instant since) {
        String sql = """
                select * from uses
                where environment = :name and to_at >= :since
                    and (kind = 'desired' or (kind = 'rollback' and hold <> 'rollback')) and workload like 'service %'
                    and (identity is null or :identity = '' or identity = :identity)
                order by to_at desc, id desc
                """;
        return handle.createQuery(sql)
                .bind("name", environment)
                .bind("since", since)
                .bind("identity", identity.orElse(""))
                .map((row, _) -> new WantedImage(use(row), Rows.certain(row, "to_at")))
                .list();
    }

    static Use use(ResultSet row) throws SQLException {
        String repository = row.getString("repository");
        Optional<ImageReference> reference = repository == null
                ? Optional.empty()
                : Optional.of(new ImageReference(
                        row.getString("host"),
                        repository,
                        Rows.word(row, "tag"),
                        Rows.word(row, "named").map(Digest::new)));
        List<String> digests = Rows.texts(row, "digests");
        return new Use(
                row.getString("environment"),
                row.getString("workload"),
                row.getString("container"),
                Storable.constant(Use.Kind.class, row.getString("kind")),
                reference,
                digests.stream().map(Digest::new).collect(Collectors.toSet()));
    }

    static void insert(Handle handle, Collection<KeptUse> uses) {
        Batch rows = new Batch(
                "environment text",
                "identity text",
                "workload text",
                "container text",
                "kind text",
                "host text",
                "repository text",
                "tag text",
                "named text",
                "digests array",
                "from_at timestamptz",
                "hold text",
                "why text");
        for (KeptUse kept : uses) {
            Use use = kept.use();
            Optional<ImageReference> reference = use.reference();
            rows.add(
                    use.environment(),
                    kept.identity().orElse(null),
                    use.workload(),
                    use.container(),
                    Storable.word(use.kind()),
                    reference.map(ImageReference::host).orElse(null),
                    reference.map(ImageReference::repository).orElse(null),
                    reference.flatMap(ImageReference::tag).orElse(null),
                    reference.flatMap(ImageReference::digest).orElse(null),
                    Batch.array(use.digests().stream().sorted().toList()),
                    kept.from(),
                    Storable.word(kept.hold()),
                    kept.why());
        }
        rows.run(handle, """
                insert into uses (environment, identity, workload, container, kind, host, repository, tag, named, digests,
                    from_at, hold, why)
                select environment, identity, workload, container, kind, host, repository, tag, named,
                    cast(digests as text[]), from_at, hold, why
                from {given}
                """);
    }

    static void rewrite(Handle handle, Collection<KeptUse> uses) {
        Batch rows = new Batch("id bigint", "hold text", "why text");
        uses.forEach(use -> rows.add(use.id(), Storable.word(use.hold()), use.why()));
        rows.run(handle, "update uses set hold = given.hold, why = given.why from {given} where uses.id = given.id");
    }

    static void end(Handle handle, Collection<KeptUse> uses, Instant at) {
        Batch rows = new Batch("id bigint", "at timestamptz");
        uses.forEach(use -> rows.add(use.id(), at));
        rows.run(handle, "update uses set to_at = given.at from {given} where uses.id = given.id");
    }
}
