package dev.regent.inventory.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The arrays say what sets say, over made-up registries and however they came about. A failing seed is in the message.
class RegistryGraphPropertyTest {

    private static final long REGISTRIES = 200;

    /// Raise it with `-Dregent.changes=…`.
    private static final long CHANGES = Long.getLong("regent.changes", 20_000);

    /// Changes between two looks at everything: there are a thousand looks at most.
    private static final long LOOK = Math.max(100, CHANGES / 1_000);

    /// Tells both of one registry, in the same words.
    private static final class Told {
        private final Random random;
        private final long spread;
        private final RegistryGraph graph = new RegistryGraph();
        private final PlainGraph plain = new PlainGraph();
        private final List<Long> manifests = new ArrayList<>();

        Told(long seed) {
            random = new Random(seed);
            spread = List.of(1L, 64L, 1L << 33).get(random.nextInt(3));
        }

        private long manifest(int number) {
            return number * spread * 2;
        }

        private long blob() {
            return random.nextInt(60) * spread * 2 + 1;
        }

        private long repository() {
            return random.nextInt(8) * spread;
        }

        private void content() {
            long manifest = manifest(random.nextInt(60));
            long[] marked = new long[random.nextInt(6)];
            for (int each = 0; each < marked.length; each++) {
                marked[each] = random.nextInt(5) == 0 ? manifest(random.nextInt(60)) : blob();
            }
            long size = random.nextInt(50);
            graph.content(manifest, size, marked);
            plain.content(manifest, size, marked);
            if (!manifests.contains(manifest)) {
                manifests.add(manifest);
            }
        }

        private void declared() {
            long item = random.nextInt(10) == 0 ? manifest(random.nextInt(60)) : blob();
            long bytes = random.nextInt(1_000);
            graph.declared(item, bytes);
            plain.declared(item, bytes);
        }

        private void put() {
            long repository = repository();
            long manifest = manifests.get(random.nextInt(manifests.size()));
            graph.put(repository, manifest);
            plain.put(repository, manifest);
        }

        private void take() {
            List<Member> members = plain.members();
            Member member = members.isEmpty() || random.nextInt(10) == 0
                    ? new Member(repository(), manifest(random.nextInt(60)))
                    : members.get(random.nextInt(members.size()));
            long before = plain.stored();
            long freed = graph.take(member.repository(), member.manifest());
            plain.take(member.repository(), member.manifest());
            assertThat(freed).isEqualTo(before - plain.stored());
        }

        private void has() {
            long repository = repository();
            long[] wanted = plain.members().stream()
                    .mapToLong(Member::manifest)
                    .filter(_ -> random.nextBoolean())
                    .toArray();
            graph.has(repository, wanted);
            plain.members(repository).forEach(member -> plain.take(repository, member.manifest()));
            for (long manifest : wanted) {
                plain.put(repository, manifest);
            }
        }

        void change() {
            if (random.nextInt(50) == 0) {
                has();
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> content();
                case 1 -> declared();
                case 2, 3, 4 -> {
                    if (!manifests.isEmpty()) {
                        put();
                    }
                }
                default -> take();
            }
        }

        /// A few members, some of them twice, and something that isn't there.
        List<Member> some() {
            List<Member> members = new ArrayList<>(plain.members());
            Collections.shuffle(members, random);
            List<Member> some = new ArrayList<>(members.subList(0, random.nextInt(members.size() + 1)));
            some.addAll(some.subList(0, some.size() / 3));
            some.add(new Member(repository(), -7));
            some.add(new Member(-7, manifest(0)));
            return some;
        }
    }

