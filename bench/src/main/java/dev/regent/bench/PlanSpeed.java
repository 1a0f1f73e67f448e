package dev.regent.bench;

import dev.regent.analyse.Past;
import dev.regent.analyse.RepositoryView;
import dev.regent.analyse.Truth;
import dev.regent.analyse.Uses;
import dev.regent.analyse.retention.RetentionJudge;
import dev.regent.analyse.retention.RetentionPolicy;
import dev.regent.inventory.PackedRegistry;
import dev.regent.inventory.graph.RegistryGraph;
import dev.regent.observe.Created;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Use;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import dev.regent.plan.PackedPlanner;
import dev.regent.plan.Plan;
import dev.regent.policy.PolicyException;
import dev.regent.policy.PolicyFiles;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Judges and plans a [LargeEstate] with a million tags from compact arrays, and prints milliseconds and memory, a
/// line of JSON each. Run it with the heap that is to be enough.
public final class PlanSpeed {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final int ROUNDS = 7;

    /// Nothing ran before that doesn't run now.
    private static final Past WATCHED = new Past() {
        @Override
        public Truth usedSince(Digest digest, Instant since) {
            return Truth.FALSE;
        }
    };

    private static final int USES = 20_000;

    private static final String POLICY = """
            apiVersion: regent.dev/v1
            kind: RetentionPolicy
            metadata: {name: default}
            scope: {registries: ["**"], repositories: ["**"]}
            rules:
              - keep: {newest: 10}
              - keep: {tags: ["latest", "stable"]}
              - keep: {tagPattern: "^v?\\\\d+\\\\.\\\\d+\\\\.\\\\d+$", youngerThan: 180d}
              - keep: {usedWithin: 30d}
              - remove: {olderThan: 280d}
            """;

    private final PackedRegistry registry;
    private final RegistryGraph graph;
    private long tags;

    private PlanSpeed() {
        LargeEstate estate = new LargeEstate();
        graph = GraphQuestions.graph(estate);
        registry = packed(estate);
    }

    public static void main(String[] args) throws PolicyException {
        List<RetentionPolicy> policies = PolicyFiles.parse("policy.yaml", POLICY);
        PlanSpeed speed = new PlanSpeed();
        Uses uses = uses();
        System.gc();
        print("live before", live());
        long[] nanos = new long[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            nanos[Math.max(round, 0)] = speed.nanos(policies, uses);
        }
        Plan plan = speed.plan(policies, uses);
        System.gc();
        print("live with the plan", live());
        print("largest heap allowed", Runtime.getRuntime().maxMemory() / 1048576.0);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "{\"what\": \"judge and plan\", \"ms\": %.1f, \"min\": %.1f, \"tags\": %d, \"steps\": %d, \"result\": %d}%n",
                nanos[ROUNDS / 2] / 1e6,
                nanos[0] / 1e6,
                speed.tags,
                plan.steps().size(),
                plan.reclaimBytes());
    }

    private long nanos(List<RetentionPolicy> policies, Uses uses) {
        long began = System.nanoTime();
        plan(policies, uses);
        return System.nanoTime() - began;
    }

    private Plan plan(List<RetentionPolicy> policies, Uses uses) {
        return new PackedPlanner(registry, graph)
                .plan(
                        repository -> RepositoryView.of(registry.head(), repository, uses, WATCHED, NOW),
                        view -> RetentionJudge.judge(view, policies),
                        policies.stream().map(RetentionPolicy::digest).toList());
    }

    private PackedRegistry packed(LargeEstate estate) {
        PackedRegistry.Packing packing = new PackedRegistry.Packing(LargeEstate.MANIFESTS);
        for (int manifest = 0; manifest < LargeEstate.MANIFESTS; manifest++) {
            packing.content(content(estate, manifest));
        }
        int from = 0;
        for (int repository = 0; repository < LargeEstate.REPOSITORIES; repository++) {
            int to = from;
            while (to < estate.members.length && LargeEstate.repository(estate.members[to]) == repository) {
                to++;
            }
            packing.repository(repository(estate, repository, from, to));
            from = to;
        }
        return packing.packed(new RegistryIdentity("main", true, Set.of("main.example")), Optional.empty(), true);
    }

    private static ManifestContent content(LargeEstate estate, int manifest) {
        Instant built = NOW.minus(Duration.ofDays(estate.age[manifest])).minusSeconds(manifest % 86_400);
        Descriptor config =
                new Descriptor(MediaTypes.OCI_CONFIG, new Digest(digest(LargeEstate.MANIFESTS + manifest)), 1_000);
        Manifest said = estate.index[manifest]
                ? new Manifest.Index(
                        MediaTypes.OCI_INDEX,
                        Arrays.stream(estate.marks, estate.starts[manifest], estate.starts[manifest + 1])
                                .mapToObj(
                                        child -> new Descriptor(MediaTypes.OCI_MANIFEST, new Digest(digest(child)), 1))
                                .toList(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of())
                : new Manifest.Single(
                        MediaTypes.OCI_MANIFEST, config, List.of(), Optional.empty(), Optional.empty(), Map.of());
        return new ManifestContent(
                new Digest(digest(manifest)),
                estate.sizes[manifest],
                said,
                estate.index[manifest] ? new Created.Absent() : new Created.At(built));
    }

    private RepositoryObservation repository(LargeEstate estate, int repository, int from, int to) {
        TreeMap<String, TagTarget> tagged = new TreeMap<>();
        Set<Digest> here = new HashSet<>();
        for (int place = from; place < to; place++) {
            int manifest = LargeEstate.manifest(estate.members[place]);
            Digest digest = new Digest(digest(manifest));
            here.add(digest);
            for (int tag = 0; tag < estate.tags[manifest]; tag++) {
                String name = switch (tag) {
                    case 0 -> "v1." + manifest % 40 + "." + manifest;
                    case 1 -> "build-" + Integer.toHexString(manifest * 0x9E37_79B1);
                    default -> "main-2026-" + manifest;
                };
                tagged.put(name, new TagTarget.Points(digest));
            }
            if (place == to - 1) {
                tagged.put("latest", new TagTarget.Points(digest));
            }
        }
        tags += tagged.size();
        return new RepositoryObservation(
                String.format(Locale.ROOT, "team-%03d/app-%05d", repository / 200, repository),
                tagged,
                here,
                Set.of(),
                List.of());
    }

    private static Uses uses() {
        List<Use> uses = new ArrayList<>();
        for (int each = 0; each < USES; each++) {
            uses.add(new Use(
                    "host", "container c" + each, Use.Kind.RUNNING, Optional.empty(), Set.of(new Digest(digest((int)
                            (each * 7_919L % LargeEstate.MANIFESTS))))));
        }
        return Uses.of(List.of(new EnvironmentObservation("host", "docker", Heard.YES, "", uses, 1)), List.of());
    }

    /// In the order of the numbers, and as spread as digests are beyond that.
    private static String digest(int item) {
        return String.format(Locale.ROOT, "sha256:%08x%056x", item, (item * 0x9E37_79B9_7F4A_7C15L) >>> 1);
    }

    private static double live() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / 1048576.0;
    }

    private static void print(String what, double mib) {
        System.out.printf(Locale.ROOT, "{\"what\": \"%s\", \"mib\": %.1f}%n", what, mib);
    }
}
