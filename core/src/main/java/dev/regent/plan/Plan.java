package dev.regent.plan;

import dev.regent.observe.RegistryIdentity;
import dev.regent.oci.CanonicalJson;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/// An exact, ordered list of what would be done. It can be read, kept and compared; it has no power
/// to do any of it.
///
/// @param digest names the plan by what it would do where, and by which policies
/// @param registries names of the registries, in the order in which they were given
/// @param policies digests of the policies that it comes from, sorted
/// @param reclaimBytes sum of the steps' bytes
/// @param reclaimExact whether the registry's garbage collection frees just that; if not it is at
///     most that
public record Plan(
        Digest digest,
        List<String> registries,
        List<Digest> policies,
        List<Step> steps,
        long reclaimBytes,
        boolean reclaimExact) {

    /// Steps whose canonical form is made at once.
    private static final int AT_ONCE = 8_192;

    public Plan {
        registries = List.copyOf(registries);
        policies = List.copyOf(policies);
        steps = List.copyOf(steps);
        long sum = steps.stream().mapToLong(Step::bytes).sum();
        if (sum != reclaimBytes) {
            throw new IllegalArgumentException("the steps free " + sum + " bytes, not " + reclaimBytes);
        }
    }

    static Plan of(
            List<RegistryIdentity> registries, Collection<Digest> policies, List<Step> steps, boolean reclaimExact) {
        return of(digest(registries, policies, steps), registries, policies, steps, reclaimExact);
    }

    /// One whose digest is known.
    static Plan of(
            Digest digest,
            List<RegistryIdentity> registries,
            Collection<Digest> policies,
            List<Step> steps,
            boolean reclaimExact) {
        return new Plan(
                digest,
                registries.stream().map(RegistryIdentity::name).toList(),
                policies.stream().sorted().toList(),
                steps,
                steps.stream().mapToLong(Step::bytes).sum(),
                reclaimExact);
    }

    /// SHA-256 of the canonical form, into which no bytes enter that steps free. A registry whose name is an address
    /// enters by its place: the
    /// same estate at another address has the same plan.
    static Digest digest(List<RegistryIdentity> registries, Collection<Digest> policies, List<Step> steps) {
        Map<String, String> names = new LinkedHashMap<>();
        for (RegistryIdentity registry : registries) {
            names.put(registry.name(), registry.configured() ? registry.name() : "#" + (names.size() + 1));
        }
        String head = CanonicalJson.of(Map.of(
                "policies",
                policies.stream().map(Digest::value).sorted().toList(),
                "registries",
                List.copyOf(names.values())));
        // The steps come last in the canonical order, and can be too many to be written at once.
        return Digest.sha256(parts -> {
            parts.accept(bytes(head.substring(0, head.length() - 1) + ",\"steps\":["));
            for (int from = 0; from < steps.size(); from += AT_ONCE) {
                IntStream.range(from, Math.min(steps.size(), from + AT_ONCE))
                        .parallel()
                        .mapToObj(i -> bytes((i == 0 ? "" : ",") + canonical(steps.get(i), names)))
                        .forEachOrdered(parts);
            }
            parts.accept(bytes("]}"));
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String canonical(Step step, Map<String, String> names) {
        return CanonicalJson.object(
                "digest",
                step.digest().value(),
                "kind",
                step.kind().toString(),
                "registry",
                Objects.requireNonNull(names.get(step.registry())),
                "repository",
                step.repository(),
                "tags",
                step.tags());
    }
}
