package dev.regent.store.estate;

import dev.regent.store.Database;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the repositories of registries are called, with those that are gone: their past is told too.
public final class RepositoryNames {

    private final Database database;

    public RepositoryNames(Database database) {
        this.database = database;
    }

    /// By registry.
    public Map<String, Set<String>> all() {
        Map<String, Set<String>> all = new HashMap<>();
        database.inTransaction(handle -> {
            handle.createQuery("""
                            select registries.name as registry, repositories.name as repository
                            from repositories join registries on registries.id = repositories.registry
                            """)
                    .map((row, _) -> Map.entry(row.getString("registry"), row.getString("repository")))
                    .forEach(each -> all.computeIfAbsent(each.getKey(), _ -> new HashSet<>())
                            .add(each.getValue()));
            return all;
        });
        return Map.copyOf(all);
    }
}
