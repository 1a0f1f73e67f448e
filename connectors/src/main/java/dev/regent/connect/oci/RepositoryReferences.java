package dev.regent.connect.oci;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Gap;
import dev.regent.observe.ReferenceObservation.Answers;
import dev.regent.observe.ReferenceSource.Known;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Asks one repository for some of its tags and manifests, and for children that nobody knows. Lists of tags and of
/// referrers are for a look at all of it: a referrer that was pushed is told of by its own digest.
final class RepositoryReferences {

    private final RegistryCrawl registry;
    private final String name;
    private final List<String> references;
    private final Known known;
    private final ManifestReader manifests;
    private final Map<String, Optional<Digest>> tags = new ConcurrentHashMap<>();
    private final Set<Digest> present = ConcurrentHashMap.newKeySet();
    private final Set<Digest> missing = ConcurrentHashMap.newKeySet();
    private final Collection<Gap> gaps = new ConcurrentLinkedQueue<>();

    RepositoryReferences(
            RegistryCrawl registry, RegistryClient client, String name, Set<String> references, Known known) {
        this.registry = registry;
        this.name = name;
        this.references = new ArrayList<>(references);
        this.known = known;
        this.manifests = new ManifestReader(registry, client, name);
    }

    /// Asks for the first reference alone.
    ///
    /// @throws ConnectorException if nothing was heard at all, so that nothing else needs to be asked
    void first() throws ConnectorException, InterruptedException {
        String reference = references.removeFirst();
        try {
            ask(reference);
        } catch (ConnectorException e) {
            switch (e.fault()) {
                case Fault.Unreachable _, Fault.Silent _, Fault.RateLimited _, Fault.Distrusted _ -> throw e;
                case Fault.Cut _, Fault.TooLarge _, Fault.Refused _, Fault.Unintelligible _ -> gap(reference, e);
            }
        }
    }

    Answers read() throws InterruptedException {
        registry.turns().each(references, this::askOrGap);
        Set<Digest> level = Set.copyOf(present);
        for (int depth = 1; !level.isEmpty() && depth <= RepositoryInventory.DEEPEST_NESTING; depth++) {
            Set<Digest> children = new HashSet<>();
            level.forEach(digest -> content(digest).forEach(child -> children.add(child.digest())));
            children.removeAll(present);
            children.removeAll(missing);
            if (!children.isEmpty()) {
                children.removeAll(known.among(name, children));
            }
            registry.turns().each(children, child -> askOrGap(child.value()));
            children.retainAll(present);
            level = Set.copyOf(children);
        }
        return new Answers(name, new TreeMap<>(tags), present, missing, List.copyOf(gaps));
    }

    private void askOrGap(String reference) throws InterruptedException {
        try {
            ask(reference);
        } catch (ConnectorException e) {
            gap(reference, e);
        }
    }

    private void ask(String reference) throws ConnectorException, InterruptedException {
        if (Digest.isDigest(reference)) {
            Digest digest = new Digest(reference);
            (manifests.digest(digest) ? present : missing).add(digest);
        } else {
            Optional<Digest> to = manifests.tag(reference);
            to.ifPresent(present::add);
            tags.put(reference, to);
        }
    }

    private void gap(String reference, ConnectorException failure) {
        gaps.add(new Gap(Gap.Kind.STRUCTURE, reference, failure.fault().words()));
    }

    private List<Descriptor> content(Digest digest) {
        return Objects.requireNonNull(registry.contents().get(digest))
                .manifest()
                .children();
    }
}
