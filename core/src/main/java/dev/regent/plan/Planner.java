package dev.regent.plan;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Verdict;
import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/// Turns verdicts into a plan: closure by closure, holders before what they hold, with the bytes that each step frees.
public final class Planner {

    private Planner() {}

    /// What was found out about one repository.
    ///
    /// @param judgements one for each manifest, by its number
    public record Judged(RepositoryView view, List<Judgement> judgements) {
        public Judged {
            judgements = List.copyOf(judgements);
        }
    }

    /// The plan for what was judged.
    ///
    /// @param registries in the order in which they were given
    /// @param judged the repositories of all of them
    /// @param policies digests of the policies that the verdicts come from
    public static Plan plan(List<RegistryInventory> registries, List<Judged> judged, Collection<Digest> policies) {
        Map<String, MarkedBytes> bytes = new HashMap<>();
        List<Step> steps = new ArrayList<>();
        for (Judged repository : judged) {
            RegistryInventory registry = repository.view().registry();
            MarkedBytes marked = bytes.computeIfAbsent(registry.name(), _ -> new MarkedBytes(registry));
            for (int manifest : holdersFirst(repository)) {
                steps.add(step(repository, manifest, marked));
            }
        }
        return Plan.of(
                registries.stream().map(RegistryInventory::identity).toList(),
                policies,
                steps,
                registries.stream().allMatch(Planner::exact));
    }

    private static Step step(Judged repository, int manifest, MarkedBytes marked) {
        Judgement judgement = repository.judgements().get(manifest);
        return new Step(
                Step.Kind.DELETE_MANIFEST,
                judgement.registry(),
                judgement.repository(),
                judgement.digest(),
                judgement.tags(),
                judgement.verdict().reason(),
                judgement.verdict().rule(),
                marked.remove(judgement.digest()),
                Step.Undo.UNTIL_GC,
                repository.view().images().built(manifest));
    }

    /// The manifests to remove, each after everything to remove that holds it; else by digest. Referrer tags can make a
    /// ring: its members come last.
    private static List<Integer> holdersFirst(Judged repository) {
        RepositoryInventory inventory = repository.view().inventory();
        int[] holders = new int[inventory.size()];
        List<Integer> removed = new ArrayList<>();
        for (int manifest = 0; manifest < inventory.size(); manifest++) {
            if (repository.judgements().get(manifest).verdict() instanceof Verdict.Remove) {
                removed.add(manifest);
                for (int held : inventory.held(manifest)) {
                    holders[held]++;
                }
            }
        }
        boolean[] placed = new boolean[inventory.size()];
        List<Integer> order = new ArrayList<>(removed.size());
        PriorityQueue<Integer> roots = new PriorityQueue<>();
        removed.stream().filter(manifest -> holders[manifest] == 0).forEach(roots::add);
        while (!roots.isEmpty()) {
            place(roots.remove(), inventory, holders, placed, order);
        }
        removed.stream().filter(manifest -> !placed[manifest]).forEach(order::add);
        return order;
    }

    /// Places a root and all of its closure that nothing else holds, so that a closure stands together.
    private static void place(
            int root, RepositoryInventory inventory, int[] holders, boolean[] placed, List<Integer> order) {
        Deque<Integer> open = new ArrayDeque<>(List.of(root));
        while (!open.isEmpty()) {
            int next = open.remove();
            placed[next] = true;
            order.add(next);
            for (int held : inventory.held(next)) {
                if (--holders[held] == 0) {
                    open.add(held);
                }
            }
        }
    }

    /// Only the volume shows everything; and a garbage collection that meets what it can't read frees nothing.
    private static boolean exact(RegistryInventory registry) {
        return registry.volume().map(volume -> whole(volume, registry)).orElse(false);
    }

    private static boolean whole(Volume volume, RegistryInventory registry) {
        return volume.absentBlobs().isEmpty()
                && volume.absentManifests().isEmpty()
                && registry.repositories().stream()
                        .allMatch(repository -> repository.structureHeard() && !repository.hasUnknownManifest());
    }
}
