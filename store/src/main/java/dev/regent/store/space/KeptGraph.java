package dev.regent.store.space;

import dev.regent.inventory.graph.Grouping;
import dev.regent.inventory.graph.HeldItem;
import dev.regent.inventory.graph.ManifestBytes;
import dev.regent.inventory.graph.Member;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.inventory.graph.WhatIf;
import dev.regent.store.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The graph of one registry as it is kept in the database, called by the database's numbers for repositories and
/// manifests. It is read in one pass when it is first asked for, and brought up to date by what was added since:
/// contents never change, and of repositories only what is in them is read anew.
///
/// A child of which nothing was ever read counts nothing; one that was, counts even if it went from all
/// repositories, as an index that lists it marks it. It is not safe for use by several threads.
public final class KeptGraph {

    private final Database database;
    private final String registry;
    private RegistryGraph graph = new RegistryGraph();
    private String version = "";
    private GraphContents contents = new GraphContents();

    public KeptGraph(Database database, String registry) {
        this.database = database;
        this.registry = registry;
    }

    /// Whether there was anything new in the database; if so it is here now.
    public boolean refresh() {
        return database.inTransaction(handle -> {
            handle.execute("set transaction isolation level repeatable read");
            GraphQueries queries = new GraphQueries(handle, registry);
            String now = queries.version();
            if (now.equals(version)) {
                return false;
            }
            boolean anew = version.isEmpty();
            // What breaks off in the middle leaves half of it here: then all is read anew.
            version = "";
            try {
                catchUp(queries, anew);
            } catch (IOException | SQLException e) {
                throw new IllegalStateException("read the graph of registry " + registry + ": " + e.getMessage(), e);
            }
            version = now;
            return true;
        });
    }

    private void catchUp(GraphQueries queries, boolean everything) throws IOException, SQLException {
        Memberships members = queries.memberships();
        long[] unknown = members.manifests(manifest -> !graph.knows(GraphContents.manifest(manifest)));
        if (everything || contents.isOutdated(queries, unknown)) {
            GraphContents anew = new GraphContents();
            graph = anew.all(queries, members.manifests(_ -> true));
            contents = anew;
        } else {
            contents.some(queries, unknown, graph);
        }
        members.putInto(graph);
    }

    /// Bytes of everything that is marked, once.
    public long stored() {
        return graph.stored();
    }

    /// What a manifest marks; nothing if no repository has it.
    public ManifestBytes manifest(long manifest) {
        return graph.manifest(GraphContents.manifest(manifest));
    }

    /// All repositories that have a manifest, by their numbers.
    public List<RepositoryBytes> repositories() {
        return graph.repositories();
    }

    /// What each of several groups of manifests holds, by their ids.
    ///
    /// @param grouping by the database's numbers for repositories and manifests
    public List<RepositoryBytes> grouped(Grouping grouping) {
        return graph.grouped((repository, manifest) -> grouping.of(repository, GraphContents.number(manifest)));
    }

    /// Configs and layers by who holds them, called by ids of which [GraphContents#number] gives the database's.
    ///
    /// @param unlessHeldBy numbers of manifests; what one of them marks is left out
    List<HeldItem> blobs(
            HeldItem.Order order, boolean exclusive, Optional<HeldItem> after, int count, long... unlessHeldBy) {
        return graph.held(
                new HeldItem.Wanted(order, exclusive, GraphContents::isBlob, after, count),
                Arrays.stream(unlessHeldBy).map(GraphContents::manifest).toArray());
    }

    /// What would be freed without these, by numbers in the database.
    public long freed(Collection<Member> gone) {
        return graph.freed(byIds(gone));
    }

    /// What would be freed and lost without these.
    ///
    /// @param gone repositories and manifests by their numbers in the database
    public WhatIf without(Collection<Member> gone) {
        return graph.without(byIds(gone));
    }

    private static List<Member> byIds(Collection<Member> members) {
        return members.stream()
                .map(member -> new Member(member.repository(), GraphContents.manifest(member.manifest())))
                .toList();
    }
}
