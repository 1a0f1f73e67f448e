package dev.regent.store.estate;

import dev.regent.inventory.Role;
import dev.regent.oci.Digest;
import dev.regent.store.sql.Cursor;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Pages of judged manifests.
final class ImageQueries {

    private static final String PAGE = """
            with page as (
                select registries.name as registry_name, verdicts.*
                from verdicts join registries on registries.id = verdicts.registry
                where (:registry = '' or registries.name = :registry)
                    and (:repository = '' or verdicts.repository = :repository)
                    and (:verdict = '' or verdicts.verdict = :verdict)
                    and (:digest = '' or verdicts.digest = :digest)
                    and (:text = '' or strpos(lower(verdicts.repository), :text) > 0
                        or strpos(verdicts.digest, :text) > 0
                        or strpos(lower(array_to_string(verdicts.tags, ' ')), :text) > 0)
                    and (registries.name, verdicts.repository, verdicts.digest)
                        > (cast(:afterRegistry as text), cast(:afterRepository as text), cast(:afterDigest as text))
                order by registries.name, verdicts.repository, verdicts.digest
                limit :limit
            )
            select page.*, manifests.config, kept.first_seen, kept.arrived_at,
                coalesce(kept.last_seen, repositories.looked_at) as seen
            from page
            left join repositories on repositories.registry = page.registry and repositories.name = page.repository
            left join manifests on manifests.registry = page.registry and manifests.digest = page.digest
            left join repository_manifests kept on kept.repository = repositories.id
                and kept.manifest = manifests.id
            order by page.registry_name, page.repository, page.digest
            """;

    private ImageQueries() {}

    static Page<EstatePages.ImageItem> images(
            Handle handle, EstatePages.ImageFilter filter, List<String> after, int limit) {
        List<EstatePages.ImageItem> items = handle.createQuery(PAGE)
                .bind("registry", filter.registry().orElse(""))
                .bind("repository", filter.repository().orElse(""))
                .bind("verdict", filter.verdict().orElse(""))
                .bind("digest", filter.digest().map(Digest::value).orElse(""))
                .bind("text", Storable.text(filter.text().orElse("").toLowerCase(Locale.ROOT)))
                .bind("afterRegistry", after.get(0))
                .bind("afterRepository", after.get(1))
                .bind("afterDigest", after.get(2))
                .bind("limit", limit + 1)
                .map((row, _) -> item(row))
                .list();
        if (items.size() <= limit) {
            return new Page<>(items, Optional.empty());
        }
        EstatePages.ImageItem last = items.get(limit - 1);
        return new Page<>(
                items.subList(0, limit),
                Optional.of(Cursor.of(
                        last.registry(), last.repository(), last.digest().value())));
    }

    private static EstatePages.ImageItem item(ResultSet row) throws SQLException {
        return new EstatePages.ImageItem(
                row.getString("registry_name"),
                row.getString("repository"),
                new Digest(row.getString("digest")),
                Storable.constant(Role.class, row.getString("role")),
                Rows.texts(row, "tags"),
                row.getString("verdict"),
                row.getString("rule"),
                row.getString("reason"),
                row.getLong("bytes"),
                Rows.time(row, "built"),
                Rows.word(row, "config").map(Digest::new),
                Rows.time(row, "first_seen"),
                Rows.time(row, "seen"),
                Rows.time(row, "arrived_at"));
    }
}
