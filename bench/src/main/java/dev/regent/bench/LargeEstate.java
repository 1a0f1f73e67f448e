package dev.regent.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/// A made-up registry of millions as plain rows, the same for whoever is measured: 500,000 manifests in 20,000
/// repositories, two million configs and layers, ten million edges, a million tags. A tenth of the manifests are
/// indexes, a tenth is in a second repository too. Layers are shared by base, within a repository, and sometimes
/// across.
///
/// Items are manifests, from zero, and after them blobs.
final class LargeEstate {

    static final int REPOSITORIES = 20_000;
    static final int MANIFESTS = 500_000;
    static final int BLOBS = 2_000_000;
    static final int ITEMS = MANIFESTS + BLOBS;

    private static final int BASES = 2_000;
    static final int BASE_LAYERS = 8;
    private static final int LARGE_REPOSITORY = 1_000;
    private static final long SEED = 20_260_601;

    /// By item, in bytes.
    final int[] sizes = new int[ITEMS];

    /// By manifest: where its marks start in [#marks], itself not among them; one more at the end.
    final int[] starts = new int[MANIFESTS + 1];

    int[] marks = new int[11_000_000];

    final boolean[] index = new boolean[MANIFESTS];

    /// By manifest: how many tags it has in its first repository; none if an index lists it.
    final byte[] tags = new byte[MANIFESTS];

    /// By manifest: days since it was built.
    final int[] age = new int[MANIFESTS];

    /// Which manifest is in which repository, sorted by repository and then by manifest.
    long[] members = new long[MANIFESTS + MANIFESTS / 8];

    private final SplittableRandom random = new SplittableRandom(SEED);
    private int manifests;
    private int blobs = BASES * BASE_LAYERS;
    private int end;
    private int memberCount;

    LargeEstate() {
        for (int item = 0; item < ITEMS; item++) {
            sizes[item] = item < MANIFESTS ? 600 + random.nextInt(3_000) : size();
        }
        for (int repository = 0; repository < REPOSITORIES; repository++) {
            fill(repository);
        }
        marks = Arrays.copyOf(marks, end);
        members = Arrays.copyOf(members, memberCount);
        Arrays.sort(members);
    }

    /// Many small ones, few large ones.
    private int size() {
        return (1 << (6 + random.nextInt(20))) | random.nextInt(64);
    }

    private void fill(int repository) {
        int left = REPOSITORIES - repository;
        int count = repository % 1_000 == 999 ? LARGE_REPOSITORY : (MANIFESTS - manifests) / left;
        count = repository == REPOSITORIES - 1 ? MANIFESTS - manifests : Math.min(count, MANIFESTS - manifests);
        int first = manifests;
        int firstBlob = blobs;
        int base = random.nextInt(BASES);
        for (int each = 0; each < count; each++) {
            int manifest = manifests++;
            starts[manifest] = end;
            age[manifest] = (int) (400L * (count - each) / count);
            if (each > 3 && random.nextInt(10) == 0) {
                list(manifest, first);
            } else {
                if (random.nextInt(40) == 0) {
                    base = random.nextInt(BASES);
                }
                layer(manifest, base, firstBlob);
            }
            starts[manifest + 1] = end;
            join(repository, manifest);
            if (repository > 0 && random.nextInt(10) == 0) {
                join(random.nextInt(repository), manifest);
            }
        }
    }

    private void join(int repository, int manifest) {
        members[memberCount++] = ((long) repository << 32) | manifest;
    }

    private void list(int manifest, int first) {
        index[manifest] = true;
        tags[manifest] = 3;
        int count = 2 + random.nextInt(2);
        for (int back = 1; count > 0 && manifest - back >= first; back++) {
            if (!index[manifest - back]) {
                marks[end++] = manifest - back;
                tags[manifest - back] = 0;
                count--;
            }
        }
    }

    /// Its base, what is new in it, and older layers of the repository or of an earlier one.
    private void layer(int manifest, int base, int firstBlob) {
        tags[manifest] = (byte) (manifest % 3 == 0 ? 2 : 3);
        int from = end;
        for (int each = 0; each < BASE_LAYERS; each++) {
            marks[end++] = MANIFESTS + base * BASE_LAYERS + each;
        }
        int known = blobs;
        for (int fresh = 4 + random.nextInt(2); fresh > 0 && blobs < BLOBS; fresh--) {
            marks[end++] = MANIFESTS + blobs++;
        }
        for (int older = 9 + random.nextInt(3); older > 0; older--) {
            int window = Math.min(60, known - firstBlob);
            int blob =
                    window > 12 && random.nextInt(50) > 0 ? known - 1 - random.nextInt(window) : random.nextInt(known);
            add(from, MANIFESTS + blob);
        }
    }

    private void add(int from, int item) {
        for (int each = from; each < end; each++) {
            if (marks[each] == item) {
                return;
            }
        }
        marks[end++] = item;
    }

    static int repository(long member) {
        return (int) (member >>> 32);
    }

    static int manifest(long member) {
        return (int) member;
    }

    /// Whether a question is about it: three of ten, or 500 in all.
    static boolean chosen(int place, long members, boolean few) {
        return few ? place % (members / 500) == 7 && place / (members / 500) < 500 : place % 10 < 3;
    }

    /// Writes the rows as CSV, for others to read.
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("items.csv"))) {
            for (int item = 0; item < ITEMS; item++) {
                out.write(item + "," + sizes[item] + "\n");
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("marks.csv"))) {
            for (int manifest = 0; manifest < MANIFESTS; manifest++) {
                out.write(manifest + "," + manifest + "\n");
                for (int edge = starts[manifest]; edge < starts[manifest + 1]; edge++) {
                    out.write(manifest + "," + marks[edge] + "\n");
                }
            }
        }
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("members.csv"))) {
            for (int place = 0; place < members.length; place++) {
                out.write(repository(members[place]) + "," + manifest(members[place]) + ","
                        + (chosen(place, members.length, false) ? 1 : 0) + ","
                        + (chosen(place, members.length, true) ? 1 : 0) + "\n");
            }
        }
    }
}
