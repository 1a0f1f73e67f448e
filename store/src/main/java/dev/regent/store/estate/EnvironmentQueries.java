package dev.regent.store.estate;

import dev.regent.oci.Digest;
import dev.regent.store.estate.EnvironmentPages.KeptNodeImage;
import dev.regent.store.sql.Cursor;
import dev.regent.store.sql.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What environments said, and what is on their nodes.
final class EnvironmentQueries {

    private static final String IMAGES = """
            with page as (
                select * from environment_images
                where last_seen is null
                    and (:environment = '' or environment = :environment)
                    and (:node = '' or node = :node)
                    and (environment, node, key) > (cast(:afterEnvironment as text), cast(:afterNode as text),
                        cast(:afterKey as text))
                order by environment, node, key
                limit :limit
            )
            select page.*, used.last, used.open, clock_timestamp() as now
            from page
            left join lateral (
                select max(to_at) as last, bool_or(to_at is null) as open
                from uses where uses.environment = page.environment and uses.digests && page.digests
            ) used on true
            order by page.environment, page.node, page.key
            """;

    private EnvironmentQueries() {}

    static Map<String, KeptFacts> facts(Handle handle) {
        Map<String, KeptFacts> facts = new HashMap<>();
        handle.createQuery("select name, hints, nodes, notices, registries from environments")
                .map((row, _) -> Map.entry(row.getString("name"), facts(row)))
                .forEach(entry -> facts.put(entry.getKey(), entry.getValue()));
        return facts;
    }

    private static KeptFacts facts(ResultSet row) throws SQLException {
        return new KeptFacts(
                FactsJson.hints(row.getString("hints")),
                Rows.texts(row, "nodes"),
                FactsJson.notices(row.getString("notices")),
                FactsJson.registries(row.getString("registries")));
    }

    private record Keyed(String key, KeptNodeImage image) {}

    static Page<KeptNodeImage> images(
            Handle handle, Optional<String> environment, Optional<String> node, List<String> after, int limit) {
        List<Keyed> found = handle.createQuery(IMAGES)
                .bind("environment", environment.orElse(""))
                .bind("node", node.orElse(""))
                .bind("afterEnvironment", after.get(0))
                .bind("afterNode", after.get(1))
                .bind("afterKey", after.get(2))
                .bind("limit", limit + 1)
                .map((row, _) -> new Keyed(row.getString("key"), image(row)))
                .list();
        List<KeptNodeImage> items =
                found.stream().limit(limit).map(Keyed::image).toList();
        if (found.size() <= limit) {
            return new Page<>(items, Optional.empty());
        }
        Keyed last = found.get(limit - 1);
        return new Page<>(
                items,
                Optional.of(Cursor.of(last.image().environment(), last.image().node(), last.key())));
    }

    private static KeptNodeImage image(ResultSet row) throws SQLException {
        boolean open = row.getBoolean("open");
        Optional<Instant> last = open ? Rows.time(row, "now") : Rows.time(row, "last");
        return new KeptNodeImage(
                row.getString("environment"),
                row.getString("node"),
                Rows.texts(row, "names"),
                Rows.texts(row, "digests").stream().map(Digest::new).toList(),
                row.getLong("size"),
                Rows.certain(row, "first_seen"),
                Rows.time(row, "last_seen"),
                last,
                open);
    }
}
