package dev.regent.server.rest;

import dev.regent.oci.Digest;
import dev.regent.store.Database;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What a manifest belongs to and what belongs to it.
///
/// @param holders indexes that list it, and the subject that it names
/// @param held what it lists, and what names it as subject
record Neighbours(List<String> holders, List<String> held) {
    Neighbours {
        holders = List.copyOf(holders);
        held = List.copyOf(held);
    }

    static Neighbours of(Database database, String registry, Digest manifest) {
        return database.inTransaction((Handle in) ->
                new Neighbours(digests(in, registry, manifest, """
                        select m.digest from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        where r.name = :registry and e.target = :digest and e.kind = 'child'
                        union
                        select e.target from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        where r.name = :registry and m.digest = :digest and e.kind = 'subject'
                        order by 1
                        """), digests(in, registry, manifest, """
                        select e.target from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        where r.name = :registry and m.digest = :digest and e.kind = 'child'
                        union
                        select m.digest from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        where r.name = :registry and e.target = :digest and e.kind = 'subject'
                        order by 1
                        """)));
    }

    /// What an index lists, and the configs of that.
    static Set<Digest> children(Database database, String registry, Digest manifest) {
        return database.inTransaction((Handle in) -> digests(in, registry, manifest, """
                        select e.target from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        where r.name = :registry and m.digest = :digest and e.kind = 'child'
                        union
                        select c.config from edges e join manifests m on m.id = e.manifest
                        join registries r on r.id = m.registry
                        join manifests c on c.registry = m.registry and c.digest = e.target
                        where r.name = :registry and m.digest = :digest and e.kind = 'child' and c.config is not null
                        """)).stream()
                .map(Digest::new)
                .collect(Collectors.toSet());
    }

    private static List<String> digests(Handle in, String registry, Digest manifest, String sql) {
        return in.createQuery(sql)
                .bind("registry", registry)
                .bind("digest", manifest.value())
                .mapTo(String.class)
                .list();
    }

    static Optional<String> openPlan(Database database, String registry, String repository, Digest manifest) {
        return database.inTransaction((Handle in) -> in.createQuery("""
                        select p.digest from plans p join plan_steps s on s.plan = p.digest
                        where p.state in ('open', 'approved') and p.expires > clock_timestamp()
                            and s.registry = :registry and s.repository = :repository and s.digest = :digest
                        order by p.number desc limit 1
                        """)
                .bind("registry", registry)
                .bind("repository", repository)
                .bind("digest", manifest.value())
                .mapTo(String.class)
                .findOne());
    }
}
