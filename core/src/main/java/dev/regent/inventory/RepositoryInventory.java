package dev.regent.inventory;

import dev.regent.observe.Gap;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// One repository as a graph. Its manifests are numbered from zero in the order of their digests; an edge leads from a
/// holder (an index, a subject) to what it holds (a child, a referrer).
public final class RepositoryInventory {

    /// An index may hold indexes this many levels down; what lies deeper isn't looked at.
    public static final int DEEPEST_NESTING = 16;

    private final String name;
    private final int tagCount;
    private final List<Gap> gaps;
    private final boolean structureHeard;
    private final Set<Digest> missing;
    private final RepositoryGraph graph;
    private final boolean unknown;

    RepositoryInventory(
            String name,
            int tagCount,
            List<Gap> gaps,
            boolean structureHeard,
            Set<Digest> missing,
            RepositoryGraph graph) {
        this.name = name;
        this.tagCount = tagCount;
        this.gaps = List.copyOf(gaps);
        this.structureHeard = structureHeard;
        this.missing = Set.copyOf(missing);
        this.graph = graph;
        this.unknown =
                Arrays.stream(graph.nodes).anyMatch(node -> node.content().manifest() instanceof Manifest.Unknown);
    }

    public String name() {
        return name;
    }

    /// Every tag that was listed, whether or not a manifest was found behind it.
    public int tagCount() {
        return tagCount;
    }

    public List<Gap> gaps() {
        return gaps;
    }

    /// Whether every list, tag and manifest that was asked for was heard; if not, anything could hold anything.
    public boolean structureHeard() {
        return structureHeard;
    }

    /// Manifests that were asked for by digest and aren't there, though something here refers to them.
    public Set<Digest> missing() {
        return missing;
    }

    /// How many manifests there are.
    public int size() {
        return graph.nodes.length;
    }

    public Digest digest(int manifest) {
        return graph.nodes[manifest].content().digest();
    }

    public ManifestContent content(int manifest) {
        return graph.nodes[manifest].content();
    }

    /// All its tags, sorted.
    public List<String> tags(int manifest) {
        return graph.nodes[manifest].tags();
    }

    /// Its tags that are not referrer tags, sorted.
    public List<String> ordinaryTags(int manifest) {
        return graph.nodes[manifest].ordinaryTags();
    }

    public Role role(int manifest) {
        return graph.roles[manifest];
    }

    /// The manifests that an index lists and that are here.
    public int[] children(int manifest) {
        return graph.children[manifest].clone();
    }

    /// The indexes that list it.
    public int[] indexes(int manifest) {
        return graph.indexes[manifest].clone();
    }

    /// Children and referrers.
    public int[] held(int manifest) {
        return graph.held[manifest].clone();
    }

    /// Whether it names a subject that was not seen here.
    public boolean subjectUnseen(int manifest) {
        return graph.subjectUnseen[manifest];
    }

    /// Whether indexes are nested deeper below it than [#DEEPEST_NESTING].
    public boolean nestedTooDeep(int manifest) {
        return graph.height[manifest] > DEEPEST_NESTING;
    }

    /// Whether something that it holds, at any distance, can't be read by this version.
    public boolean holdsUnknown(int manifest) {
        if (!hasUnknownManifest()) {
            return false;
        }
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(List.of(manifest));
        while (!open.isEmpty()) {
            int next = open.remove();
            if (!seen.get(next)) {
                seen.set(next);
                if (content(next).manifest() instanceof Manifest.Unknown) {
                    return true;
                }
                for (int held : graph.held[next]) {
                    open.add(held);
                }
            }
        }
        return false;
    }

    /// The manifests of this repository so that each index comes before its children.
    public int[] indexesFirst() {
        return graph.indexesFirst.clone();
    }

    /// Whether a manifest is here that this version can't read.
    public boolean hasUnknownManifest() {
        return unknown;
    }

    /// The number of the manifest with this digest, or -1.
    public int find(Digest digest) {
        return graph.find(digest);
    }
}
