package dev.regent.inventory;

import dev.regent.observe.ManifestContent;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.ReferrerTag;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Works out who holds whom in one repository.
final class RepositoryGraph {

    private static final int[] NONE = {};

    final Node[] nodes;
    final int[][] children;
    final int[][] indexes;
    final int[][] held;
    final Role[] roles;
    final boolean[] subjectUnseen;
    final int[] height;
    final int[] indexesFirst;

    record Node(ManifestContent content, List<String> tags, List<String> ordinaryTags) {

        /// @param tags all its tags, sorted
        static Node of(ManifestContent content, List<String> tags) {
            List<String> all = List.copyOf(tags);
            for (String tag : all) {
                if (!ReferrerTag.isOrdinary(tag)) {
                    return new Node(
                            content,
                            all,
                            all.stream().filter(ReferrerTag::isOrdinary).toList());
                }
            }
            return new Node(content, all, all);
        }

        /// All tags are referrer tags, and there is one. A manifest with an ordinary tag always stands on its own:
        /// otherwise the right to push a tag would be the right to delete.
        boolean referrerByTag() {
            return !tags.isEmpty() && ordinaryTags.isEmpty();
        }

        Set<Digest> subjects() {
            Set<Digest> subjects = new LinkedHashSet<>();
            content.manifest().subject().ifPresent(subjects::add);
            if (referrerByTag()) {
                tags.stream()
                        .map(ReferrerTag::parse)
                        .flatMap(Optional::stream)
                        .map(ReferrerTag::subject)
                        .forEach(subjects::add);
            }
            return subjects;
        }
    }

    /// @param nodes in the order of their digests
    RepositoryGraph(Node[] nodes) {
        this.nodes = nodes;
        int size = nodes.length;
        children = new int[size][];
        for (int i = 0; i < size; i++) {
            children[i] = childrenOf(nodes[i]);
        }
        indexes = reversed(children);
        subjectUnseen = new boolean[size];
        int[][] subjects = new int[size][];
        for (int i = 0; i < size; i++) {
            subjects[i] = seenSubjects(i);
        }
        held = union(children, reversed(subjects));
        roles = roles();
        indexesFirst = indexesFirst();
        height = heights();
    }

    static RepositoryGraph of(RepositoryObservation observed, Map<Digest, ManifestContent> contents) {
        Digest[] digests = observed.manifests().stream().sorted().toArray(Digest[]::new);
        List<List<String>> tags = new ArrayList<>(digests.length);
        for (int i = 0; i < digests.length; i++) {
            tags.add(new ArrayList<>(1));
        }
        observed.tags().forEach((tag, target) -> {
            int number = target instanceof TagTarget.Points(Digest digest) ? Arrays.binarySearch(digests, digest) : -1;
            if (number >= 0) {
                tags.get(number).add(tag);
            }
        });
        Node[] nodes = new Node[digests.length];
        for (int i = 0; i < digests.length; i++) {
            nodes[i] = Node.of(Objects.requireNonNull(contents.get(digests[i])), tags.get(i));
        }
        return new RepositoryGraph(nodes);
    }

    int find(Digest digest) {
        int low = 0;
        int high = nodes.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = nodes[middle].content().digest().compareTo(digest);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }

    private int[] childrenOf(Node node) {
        List<Descriptor> listed = node.content().manifest().children();
        if (listed.isEmpty()) {
            return NONE;
        }
        return listed.stream()
                .mapToInt(child -> find(child.digest()))
                .filter(child -> child >= 0)
                .distinct()
                .toArray();
    }

    private int[] seenSubjects(int manifest) {
        Set<Digest> named = nodes[manifest].subjects();
        if (named.isEmpty()) {
            return NONE;
        }
        int[] seen = named.stream()
                .mapToInt(this::find)
                .filter(subject -> subject >= 0)
                .toArray();
        subjectUnseen[manifest] = seen.length < named.size();
        return seen;
    }

    private Role[] roles() {
        Role[] all = new Role[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            if (!nodes[i].ordinaryTags().isEmpty()) {
                all[i] = Role.IMAGE;
            } else if (!nodes[i].subjects().isEmpty()) {
                all[i] = Role.REFERRER;
            } else {
                all[i] = indexes[i].length > 0 ? Role.CHILD : Role.IMAGE;
            }
        }
        return all;
    }

    /// Kahn's order. Digests name their content, so indexes can't hold each other in a ring.
    private int[] indexesFirst() {
        int[] order = new int[nodes.length];
        int[] open = new int[nodes.length];
        int end = 0;
        for (int i = 0; i < nodes.length; i++) {
            open[i] = indexes[i].length;
            if (open[i] == 0) {
                order[end++] = i;
            }
        }
        for (int next = 0; next < end; next++) {
            for (int child : children[order[next]]) {
                if (--open[child] == 0) {
                    order[end++] = child;
                }
            }
        }
        return Arrays.copyOf(order, end);
    }

    private int[] heights() {
        int[] heights = new int[nodes.length];
        for (int next = indexesFirst.length - 1; next >= 0; next--) {
            int manifest = indexesFirst[next];
            int below = nodes[manifest].content().manifest().children().isEmpty() ? -1 : 0;
            for (int child : children[manifest]) {
                below = Math.max(below, heights[child]);
            }
            heights[manifest] = below + 1;
        }
        return heights;
    }

    private static int[][] reversed(int[][] edges) {
        int[] counts = new int[edges.length];
        for (int[] targets : edges) {
            for (int target : targets) {
                counts[target]++;
            }
        }
        int[][] reversed = new int[edges.length][];
        for (int i = 0; i < edges.length; i++) {
            reversed[i] = counts[i] == 0 ? NONE : new int[counts[i]];
        }
        for (int from = edges.length - 1; from >= 0; from--) {
            for (int target : edges[from]) {
                reversed[target][--counts[target]] = from;
            }
        }
        return reversed;
    }

    private static int[][] union(int[][] one, int[][] other) {
        int[][] union = new int[one.length][];
        for (int i = 0; i < one.length; i++) {
            union[i] = other[i].length == 0
                    ? one[i]
                    : Arrays.stream(concat(one[i], other[i])).distinct().toArray();
        }
        return union;
    }

    private static int[] concat(int[] one, int[] other) {
        int[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
