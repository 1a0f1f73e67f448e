package dev.regent.inventory.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/// What one registry stores, and what marks it: a manifest that is in any repository marks itself, its config and
/// layers, and the manifests that it lists, as Distribution's garbage collection does. What nothing marks is not
/// stored.
///
/// Manifests, configs and layers are items, called by ids of the caller's. One digest has one id, also where a
/// manifest is some other manifest's layer. What a manifest marks never changes, so that it is only ever added;
/// which repositories have it does. The order in which things are told makes no difference.
///
/// It takes about 4 bytes an edge, 60 an item and 4 a manifest in a repository. It is not safe for use by several
/// threads: questions use its arrays to reckon in, too.
public final class RegistryGraph {

    static final int NO_ROW = 0;
    private static final int HOLDERS = 0;
    static final int LENGTH = 1;
    static final int FIRST = 2;

    private final Numbers items;
    private final Numbers repositories;

    /// By item: bytes, by how many manifests it is marked, and where its row is in [#rows].
    private long[] sizes;

    private int[] marks;
    private int[] rowOf;

    /// A row is in how many repositories the manifest is, how many items it marks, and these, in their order.
    private int[] rows;

    private int end = 1;

    /// By repository: its manifests.
    private Members[] members;

    private long stored;

    /// A bit for each item, all zero between questions.
    private long[] seen = {};

    public RegistryGraph() {
        this(0, 0, 0, 0);
    }

    /// One that need not grow until it has more than is expected.
    ///
    /// @param edges what manifests mark, themselves not counted
    public RegistryGraph(int repositories, int manifests, int blobs, int edges) {
        this.items = new Numbers(manifests + blobs);
        this.repositories = new Numbers(repositories);
        sizes = new long[Math.max(manifests + blobs, 8)];
        marks = new int[sizes.length];
        rowOf = new int[sizes.length];
        rows = new int[edges + (FIRST + 1) * manifests + 8];
        members = new Members[Math.max(repositories, 8)];
    }

    /// Adds what a manifest says, unless it is known.
    ///
    /// @param size length of the manifest itself in bytes; it counts more than what others declare of it
    /// @param marked its config and layers, and the manifests that it lists; the same can be there twice
    public void content(long manifest, long size, long... marked) {
        int number = item(manifest);
        if (rowOf[number] != NO_ROW) {
            return;
        }
        resize(number, size);
        int needed = end + FIRST + marked.length + 1;
        if (needed > rows.length) {
            rows = Arrays.copyOf(rows, Math.max(needed, rows.length + (rows.length >> 1)));
        }
        rowOf[number] = end;
        int first = end + FIRST;
        int last = first;
        rows[last++] = number;
        for (long each : marked) {
            rows[last++] = item(each);
        }
        Arrays.sort(rows, first, last);
        int distinct = first + 1;
        for (int next = first + 1; next < last; next++) {
            if (rows[next] != rows[distinct - 1]) {
                rows[distinct++] = rows[next];
            }
        }
        rows[end + HOLDERS] = 0;
        rows[end + LENGTH] = distinct - first;
        end = distinct;
    }

    /// Notes how long something says that an item is. The largest counts; of what nothing is said, zero.
    public void declared(long item, long bytes) {
        int number = item(item);
        if (rowOf[number] == NO_ROW && bytes > sizes[number]) {
            resize(number, bytes);
        }
    }

    /// Puts a manifest into a repository, if it isn't there.
    ///
    /// @throws IllegalArgumentException if nobody told what it says
    public void put(long repository, long manifest) {
        int number = items.find(manifest);
        if (number < 0 || rowOf[number] == NO_ROW) {
            throw new IllegalArgumentException("wanted what manifest " + manifest + " says before it is in repository "
                    + repository + ", got nothing");
        }
        if (repository(repository).add(number)) {
            mark(rowOf[number]);
        }
    }

    /// Takes a manifest out of a repository, if it is there, and says how many bytes that frees.
    public long take(long repository, long manifest) {
        int place = repositories.find(repository);
        int number = items.find(manifest);
        return place >= 0 && number >= 0 && members[place].remove(number) ? unmark(rowOf[number]) : 0;
    }

