package dev.regent.store.estate;

import dev.regent.observe.Heard;
import dev.regent.oci.Digest;
import dev.regent.store.estate.EnvironmentPages.Place;
import dev.regent.store.estate.EnvironmentPages.Sight;
import dev.regent.store.estate.EnvironmentPages.TagPlace;
import dev.regent.store.sql.Batch;
import dev.regent.store.sql.Rows;
import dev.regent.store.sql.Storable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// In which registries something is.
final class PlaceQueries {

    private PlaceQueries() {}

    static Map<Digest, List<Place>> places(Handle handle, Collection<Digest> digests) {
        String sql = """
                with wanted as (
                    select unnest(cast(:digests as text[])) as digest
                ), found as (
                    select wanted.digest, manifests.id, registries.name as registry
                    from wanted cross join registries
                    join manifests on manifests.registry = registries.id and manifests.digest = wanted.digest
                    union
                    select wanted.digest, manifests.id, registries.name
                    from wanted join manifests on manifests.config = wanted.digest
                    join registries on registries.id = manifests.registry
                )
                select found.digest, found.registry, repositories.name as repository,
                    bool_or(kept.gone_at is null and repositories.gone_at is null) as here
                from found
                join repository_manifests kept on kept.manifest = found.id
                join repositories on repositories.id = kept.repository
                group by found.digest, found.registry, repositories.name
                order by found.registry, repositories.name
                """;
        Map<Digest, List<Place>> places = new HashMap<>();
        handle.createQuery(sql)
                .bind("digests", Batch.array(digests))
                .map((row, _) -> Map.entry(
                        new Digest(row.getString("digest")),
                        new Place(row.getString("registry"), row.getString("repository"), row.getBoolean("here"))))
                .forEach(entry -> places.computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                        .add(entry.getValue()));
        return places;
    }

    static Set<TagPlace> present(Handle handle, Collection<TagPlace> tags) {
        List<String> registries = new ArrayList<>();
        List<String> repositories = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (TagPlace tag : tags) {
            registries.add(tag.registry());
            repositories.add(tag.repository());
            names.add(tag.tag());
        }
        String sql = """
                select wanted.registry, wanted.repository, wanted.tag
                from unnest(cast(:registries as text[]), cast(:repositories as text[]), cast(:tags as text[]))
                    as wanted (registry, repository, tag)
                join registries on registries.name = wanted.registry
                join repositories on repositories.registry = registries.id and repositories.name = wanted.repository
                    and repositories.gone_at is null
                join tags on tags.repository = repositories.id and tags.name = wanted.tag and tags.gone_at is null
                """;
        return new HashSet<>(handle.createQuery(sql)
                .bind("registries", Batch.array(registries))
                .bind("repositories", Batch.array(repositories))
                .bind("tags", Batch.array(names))
                .map((row, _) ->
                        new TagPlace(row.getString("registry"), row.getString("repository"), row.getString("tag")))
                .list());
    }

    static Map<String, Sight> sights(Handle handle) {
        String sql = """
                select registries.name, last.heard, last.started_at
                from registries
                join lateral (
                    select heard, started_at from observations
                    where source = 'registry' and name = registries.name and applied and whole
                    order by ended_at desc, id desc limit 1
                ) last on true
                """;
        Map<String, Sight> sights = new HashMap<>();
        handle.createQuery(sql)
                .map((row, _) -> Map.entry(
                        row.getString("name"),
                        new Sight(
                                Storable.constant(Heard.class, row.getString("heard")),
                                Rows.certain(row, "started_at"))))
                .forEach(entry -> sights.put(entry.getKey(), entry.getValue()));
        return sights;
    }
}
