package dev.regent.connect.oci;

import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.parallel.Parallel;
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

/// Reads one repository: its tags, what they point at, what indexes list, what refers to any of it, and where ages
/// matter the configs. What was read by digest once, in any repository, is not read again for its content.
final class RepositoryCrawl {

    private static final int DEEPEST = RepositoryInventory.DEEPEST_NESTING;

    /// Referrers of referrers of referrers: a registry could make up more for ever.
    private static final int LONGEST_CHAIN = 64;

    private final RegistryCrawl registry;
    private final RegistryClient client;
    private final String name;
    private final boolean listed;
    private final Map<String, TagTarget> tags = new ConcurrentHashMap<>();
    private final Set<Digest> present = ConcurrentHashMap.newKeySet();
    private final Set<Digest> missing = ConcurrentHashMap.newKeySet();
    private final Set<Digest> unread = ConcurrentHashMap.newKeySet();
    private final Collection<Gap> gaps = new ConcurrentLinkedQueue<>();

    /// @param listed whether the catalog says that there is such a repository
    RepositoryCrawl(RegistryCrawl registry, RegistryClient client, String name, boolean listed) {
        this.registry = registry;
        this.client = client;
        this.name = name;
        this.listed = listed;
    }

    RepositoryObservation read() throws InterruptedException {
        Listing listing = client.tags(name);
        listing.failure().ifPresent(failure -> structureGap("list of tags", failure));
        listing.absence().filter(_ -> !listed).ifPresent(this::noSuchRepository);
        registry.found(listing.names().size());
        Parallel.waiting(listing.names(), registry.width(), this::readTag);
        closeOver(Set.copyOf(present));
        Parallel.waiting(aged(), registry.width(), this::readConfig);
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
            Optional<Digest> digest = fetch(tag, Optional.empty());
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
            Parallel.waiting(level, registry.width(), digest -> {
                if (deeper) {
                    next.addAll(childDigests(digest));
                }
                next.addAll(referrers(digest));
            });
            next.removeAll(looked);
            Parallel.waiting(next, registry.width(), this::readManifest);
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
            if (fetch(digest.value(), Optional.of(digest)).isEmpty()) {
                missing.add(digest);
            }
        } catch (ConnectorException e) {
            unread.add(digest);
            structureGap("manifest " + digest.brief(), e);
        }
    }

    /// Reads a manifest and keeps it. Empty on 404.
    ///
    /// @param wanted the digest that it has to have, if that is known
    private Optional<Digest> fetch(String reference, Optional<Digest> wanted)
            throws ConnectorException, InterruptedException {
        Optional<Answer> answer = client.manifest(name, reference);
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        Digest digest = ManifestBytes.digest(name + ":" + reference, answer.get(), wanted);
        if (!registry.contents().containsKey(digest)) {
            byte[] body = answer.get().body();
            Manifest manifest = ManifestBytes.parse(name + ":" + reference, body);
            Created created = manifest instanceof Manifest.Single ? new Created.Unread() : new Created.Absent();
            registry.contents().putIfAbsent(digest, new ManifestContent(digest, body.length, manifest, created));
        }
        present.add(digest);
        return Optional.of(digest);
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