    /// Has a repository have these manifests and no others.
    ///
    /// @throws IllegalArgumentException if nobody told what one of them says
    public void has(long repository, long... manifests) {
        int[] wanted = Arrays.stream(manifests).mapToInt(items::find).sorted().toArray();
        Members here = repository(repository);
        for (int place = here.size() - 1; place >= 0; place--) {
            if (Arrays.binarySearch(wanted, here.get(place)) < 0) {
                take(repository, items.id(here.get(place)));
            }
        }
        for (long manifest : manifests) {
            put(repository, manifest);
        }
    }

    /// Whether it was told what a manifest says.
    public boolean knows(long manifest) {
        int number = items.find(manifest);
        return number >= 0 && rowOf[number] != NO_ROW;
    }

    /// Ids of all repositories that ever had a manifest, in no order.
    public long[] repositoryIds() {
        return IntStream.range(0, repositories.size())
                .mapToLong(repositories::id)
                .toArray();
    }

    /// Bytes of everything that is marked, once.
    public long stored() {
        return stored;
    }

    /// The manifests that a repository has.
    public List<Member> members(long repository) {
        int place = repositories.find(repository);
        return place < 0
                ? List.of()
                : IntStream.range(0, members[place].size())
                        .mapToObj(each -> new Member(repository, items.id(members[place].get(each))))
                        .toList();
    }

