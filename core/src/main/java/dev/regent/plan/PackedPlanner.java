package dev.regent.plan;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.RepositoryView;
import dev.regent.inventory.PackedRegistry;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.inventory.graph.Member;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.observe.RegistryIdentity;
import dev.regent.oci.Digest;
import dev.regent.plan.Planner.Judged;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Plans for a registry of millions, repository by repository: of each only what goes is kept. The plan is that of
/// [Planner].
public final class PackedPlanner {

    private final PackedRegistry registry;
    private final RegistryGraph graph;

    /// @param graph in which repositories and manifests go by their numbers in `registry`
    public PackedPlanner(PackedRegistry registry, RegistryGraph graph) {
        this.registry = registry;
        this.graph = graph;
    }

    /// What goes of one repository.
    ///
    /// @param manifests by step: the manifest's number in the registry
    /// @param whole whether nothing in it keeps the bytes from being exact
    private record Going(List<Step> steps, List<Integer> manifests, boolean whole) {}

    /// The plan, made on as many threads as the caller's pool has. The graph is as before when it is done.
    ///
    /// @param view what is known of a repository
    /// @param judge one judgement for each manifest
    public Plan plan(
            Function<RepositoryInventory, RepositoryView> view,
            Function<RepositoryView, List<Judgement>> judge,
            Collection<Digest> policies) {
        Going[] going = IntStream.range(0, registry.size())
                .parallel()
                .mapToObj(repository ->
                        going(view.apply(registry.repository(repository)), judge, registry.contents(repository)))
                .toArray(Going[]::new);
        List<RegistryIdentity> registries = List.of(registry.head().identity());
        List<Step> steps =
                Arrays.stream(going).flatMap(each -> each.steps().stream()).toList();
        // Both take long and neither needs the other.
        CompletableFuture<Digest> digest =
                CompletableFuture.supplyAsync(() -> Plan.digest(registries, policies, steps));
        List<Step> priced = priced(going, steps);
        return Plan.of(
                digest.join(),
                registries,
                policies,
                priced,
                Planner.whole(registry.head().volume()) && Arrays.stream(going).allMatch(Going::whole));
    }

    private static Going going(RepositoryView view, Function<RepositoryView, List<Judgement>> judge, int[] contents) {
        List<Step> steps = Planner.steps(new Judged(view, judge.apply(view)));
        return new Going(
                steps,
                steps.stream()
                        .map(step -> contents[view.inventory().find(step.digest())])
                        .toList(),
                Planner.whole(view.inventory()));
    }

    private List<Step> priced(Going[] going, List<Step> steps) {
        List<Member> gone = new ArrayList<>(steps.size());
        for (int repository = 0; repository < going.length; repository++) {
            for (int manifest : going[repository].manifests()) {
                gone.add(new Member(repository, manifest));
            }
        }
        long[] freed = graph.oneAfterAnother(gone);
        List<Step> priced = new ArrayList<>(freed.length);
        for (Step step : steps) {
            priced.add(step.freeing(freed[priced.size()]));
        }
        return priced;
    }
}
