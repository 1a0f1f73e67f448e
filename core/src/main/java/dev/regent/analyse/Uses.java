package dev.regent.analyse;

import dev.regent.inventory.RegistryInventory;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who uses what, over all environments. A use by digest protects that digest in every repository
/// of every registry, whatever host it names; a use by tag protects that path and tag in the
/// registry that its host names, or in every registry if the host is no known name of any.
public final class Uses {

    private final boolean asked;
    private final List<String> unheard;
    private final Map<Digest, List<Use>> byDigest = new HashMap<>();
    private final Map<String, List<Use>> byTag = new HashMap<>();
    private final Set<String> knownHosts = new HashSet<>();

    private Uses(boolean asked, List<String> unheard) {
        this.asked = asked;
        this.unheard = unheard;
    }

    /// No environment was named: verdicts are as if nothing ran.
    public static Uses notAsked() {
        return new Uses(false, List.of());
    }

    public static Uses of(Collection<EnvironmentObservation> environments, Collection<RegistryInventory> registries) {
        List<String> unheard = environments.stream()
                .filter(environment -> environment.heard() != Heard.YES)
                .map(environment -> "environment " + environment.name() + ": " + environment.detail())
                .toList();
        Uses uses = new Uses(true, unheard);
        registries.forEach(
                registry -> uses.knownHosts.addAll(registry.identity().hosts()));
        environments.forEach(environment -> environment.uses().forEach(uses::add));
        return uses;
    }

    /// The same with what people pinned, and with other registries' names known.
    ///
    /// @param pins of kind `PINNED`
    /// @param otherHosts names of registries that are not looked at now
    public Uses with(Collection<Use> pins, Collection<String> otherHosts) {
        Uses more = copy(unheard);
        more.knownHosts.addAll(otherHosts);
        pins.forEach(more::add);
        return more;
    }

    /// The same as if there was nothing more to hear. It says what is held back by what was not heard; nothing may be
    /// done by it.
    public Uses asIfAllWasHeard() {
        return copy(List.of());
    }

    private Uses copy(List<String> otherUnheard) {
        Uses more = new Uses(asked, otherUnheard);
        byDigest.forEach((digest, uses) -> more.byDigest.put(digest, new ArrayList<>(uses)));
        byTag.forEach((tag, uses) -> more.byTag.put(tag, new ArrayList<>(uses)));
        more.knownHosts.addAll(knownHosts);
        return more;
    }

    private void add(Use use) {
        use.digests()
                .forEach(digest ->
                        byDigest.computeIfAbsent(digest, _ -> new ArrayList<>()).add(use));
        use.reference().ifPresent(reference -> {
            if (reference.digest().isPresent()) {
                byDigest.computeIfAbsent(reference.digest().get(), _ -> new ArrayList<>())
                        .add(use);
            } else {
                byTag.computeIfAbsent(
                                key(reference.repository(), reference.tag().orElseThrow()), _ -> new ArrayList<>())
                        .add(use);
            }
        });
    }

    /// Whether any environment was asked.
    public boolean asked() {
        return asked;
    }

    /// What was not heard of the environments, a sentence each; empty if all was heard.
    public List<String> unheard() {
        return unheard;
    }

    List<Use> byDigest(Digest digest) {
        return byDigest.getOrDefault(digest, List.of());
    }

    List<Use> byTag(RegistryIdentity registry, String repository, String tag) {
        List<Use> named = byTag.isEmpty() ? List.of() : byTag.getOrDefault(key(repository, tag), List.of());
        return named.isEmpty()
                ? List.of()
                : named.stream()
                        .filter(use -> names(use.reference().orElseThrow().host(), registry))
                        .toList();
    }

    private boolean names(String host, RegistryIdentity registry) {
        return !knownHosts.contains(host) || registry.hosts().contains(host);
    }

    private static String key(String repository, String tag) {
        return repository + ":" + tag;
    }

    RepositoryUses in(RegistryIdentity registry, RepositoryInventory repository) {
        return new RepositoryUses(this, registry, repository);
    }
}