    /// What a manifest marks; nothing if no repository has it.
    public ManifestBytes manifest(long manifest) {
        int number = items.find(manifest);
        int row = number < 0 ? NO_ROW : rowOf[number];
        if (row == NO_ROW || rows[row + HOLDERS] == 0) {
            return new ManifestBytes(0, 0);
        }
        long exclusive = 0;
        long shared = 0;
        for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
            if (marks[rows[edge]] == 1) {
                exclusive += sizes[rows[edge]];
            } else {
                shared += sizes[rows[edge]];
            }
        }
        return new ManifestBytes(exclusive, shared);
    }

    /// All repositories that have a manifest, by their ids.
    public List<RepositoryBytes> repositories() {
        return Shares.of(all(), repositories, members);
    }

    /// The same for groups of what repositories have, by the groups' ids: as if each was a repository.
    public List<RepositoryBytes> grouped(Grouping grouping) {
        return Groups.of(all(), repositories, items, grouping);
    }

    /// Items that something marks, those first that are asked for first.
    ///
    /// @param unlessMarkedBy ids of manifests; what one of them marks is left out
    public List<HeldItem> held(HeldItem.Wanted wanted, long... unlessMarkedBy) {
        return new HeldItems(all(), marks, items, repositories.size()).first(wanted, unlessMarkedBy);
    }

    private Rows all() {
        return new Rows(items.size(), sizes, rowOf, rows, members);
    }

    /// What would be freed without these, taken out together, in bytes. What isn't there frees nothing. It takes as
    /// long as they have edges: the fast half of [#without].
    public long freed(Collection<Member> gone) {
        return freed(pairs(gone));
    }

    /// What each of these would free if they were taken out one after the other, in bytes. What isn't there, or comes
    /// again, frees nothing.
    public long[] oneAfterAnother(List<Member> gone) {
        long[] pairs = gone.stream()
                .mapToLong(member -> pair(repositories.find(member.repository()), items.find(member.manifest())))
                .toArray();
        LongPredicate first = distinct(pairs) ? _ -> true : new HashSet<Long>()::add;
        long[] freed = new long[pairs.length];
        for (int each = 0; each < pairs.length; each++) {
            pairs[each] = pairs[each] >= 0 && first.test(pairs[each]) ? pairs[each] : -1;
            freed[each] = pairs[each] < 0 ? 0 : unmark(rowOf[(int) pairs[each]]);
        }
        for (long pair : pairs) {
            if (pair >= 0) {
                mark(rowOf[(int) pair]);
            }
        }
        return freed;
    }

    /// Whether none stands there twice.
    private static boolean distinct(long[] pairs) {
        long[] sorted = pairs.clone();
        Arrays.sort(sorted);
        return IntStream.range(1, sorted.length).noneMatch(each -> sorted[each] == sorted[each - 1]);
    }

    /// What would be freed and lost without these, taken out together. What isn't there frees nothing. It takes as
    /// long as the repositories have edges that they are in.
    public WhatIf without(Collection<Member> gone) {
        long[] pairs = pairs(gone);
        return new WhatIf(freed(pairs), losses(pairs));
    }

    private long freed(long[] pairs) {
        long freed = 0;
        for (long pair : pairs) {
            freed += unmark(rowOf[(int) pair]);
        }
        for (long pair : pairs) {
            mark(rowOf[(int) pair]);
        }
        return freed;
    }

    /// Repository and manifest by number, of those that are there, each once and in their order.
    private long[] pairs(Collection<Member> gone) {
        return gone.stream()
                .mapToLong(member -> pair(repositories.find(member.repository()), items.find(member.manifest())))
                .filter(pair -> pair >= 0)
                .sorted()
                .distinct()
                .toArray();
    }

    private long pair(int repository, int manifest) {
        boolean there = repository >= 0 && manifest >= 0 && members[repository].contains(manifest);
        return there ? ((long) repository << 32) | manifest : -1;
    }

    private List<WhatIf.Loss> losses(long[] pairs) {
        seen = seen.length > items.size() >>> 6 ? seen : new long[(items.size() >>> 6) + 1];
        List<WhatIf.Loss> losses = new ArrayList<>();
        int from = 0;
        while (from < pairs.length) {
            int repository = (int) (pairs[from] >>> 32);
            int to = from;
            while (to < pairs.length && (int) (pairs[to] >>> 32) == repository) {
                to++;
            }
            losses.add(new WhatIf.Loss(repositories.id(repository), to - from, loss(repository, pairs, from, to)));
            from = to;
        }
        losses.sort(Comparator.comparingLong(WhatIf.Loss::repository));
        return losses;
    }

    private long loss(int repository, long[] pairs, int from, int to) {
        for (int next = from; next < to; next++) {
            int row = rowOf[(int) pairs[next]];
            for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
                seen[rows[edge] >>> 6] |= 1L << rows[edge];
            }
        }
        Members here = members[repository];
        int next = from;
        for (int place = 0; place < here.size() && here.size() > to - from; place++) {
            if (next < to && here.get(place) == (int) pairs[next]) {
                next++;
                continue;
            }
            int row = rowOf[here.get(place)];
            for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
                seen[rows[edge] >>> 6] &= ~(1L << rows[edge]);
            }
        }
        long bytes = 0;
        for (int each = from; each < to; each++) {
            int row = rowOf[(int) pairs[each]];
            for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
                if ((seen[rows[edge] >>> 6] & (1L << rows[edge])) != 0) {
                    seen[rows[edge] >>> 6] &= ~(1L << rows[edge]);
                    bytes += sizes[rows[edge]];
                }
            }
        }
        return bytes;
    }

    private int end(int row) {
        return row + FIRST + rows[row + LENGTH];
    }

    private void mark(int row) {
        if (rows[row + HOLDERS]++ > 0) {
            return;
        }
        for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
            if (marks[rows[edge]]++ == 0) {
                stored += sizes[rows[edge]];
            }
        }
    }

    private long unmark(int row) {
        if (--rows[row + HOLDERS] > 0) {
            return 0;
        }
        long freed = 0;
        for (int edge = row + FIRST, end = end(row); edge < end; edge++) {
            if (--marks[rows[edge]] == 0) {
                freed += sizes[rows[edge]];
            }
        }
        stored -= freed;
        return freed;
    }

    private void resize(int item, long bytes) {
        if (marks[item] > 0) {
            stored += bytes - sizes[item];
        }
        sizes[item] = bytes;
    }

    private int item(long id) {
        int number = items.of(id);
        if (number == sizes.length) {
            int more = number + (number >> 1);
            sizes = Arrays.copyOf(sizes, more);
            marks = Arrays.copyOf(marks, more);
            rowOf = Arrays.copyOf(rowOf, more);
        }
        return number;
    }

    private Members repository(long id) {
        int known = repositories.size();
        int place = repositories.of(id);
        if (place == members.length) {
            members = Arrays.copyOf(members, place + (place >> 1));
        }
        if (place == known) {
            members[place] = new Members();
        }
        return members[place];
    }
}
