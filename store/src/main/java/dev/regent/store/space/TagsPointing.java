package dev.regent.store.space;

import dev.regent.inventory.graph.Grouping;
import dev.regent.store.sql.BinaryRows;
import java.io.IOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// How many tags of one registry point at which manifest of which repository.
final class TagsPointing {

    private TagsPointing() {}

    /// By group; a tag counts for all that its manifest counts for.
    static Map<Long, Long> byGroup(Handle handle, long registry, Grouping grouping) {
        String sql = """
                select tags.repository, tags.manifest
                from repositories join tags on tags.repository = repositories.id
                where repositories.registry = %d and repositories.gone_at is null and tags.gone_at is null
                    and tags.manifest is not null
                """.formatted(registry);
        Map<Long, Long> tags = new HashMap<>();
        try (BinaryRows rows = new BinaryRows(handle, sql)) {
            while (rows.next()) {
                for (long group : grouping.of(rows.number(), rows.number())) {
                    tags.merge(group, 1L, Long::sum);
                }
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("read the tags of a registry: " + e.getMessage(), e);
        }
        return tags;
    }
}
