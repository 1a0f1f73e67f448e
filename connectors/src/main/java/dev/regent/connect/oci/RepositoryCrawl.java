package dev.regent.connect.oci;

import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Manifest;
import dev.regent.oci.ReferrerTag;
import dev.regent.oci.Text;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/// Reads one repository: its tags, what they point at, what indexes list, what refers to any of it, and where ages
/// matter the configs. What was read by digest once, in any repository, is not read again for its content.
final class RepositoryCrawl {

    private static final int DEEPEST = RepositoryInventory.DEEPEST_NESTING;

    /// Referrers of referrers of referrers: a registry could make up more for ever.
    private static final int LONGEST_CHAIN = 64;

    private final RegistryCrawl registry;
    private final String name;
    private final Listing listing;
    private final ManifestReader manifests;
    private final Map<String, TagTarget> tags = new ConcurrentHashMap<>();
    private final Set<Digest> present = ConcurrentHashMap.newKeySet();
    private final Set<Digest> missing = ConcurrentHashMap.newKeySet();
    private final Set<Digest> unread = ConcurrentHashMap.newKeySet();
    private final Collection<Gap> gaps = new ConcurrentLinkedQueue<>();

    private RepositoryCrawl(RegistryCrawl registry, RegistryClient client, String name) throws InterruptedException {
        this.registry = registry;
        this.name = name;
        this.listing = client.tags(name);
        this.manifests = new ManifestReader(registry, client, name);
    }

    /// Lists the tags of a repository when it is its turn.
    static RepositoryCrawl open(RegistryCrawl registry, RegistryClient client, String name)
            throws InterruptedException {
        AtomicReference<RepositoryCrawl> opened = new AtomicReference<>();
        registry.turns().each(List.of(name), each -> opened.set(new RepositoryCrawl(registry, client, each)));
        return opened.get();
    }

    /// @param listed whether the catalog says that there is such a repository
    RepositoryObservation read(boolean listed) throws InterruptedException {
        listing.failure().ifPresent(failure -> structureGap("list of tags", failure));
        listing.absence().filter(_ -> !listed).ifPresent(this::noSuchRepository);
        registry.found(listing.names().size());
        registry.turns().each(listing.names(), this::readTag);
        closeOver(Set.copyOf(present));
        Set<Digest> aged = aged();
        registry.remember(aged);
        registry.turns().each(aged, this::readConfig);
        SortedMap<String, TagTarget> sorted = new TreeMap<>(tags);
        return new RepositoryObservation(name, sorted, present, missing, List.copyOf(gaps));
    }

    /// Distribution 2.8.2 answers so to a repository that never had a tag too.
    private void noSuchRepository(Answer absence) {
        String why = RegistryError.answered(absence)
                + "; there is no such repository, or it never had a tag: check the name";
        gaps.add(new Gap(Gap.Kind.STRUCTURE, "list of tags", why));
    }

    private void readTag(String tag) throws InterruptedException {
        tags.put(tag, target(tag));
        registry.done();
    }

    private TagTarget target(String tag) throws InterruptedException {
        if (!ImageReference.isTag(tag)) {
            gaps.add(new Gap(Gap.Kind.STRUCTURE, "tag " + Text.quoted(tag), "no registry may have such a tag"));
            return new TagTarget.Unread();
        }
        try {
            Optional<Digest> digest = manifests.tag(tag);
            digest.ifPresent(present::add);
            return digest.<TagTarget>map(TagTarget.Points::new).orElse(new TagTarget.Gone());
        } catch (ConnectorException e) {
            structureGap("tag " + tag, e);
            return new TagTarget.Unread();
        }
    }

    /// Reads everything that `start` leads to, level by level.
    private void closeOver(Set<Digest> start) throws InterruptedException {
        Set<Digest> looked = new HashSet<>();
        Set<Digest> level = start;
        for (int depth = 1; !level.isEmpty(); depth++) {
            if (depth > LONGEST_CHAIN) {
                gaps.add(new Gap(
                        Gap.Kind.STRUCTURE,
                        "referrers",
                        "they are chained over more than " + LONGEST_CHAIN + " manifests"));
                return;
            }
            looked.addAll(level);
            Set<Digest> next = ConcurrentHashMap.newKeySet();
            boolean deeper = depth <= DEEPEST;
            registry.turns().each(level, digest -> {
                if (deeper) {
                    next.addAll(childDigests(digest));
                }
                next.addAll(referrers(digest));
            });
            next.removeAll(looked);
            registry.turns().each(next, this::readManifest);
            next.retainAll(present);
            level = Set.copyOf(next);
        }
    }

    private List<Digest> childDigests(Digest digest) {
        return content(digest).manifest().children().stream()
                .map(Descriptor::digest)
                .toList();
    }

    private List<Digest> referrers(Digest digest) throws InterruptedException {
        try {
            return registry.referrers().of(name, digest);
        } catch (ConnectorException e) {
            structureGap("referrers of " + digest.brief(), e);
            return List.of();
        }
    }

    private void readManifest(Digest digest) throws InterruptedException {
        if (present.contains(digest) || missing.contains(digest) || unread.contains(digest)) {
            return;
        }
        try {
            (manifests.digest(digest) ? present : missing).add(digest);
        } catch (ConnectorException e) {
            unread.add(digest);
            structureGap("manifest " + digest.brief(), e);
        }
    }

    /// The configs to read: of what an ordinary tag leads to and is judged by its age, by itself or down its indexes.
    private Set<Digest> aged() {
        Set<Digest> aged = new HashSet<>();
        tags.forEach((tag, target) -> {
            if (target instanceof TagTarget.Points(Digest digest)
                    && ReferrerTag.isOrdinary(tag)
                    && registry.times().needed(name, content(digest).manifest().artifactType())) {
                addAged(digest, aged);
            }
        });
        return aged;
    }

    private void addAged(Digest digest, Set<Digest> aged) {
        if (present.contains(digest) && aged.add(digest)) {
            childDigests(digest).forEach(child -> addAged(child, aged));
        }
    }

    private void readConfig(Digest digest) throws InterruptedException {
        ManifestContent content = content(digest);
        if (content.created() instanceof Created.Unread && content.manifest() instanceof Manifest.Single single) {
            try {
                Created created = registry.created(name, single.config().digest());
                registry.contents().computeIfPresent(digest, (_, known) -> known.createdAt(created));
            } catch (ConnectorException e) {
                gaps.add(new Gap(Gap.Kind.CONFIG, "config of " + digest.brief(), words(e)));
            }
        }
    }

    private ManifestContent content(Digest digest) {
        return Objects.requireNonNull(registry.contents().get(digest));
    }

    private void structureGap(String what, ConnectorException failure) {
        gaps.add(new Gap(Gap.Kind.STRUCTURE, what, words(failure)));
    }

    private static String words(ConnectorException failure) {
        return failure.fault().words();
    }
}
