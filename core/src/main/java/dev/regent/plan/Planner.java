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
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns verdicts into a plan: closure by closure, holders before what they hold, with the bytes
/// that each step frees.
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
            for (Step step : steps(repository)) {
                steps.add(step.freeing(marked.remove(step.repository(), step.digest())));
            }
        }
        return Plan.of(
                registries.stream().map(RegistryInventory::identity).toList(),
                policies,
                steps,
                registries.stream().allMatch(Planner::exact));
    }

    /// What is to be removed of one repository, holders first, as if it freed nothing.
    static List<Step> steps(Judged repository) {
        List<Integer> order = holdersFirst(repository);
        @Nullable Digest[] closures = closures(repository.view().inventory(), order);
        return order.stream()
                .map(manifest -> step(repository, manifest, Objects.requireNonNull(closures[manifest])))
                .toList();
    }

    private static Step step(Judged repository, int manifest, Digest closure) {
        Judgement judgement = repository.judgements().get(manifest);
        if (!(judgement.verdict() instanceof Verdict.Remove)) {
            throw new IllegalStateException("a step needs a verdict to remove: " + judgement);
        }
        return new Step(
                Step.Kind.DELETE_MANIFEST,
                judgement.registry(),
                judgement.repository(),
                judgement.digest(),
                judgement.tags(),
                judgement.verdict().reason(),
                judgement.verdict().rule(),
                0,
                Step.Undo.UNTIL_GC,
                closure,
                repository.view().images().built(manifest));
    }

    /// By manifest: what is to be removed and hangs together, over holders and held, has the name
    /// of its first step.
    private static @Nullable Digest[] closures(RepositoryInventory inventory, List<Integer> order) {
        boolean[] goes = new boolean[inventory.size()];
        order.forEach(manifest -> goes[manifest] = true);
        List<List<Integer>> neighbours = new ArrayList<>(Collections.nCopies(inventory.size(), List.of()));
        for (int holder : order) {
            for (int held : inventory.held(holder)) {
                if (goes[held]) {
                    join(neighbours, holder, held);
                    join(neighbours, held, holder);
                }
            }
        }
        @Nullable Digest[] closures = new Digest[inventory.size()];
        for (int first : order) {
            Deque<Integer> open = new ArrayDeque<>(List.of(first));
            while (!open.isEmpty()) {
                int next = open.remove();
                if (closures[next] == null) {
                    closures[next] = Objects.requireNonNullElse(closures[first], inventory.digest(first));
                    open.addAll(neighbours.get(next));
                }
            }
        }
        return closures;
    }

    private static void join(List<List<Integer>> neighbours, int one, int other) {
        if (neighbours.get(one).isEmpty()) {
            neighbours.set(one, new ArrayList<>(2));
        }
        neighbours.get(one).add(other);
    }

    /// The manifests to remove, each after everything to remove that holds it; else by digest.
    /// Referrer tags can make a ring: its members and what they hold come last, each index before
    /// its children.
    private static List<Integer> holdersFirst(Judged repository) {
        RepositoryInventory inventory = repository.view().inventory();
        boolean[] open = new boolean[inventory.size()];
        int[] holders = new int[inventory.size()];
        for (int manifest = 0; manifest < inventory.size(); manifest++) {
            open[manifest] = repository.judgements().get(manifest).verdict() instanceof Verdict.Remove;
            for (int held : open[manifest] ? inventory.held(manifest) : new int[0]) {
                holders[held]++;
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int manifest = 0; manifest < inventory.size(); manifest++) {
            if (open[manifest] && holders[manifest] == 0) {
                place(manifest, inventory, holders, open, order);
            }
        }
        for (int manifest : inventory.indexesFirst()) {
            if (open[manifest]) {
                order.add(manifest);
            }
        }
        return order;
    }

    /// Places a root and all of its closure that nothing else to remove holds, so that a closure
    /// stands together. What is held and stays is not open, and is passed over.
    private static void place(
            int root, RepositoryInventory inventory, int[] holders, boolean[] open, List<Integer> order) {
        Deque<Integer> next = new ArrayDeque<>(List.of(root));
        while (!next.isEmpty()) {
            int manifest = next.remove();
            open[manifest] = false;
            order.add(manifest);
            for (int held : inventory.held(manifest)) {
                holders[held]--;
                if (open[held] && holders[held] == 0) {
                    next.add(held);
                }
            }
        }
    }

    /// Only the volume shows everything; and a garbage collection that meets what it can't read
    /// frees nothing.
    private static boolean exact(RegistryInventory registry) {
        return whole(registry.volume()) && registry.repositories().stream().allMatch(Planner::whole);
    }

    static boolean whole(Optional<Volume> read) {
        return read.filter(volume -> volume.whole()
                        && volume.absentBlobs().isEmpty()
                        && volume.absentManifests().isEmpty())
                .isPresent();
    }

    static boolean whole(RepositoryInventory repository) {
        return repository.structureHeard() && !repository.hasUnknownManifest();
    }
}
