package dev.regent.testkit.oracle;

import dev.regent.oci.Digest;
import dev.regent.testkit.world.StoredManifest;
import dev.regent.testkit.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One repository as a view shows it: what is there, and what holds what.
final class SeenRepository {

    private static final Pattern REFERRER_TAG = Pattern.compile("sha256-([0-9a-f]{64})(\\.(sig|att|sbom))?");
    private static final int DEEPEST = 16;

    private final String name;
    private final Map<Digest, StoredManifest> manifests = new TreeMap<>();
    private final Map<Digest, SortedSet<String>> tags = new TreeMap<>();
    private final Map<Digest, Set<Digest>> indexesOf = new TreeMap<>();
    private final Map<Digest, Set<Digest>> holdersOf = new TreeMap<>();
    private final Map<Digest, Set<Digest>> heldBy = new TreeMap<>();

    SeenRepository(World world, String name, View view) {
        this.name = name;
        World.Repository repository = world.repository(name);
        Map<Digest, StoredManifest> present = new TreeMap<>();
        for (Digest digest : repository.manifests()) {
            byte[] content = world.blobs().get(digest);
            if (content != null) {
                present.put(digest, StoredManifest.read(content));
            }
        }
        repository
                .tags()
                .forEach((tag, digest) ->
                        tags.computeIfAbsent(digest, _ -> new TreeSet<>()).add(tag));
        manifests.putAll(present);
        if (view != View.FROM_STORAGE) {
            manifests.keySet().retainAll(reached(present, view == View.OVER_V2_WITH_REFERRERS));
        }
        manifests.keySet().forEach(this::findHolders);
    }

    private Set<Digest> reached(Map<Digest, StoredManifest> present, boolean referrersListed) {
        Set<Digest> reached = new TreeSet<>(tags.keySet());
        int before = -1;
        while (reached.size() > before) {
            before = reached.size();
            present.forEach((digest, manifest) -> {
                if (reached.contains(digest)) {
                    manifest.children().forEach(child -> reached.add(child.digest()));
                }
                if (referrersListed
                        && manifest.subject().filter(reached::contains).isPresent()) {
                    reached.add(digest);
                }
            });
        }
        return reached;
    }

    private void findHolders(Digest digest) {
        for (Digest subject : subjects(digest)) {
            hold(subject, digest);
        }
        for (StoredManifest.Part child : manifest(digest).children()) {
            if (manifests.containsKey(child.digest())) {
                indexesOf.computeIfAbsent(child.digest(), _ -> new TreeSet<>()).add(digest);
                hold(digest, child.digest());
            }
        }
    }

    private void hold(Digest holder, Digest held) {
        if (manifests.containsKey(holder)) {
            holdersOf.computeIfAbsent(held, _ -> new TreeSet<>()).add(holder);
            heldBy.computeIfAbsent(holder, _ -> new TreeSet<>()).add(held);
        }
    }

    String name() {
        return name;
    }

    Map<Digest, StoredManifest> manifests() {
        return manifests;
    }

    StoredManifest manifest(Digest digest) {
        return Optional.ofNullable(manifests.get(digest)).orElseThrow();
    }

    SortedSet<String> tags(Digest digest) {
        return tags.getOrDefault(digest, new TreeSet<>());
    }

    List<String> ordinaryTags(Digest digest) {
        return tags(digest).stream()
                .filter(tag -> !REFERRER_TAG.matcher(tag).matches())
                .toList();
    }

    /// Every manifest that this one says it belongs to, there or not: by its own `subject`, and by
    /// its tags if they all are cosign or fallback tags.
    Set<Digest> subjects(Digest digest) {
        Set<Digest> subjects = new TreeSet<>();
        manifest(digest).subject().ifPresent(subjects::add);
        if (ordinaryTags(digest).isEmpty()) {
            for (String tag : tags(digest)) {
                Matcher matcher = REFERRER_TAG.matcher(tag);
                if (matcher.matches()) {
                    subjects.add(new Digest("sha256:" + matcher.group(1)));
                }
            }
        }
        return subjects;
    }

    /// Indexes that list it.
    Set<Digest> indexes(Digest digest) {
        return indexesOf.getOrDefault(digest, Set.of());
    }

    /// Indexes that list it and subjects that it belongs to, as far as they are there.
    Set<Digest> holders(Digest digest) {
        return holdersOf.getOrDefault(digest, Set.of());
    }

    /// Judged by itself: it has an ordinary tag, or it is neither a child nor a referrer.
    boolean isJudged(Digest digest) {
        return !ordinaryTags(digest).isEmpty()
                || (subjects(digest).isEmpty() && indexes(digest).isEmpty());
    }

    /// A referrer that lost a subject.
    boolean isOrphan(Digest digest) {
        return !isJudged(digest) && !manifests.keySet().containsAll(subjects(digest));
    }

    Set<Role> roles(Digest digest) {
        if (isJudged(digest)) {
            return Set.of(Role.IMAGE);
        }
        Set<Role> roles = new TreeSet<>();
        if (!subjects(digest).isEmpty()) {
            roles.add(Role.REFERRER);
        }
        if (!indexes(digest).isEmpty()) {
            roles.add(Role.CHILD);
        }
        return roles;
    }

    /// Its own subject if it is there, and the indexes above both, at any distance.
    Set<Digest> above(Digest digest) {
        Set<Digest> above = new TreeSet<>(allIndexes(digest));
        manifest(digest).subject().filter(manifests::containsKey).ifPresent(subject -> {
            above.add(subject);
            above.addAll(allIndexes(subject));
        });
        return above;
    }

    /// Indexes above it, at any distance.
    Set<Digest> allIndexes(Digest digest) {
        Set<Digest> all = new TreeSet<>();
        Deque<Digest> open = new ArrayDeque<>(List.of(digest));
        while (!open.isEmpty()) {
            for (Digest index : indexes(open.remove())) {
                if (all.add(index)) {
                    open.add(index);
                }
            }
        }
        return all;
    }

    /// Whether everything that belongs to it, in sixteen levels, could be read.
    boolean closureHeard(Digest digest) {
        List<Digest> level = List.of(digest);
        Set<Digest> done = new TreeSet<>();
        for (int depth = 0; !level.isEmpty(); depth++) {
            List<Digest> next = new ArrayList<>();
            for (Digest member : level) {
                if (depth > DEEPEST || manifest(member).kind() == StoredManifest.Kind.UNKNOWN) {
                    return false;
                }
                if (done.add(member)) {
                    next.addAll(heldBy.getOrDefault(member, Set.of()));
                }
            }
            level = next;
        }
        return true;
    }

    boolean hasUnknown() {
        return manifests.values().stream().anyMatch(manifest -> manifest.kind() == StoredManifest.Kind.UNKNOWN);
    }
}