    private static void same(Told told) {
        PlainGraph plain = told.plain;
        assertThat(told.graph.stored()).isEqualTo(plain.stored());
        assertThat(told.graph.repositories()).isEqualTo(plain.repositories());
        for (long manifest : told.manifests) {
            assertThat(told.graph.manifest(manifest)).isEqualTo(plain.manifest(manifest));
        }
        List<Member> some = told.some();
        assertThat(told.graph.without(some)).isEqualTo(plain.without(some));
        assertThat(told.graph.freed(some)).isEqualTo(plain.without(some).freed());
        List<Member> few = some.subList(Math.max(0, some.size() - 9), some.size());
        assertThat(told.graph.oneAfterAnother(few)).isEqualTo(oneAfterAnother(plain, few));
        if (told.random.nextInt(3) == 0) {
            sameGroupsAndHolders(told);
        }
        long repository = told.repository();
        assertThat(told.graph.members(repository)).hasSameElementsAs(plain.members(repository));
        assertThat(told.graph.stored()).as("after questions").isEqualTo(plain.stored());
    }

    private static void sameGroupsAndHolders(Told told) {
        int salt = told.random.nextInt(7);
        // Some count for no group, some for one, some for two.
        Grouping grouping = (repository, manifest) -> switch ((int) Math.floorMod(repository + manifest + salt, 4L)) {
            case 0 -> new long[0];
            case 1 -> new long[] {repository};
            default -> new long[] {manifest % 3, 100 + repository % 2};
        };
        assertThat(told.graph.grouped(grouping)).isEqualTo(told.plain.grouped(grouping));
        long[] leftOut = told.manifests.stream()
                .limit(told.random.nextInt(3))
                .mapToLong(Long::longValue)
                .toArray();
        Optional<HeldItem> after = Optional.empty();
        HeldItem.Order order = told.random.nextBoolean() ? HeldItem.Order.BYTES : HeldItem.Order.MANIFESTS;
        boolean exclusive = told.random.nextInt(3) == 0;
        while (true) {
            HeldItem.Wanted wanted = new HeldItem.Wanted(order, exclusive, id -> (id + salt) % 5 != 0, after, 7);
            List<HeldItem> page = told.graph.held(wanted, leftOut);
            assertThat(page).isEqualTo(told.plain.held(wanted, leftOut));
            if (page.size() < 7) {
                return;
            }
            after = Optional.of(page.getLast());
        }
    }

    /// By what is freed with each more.
    private static long[] oneAfterAnother(PlainGraph plain, List<Member> gone) {
        long[] freed = new long[gone.size()];
        long before = 0;
        for (int each = 0; each < freed.length; each++) {
            long now = plain.without(gone.subList(0, each + 1)).freed();
            freed[each] = now - before;
            before = now;
        }
        return freed;
    }

    @Test
    void saysWhatSetsSayOfAnyRegistry() {
        for (long seed = 0; seed < REGISTRIES; seed++) {
            Told told = new Told(seed);
            for (int change = told.random.nextInt(200); change > 0; change--) {
                told.change();
            }
            try {
                same(told);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void saysWhatSetsSayAfterManyChanges() {
        Told told = new Told(4711);
        for (long change = 1; change <= CHANGES; change++) {
            told.change();
            if (change % LOOK == 0) {
                same(told);
            }
        }
    }

    @Test
    void attributesEveryByteOnce() {
        for (long seed = 0; seed < REGISTRIES; seed++) {
            Told told = new Told(seed);
            for (int change = 0; change < 150; change++) {
                told.change();
            }
            assertThat(told.graph.repositories().stream()
                            .mapToLong(RepositoryBytes::attributed)
                            .sum())
                    .as("seed " + seed)
                    .isEqualTo(told.graph.stored());
        }
    }

    @Test
    void makesNoDifferenceInWhichOrderThingsAreTold() {
        for (long seed = 0; seed < REGISTRIES; seed++) {
            Told told = new Told(seed);
            for (int change = 0; change < 150; change++) {
                told.change();
            }
            RegistryGraph other = new RegistryGraph(3, 5, 5, 10);
            List<Long> manifests = new ArrayList<>(told.manifests);
            Collections.shuffle(manifests, told.random);
            told.plain.tell(other, manifests);
            assertThat(other.repositories()).as("seed " + seed).isEqualTo(told.graph.repositories());
            assertThat(other.stored()).as("seed " + seed).isEqualTo(told.graph.stored());
        }
    }
}
