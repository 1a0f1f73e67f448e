package dev.regent.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.Regent;
import dev.regent.Regent.Proposal;
import dev.regent.analyse.Past;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.retention.RetentionJudge;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.inventory.PackedRegistry;
import dev.regent.inventory.StoredBytes;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Progress;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.Use;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.plan.PackedPlanner;
import dev.regent.plan.Plan;
import dev.regent.policy.PolicyFiles;
import dev.regent.testkit.world.PolicyGenerator;
import dev.regent.testkit.world.PolicyModel;
import dev.regent.testkit.world.UseGenerator;
import dev.regent.testkit.world.World;
import dev.regent.testkit.world.WorldGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A registry in compact arrays is judged and planned as one of records: digest, steps, bytes and reasons.
class PackedPlanTest {

    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final RegistryIdentity IDENTITY =
            new RegistryIdentity("registry", true, Set.of("registry.example:5000"));
    private static final long WORLDS = 10 * Long.getLong("regent.worlds", 40);

    @Test
    void plansTheSameAsFromRecords() throws Exception {
        long steps = 0;
        for (long seed = 0; seed < WORLDS; seed++) {
            Random random = new Random(seed);
            WorldGenerator.Size size = seed % 20 == 19 ? WorldGenerator.Size.LARGE : WorldGenerator.Size.SMALL;
            World world = WorldGenerator.generate(seed, size, NOW);
            List<RetentionPolicy> policies = new ArrayList<>();
            for (PolicyModel policy : new PolicyGenerator(random, NOW).policies()) {
                policies.addAll(PolicyFiles.parse(policy.name() + ".yaml", policy.toYaml()));
            }
            List<Use> uses = new UseGenerator(random, world, "registry.example:5000").uses(3);
            Heard heard = seed % 7 == 0 ? Heard.PARTLY : Heard.YES;
            EnvironmentSource environment =
                    _ -> new EnvironmentObservation("host", "made-up", heard, "made up", uses, 0);
            Proposal proposal = Regent.propose(
                    new Regent.Request(
                            Map.of("registry", WorldSource.whole(IDENTITY, world)),
                            List.of(environment),
                            policies,
                            NOW),
                    Progress.SILENT);

            RegistryObservation observed = proposal.registries().getFirst();
            RegistryGraph graph = graph(observed);
            long stored = graph.stored();
            assertThat(packed(observed, graph, proposal, policies))
                    .as("seed " + seed)
                    .isEqualTo(proposal.plan());
            assertThat(graph.stored()).as("seed " + seed).isEqualTo(stored);
            assertThat(stored)
                    .as("seed " + seed)
                    .isEqualTo(StoredBytes.of(observed.contents().values()).total());
            steps += proposal.plan().steps().size();
        }
        assertThat(steps).isGreaterThan(WORLDS);
    }

    private static Plan packed(
            RegistryObservation observed, RegistryGraph graph, Proposal proposal, List<RetentionPolicy> policies) {
        PackedRegistry packed = PackedRegistry.of(observed);
        return new PackedPlanner(packed, graph)
                .plan(
                        repository -> RepositoryView.of(packed.head(), repository, proposal.uses(), Past.NOTHING, NOW),
                        view -> RetentionJudge.judge(view, policies),
                        policies.stream().map(RetentionPolicy::digest).toList());
    }

    /// Manifests by their places in the order of digests, repositories in that of names.
    private static RegistryGraph graph(RegistryObservation observed) {
        RegistryGraph graph = new RegistryGraph();
        Map<Digest, Long> items = new HashMap<>();
        observed.contents().keySet().stream().sorted().forEach(digest -> items.put(digest, (long) items.size()));
        for (ManifestContent content : observed.contents().values()) {
            List<Descriptor> marked = Stream.concat(
                            content.manifest().blobs().stream(), content.manifest().children().stream())
                    .toList();
            marked.forEach(each -> items.putIfAbsent(each.digest(), (long) items.size()));
            graph.content(
                    items.get(content.digest()),
                    content.size(),
                    marked.stream().mapToLong(each -> items.get(each.digest())).toArray());
            content.manifest().blobs().forEach(blob -> graph.declared(items.get(blob.digest()), blob.size()));
        }
        var repositories = observed.repositories().stream()
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .toList();
        for (int repository = 0; repository < repositories.size(); repository++) {
            for (Digest manifest : repositories.get(repository).manifests()) {
                graph.put(repository, items.get(manifest));
            }
        }
        return graph;
    }
}
