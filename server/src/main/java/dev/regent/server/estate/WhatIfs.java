package dev.regent.server.estate;

import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.graph.ManifestBytes;
import dev.regent.inventory.graph.Member;
import dev.regent.inventory.graph.WhatIf;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.plan.Together;
import dev.regent.store.Database;
import dev.regent.store.estate.KeptRepositories;
import dev.regent.store.estate.KeptRepositories.KeptRepository;
import dev.regent.store.space.Graphs;
import dev.regent.store.space.KeptGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// What would come free if images went, by the last look at a registry. Nothing is judged, planned or deleted.
public final class WhatIfs {

    private final Graphs graphs;
    private final KeptRepositories repositories;

    public WhatIfs(Database database, Graphs graphs) {
        this.graphs = graphs;
        this.repositories = new KeptRepositories(database);
    }

    /// What would happen.
    ///
    /// @param storedBytes what the registry stores now, each manifest, config and layer once
    /// @param freedBytes what its garbage collection would free
    /// @param repositories what each of them would lose, the most first
    /// @param manifests everything that would go, in the order of repositories and digests
    public record Freed(
            String registry, long storedBytes, long freedBytes, List<Loss> repositories, List<Going> manifests) {
        public Freed {
            repositories = List.copyOf(repositories);
            manifests = List.copyOf(manifests);
        }
    }

    /// What one repository would lose.
    ///
    /// @param lostBytes what its manifests mark now and wouldn't mark then; others can go on keeping it stored
    public record Loss(String repository, int manifests, long lostBytes) {}

    /// One manifest that would go.
    ///
    /// @param tags all tags that would go with it
    /// @param why `named`; `index`: it lists what goes; `child` or `referrer`: nothing that stays holds it
    /// @param with digest of the manifest that it goes with; its own where it was named
    /// @param exclusiveBytes what nothing else marks
    /// @param sharedBytes what it marks and others do too
    public record Going(
            String repository,
            String digest,
            List<String> tags,
            String why,
            String with,
            long exclusiveBytes,
            long sharedBytes) {
        public Going {
            tags = List.copyOf(tags);
        }
    }

    /// What would happen without these, and what goes with them.
    ///
    /// @param images each `repository:tag` or `repository@digest`
    /// @param whole names of repositories
    /// @throws IllegalArgumentException if one of them is not in the registry as it was last seen
    public Freed without(String registry, List<String> images, List<String> whole) {
        Map<String, Picked> picked = new LinkedHashMap<>();
        for (String image : images) {
            ImageReference reference = Names.reference(image);
            Picked in = picked.computeIfAbsent(reference.repository(), name -> picked(registry, name));
            in.named().add(manifest(registry, in.kept().inventory(), reference, image));
        }
        for (String name : whole) {
            Picked in = picked.computeIfAbsent(name, _ -> picked(registry, name));
            IntStream.range(0, in.kept().inventory().size()).forEach(in.named()::add);
        }
        return graphs.ask(registry, graph -> freed(registry, graph, picked));
    }

    /// @param named numbers in the inventory
    private record Picked(KeptRepository kept, Set<Integer> named) {

        long number(int manifest) {
            return Objects.requireNonNull(kept.manifests().get(kept.inventory().digest(manifest)));
        }
    }

    private Picked picked(String registry, String name) {
        return repositories
                .find(registry, name)
                .map(kept -> new Picked(kept, new TreeSet<>()))
                .orElseThrow(() -> new IllegalArgumentException("there is no repository " + name + " in registry "
                        + registry + " as it was last seen; check the name, or have it looked at"));
    }

    private static int manifest(
            String registry, RepositoryInventory repository, ImageReference reference, String written) {
        int found = reference.digest().isPresent()
                ? repository.find(reference.digest().get())
                : IntStream.range(0, repository.size())
                        .filter(each ->
                                repository.tags(each).contains(reference.tag().orElseThrow()))
                        .findFirst()
                        .orElse(-1);
        if (found < 0) {
            throw new IllegalArgumentException(written + " is not in registry " + registry
                    + " as it was last seen; check the name, or have it looked at");
        }
        return found;
    }

    private Freed freed(String registry, KeptGraph graph, Map<String, Picked> picked) {
        List<Member> gone = new ArrayList<>();
        List<Going> going = new ArrayList<>();
        picked.forEach((name, in) -> Together.of(in.kept().inventory(), in.named())
                .forEach((manifest, reason) -> {
                    gone.add(new Member(in.kept().number(), in.number(manifest)));
                    going.add(going(name, in, manifest, reason, graph.manifest(in.number(manifest))));
                }));
        WhatIf without = graph.without(gone);
        Map<Long, String> names = new LinkedHashMap<>();
        picked.forEach((name, in) -> names.put(in.kept().number(), name));
        return new Freed(
                registry,
                graph.stored(),
                without.freed(),
                without.losses().stream()
                        .map(loss -> new Loss(
                                Objects.requireNonNull(names.get(loss.repository())), loss.manifests(), loss.bytes()))
                        .sorted((one, other) -> Long.compare(other.lostBytes(), one.lostBytes()))
                        .toList(),
                going);
    }

    private static Going going(String name, Picked in, int manifest, Together.Reason reason, ManifestBytes bytes) {
        RepositoryInventory inventory = in.kept().inventory();
        Digest with = inventory.digest(reason.with());
        return new Going(
                name,
                inventory.digest(manifest).value(),
                inventory.tags(manifest),
                reason.kind().name().toLowerCase(Locale.ROOT),
                with.value(),
                bytes.exclusive(),
                bytes.shared());
    }
}
