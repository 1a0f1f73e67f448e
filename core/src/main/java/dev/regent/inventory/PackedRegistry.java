package dev.regent.inventory;

import dev.regent.inventory.RepositoryGraph.Node;
import dev.regent.observe.Gap;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.RepositoryObservation;
import dev.regent.observe.TagTarget;
import dev.regent.observe.Volume;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One registry in compact arrays, for estates of millions: a repository's [RepositoryInventory] is made when it is
/// asked for, and can be forgotten. It is the same as that of a [RegistryInventory], but that no manifest shows
/// layers.
public final class PackedRegistry {

    /// The registry without its repositories and contents.
    private final RegistryInventory head;

    private final PackedContents contents;
    private final List<PackedRepository> repositories;

    /// @param contents numbers of its manifests, in their order
    /// @param names its tags, sorted, as UTF-8 one after the other
    /// @param ends by tag: where its name ends
    /// @param targets by tag: the number of its manifest, or -1
    @SuppressWarnings("ArrayRecordComponent") // never leaves this class
    private record PackedRepository(
            String name,
            int[] contents,
            byte[] names,
            int[] ends,
            int[] targets,
            List<Gap> gaps,
            boolean structureHeard,
            Set<Digest> missing) {}

    private PackedRegistry(RegistryInventory head, PackedContents contents, List<PackedRepository> repositories) {
        this.head = head;
        this.contents = contents;
        this.repositories = repositories;
    }

    public static PackedRegistry of(RegistryObservation observed) {
        Packing packing = new Packing(observed.contents().size());
        observed.contents().values().stream()
                .sorted(Comparator.comparing(ManifestContent::digest))
                .forEach(packing::content);
        observed.repositories().stream()
                .sorted(Comparator.comparing(RepositoryObservation::name))
                .forEach(packing::repository);
        return packing.packed(
                observed.identity(),
                observed.volume(),
                observed.clockOff().abs().compareTo(RegistryInventory.CLOCKS_APART) <= 0);
    }

    /// The registry without its repositories and contents.
    public RegistryInventory head() {
        return head;
    }

    /// How many repositories there are; they are numbered from zero in the order of their names.
    public int size() {
        return repositories.size();
    }

    public String name(int repository) {
        return repositories.get(repository).name();
    }

    /// The numbers of a repository's manifests over the whole registry, in the order of their digests.
    public int[] contents(int repository) {
        return repositories.get(repository).contents().clone();
    }

    public RepositoryInventory repository(int number) {
        PackedRepository packed = repositories.get(number);
        int[] here = packed.contents();
        List<List<String>> tags = tags(packed);
        Node[] nodes = new Node[here.length];
        for (int manifest = 0; manifest < here.length; manifest++) {
            nodes[manifest] = Node.of(contents.get(here[manifest]), tags.get(manifest));
        }
        return new RepositoryInventory(
                packed.name(),
                packed.targets().length,
                packed.gaps(),
                packed.structureHeard(),
                packed.missing(),
                new RepositoryGraph(nodes));
    }

    private static List<List<String>> tags(PackedRepository packed) {
        List<List<String>> tags = new ArrayList<>(packed.contents().length);
        for (int manifest = 0; manifest < packed.contents().length; manifest++) {
            tags.add(List.of());
        }
        int from = 0;
        for (int tag = 0; tag < packed.targets().length; tag++) {
            int end = packed.ends()[tag];
            int manifest = Arrays.binarySearch(packed.contents(), packed.targets()[tag]);
            if (manifest >= 0) {
                if (tags.get(manifest).isEmpty()) {
                    tags.set(manifest, new ArrayList<>(2));
                }
                tags.get(manifest).add(new String(packed.names(), from, end - from, StandardCharsets.UTF_8));
            }
            from = end;
        }
        return tags;
    }

    /// Takes a registry in piece by piece.
    public static final class Packing {

        private final PackedContents contents;
        private final List<PackedRepository> repositories = new ArrayList<>();

        /// @param expected how many manifests will come, about
        public Packing(int expected) {
            contents = new PackedContents(expected);
        }

        /// The next manifest in the order of digests. It gets the next number from zero.
        public void content(ManifestContent content) {
            contents.add(content);
        }

        /// The next repository in the order of names, after all contents.
        public void repository(RepositoryObservation observed) {
            int[] here = observed.manifests().stream()
                    .mapToInt(contents::find)
                    .sorted()
                    .toArray();
            int[] ends = new int[observed.tags().size()];
            int[] targets = new int[ends.length];
            StringBuilder names = new StringBuilder();
            int tag = 0;
            int end = 0;
            for (Map.Entry<String, TagTarget> entry : observed.tags().entrySet()) {
                end += entry.getKey().getBytes(StandardCharsets.UTF_8).length;
                names.append(entry.getKey());
                ends[tag] = end;
                targets[tag++] =
                        entry.getValue() instanceof TagTarget.Points(Digest digest) ? contents.find(digest) : -1;
            }
            repositories.add(new PackedRepository(
                    observed.name(),
                    here,
                    names.toString().getBytes(StandardCharsets.UTF_8),
                    ends,
                    targets,
                    observed.gaps(),
                    observed.structureHeard(),
                    observed.missing()));
        }

        public PackedRegistry packed(RegistryIdentity identity, Optional<Volume> volume, boolean clockTrusted) {
            return new PackedRegistry(
                    new RegistryInventory(identity, List.of(), Map.of(), volume, clockTrusted),
                    contents,
                    List.copyOf(repositories));
        }
    }
}
