package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.observe.Remembered;
import dev.regent.observe.RepositoryObservation;
import dev.regent.oci.Digest;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What was read once needn't come again, and what is known never stands for what has to be asked.
final class RememberingTest {

    private final Shop shop = Shop.open();
    private final Recall recall = new Recall();
    private final RegistryDouble registry = RegistryDouble.serving(shop.world());

    @AfterEach
    void close() {
        registry.close();
        assertThat(registry.unexpected()).isEmpty();
    }

    private RegistryObservation look() throws InterruptedException {
        return Reader.of(registry).remembering(recall).lookAtAges();
    }

    private RegistryObservation lookAnew() throws InterruptedException {
        return Reader.of(registry).lookAtAges();
    }

    private static List<RepositoryObservation> sorted(RegistryObservation observation) {
        return observation.repositories().stream()
                .sorted(Comparator.comparing(RepositoryObservation::name))
                .toList();
    }

    private List<Call> conditional() {
        return registry.calls(CallKind.MANIFEST).stream()
                .filter(call -> !call.headers("If-None-Match").isEmpty())
                .toList();
    }

    @Test
    void asksTagsThatAreKnownOnlyWhetherTheyMoved() throws InterruptedException {
        RegistryObservation first = look();
        registry.forget();

        RegistryObservation second = look();

        assertThat(sorted(second)).isEqualTo(sorted(first));
        assertThat(second.contents()).isEqualTo(first.contents());
        assertThat(conditional()).hasSize(3).hasSameSizeAs(registry.calls(CallKind.MANIFEST));
        assertThat(registry.calls(CallKind.BLOB)).isEmpty();
    }

    @Test
    void seesWhatMovedCameAndWent() throws InterruptedException {
        ImageBuilder.in(shop.world(), "team/app", "doomed").push("old");
        look();
        registry.change(world -> {
            ImageBuilder.in(world, "team/app", "newer")
                    .created("2025-01-01T00:00:00Z")
                    .push("1.0", "2.0");
            world.repository("team/app").tags().remove("old");
        });

        RegistryObservation seen = look();

        assertThat(sorted(seen)).isEqualTo(sorted(lookAnew()));
        assertThat(seen.contents()).isEqualTo(lookAnew().contents());
    }

    @Test
    void asksForADigestAnewBecauseOnlyThatShowsThatItIsThere() throws InterruptedException {
        Digest child = ImageBuilder.in(shop.world(), "team/app", "arm").push();
        IndexBuilder.in(shop.world(), "team/app").child(child).push("multi");
        look();
        registry.change(world -> world.repository("team/app").manifests().remove(child));

        RepositoryObservation app = Reader.repository(look(), "team/app");

        assertThat(app.missing()).containsExactly(child);
        assertThat(app.manifests()).doesNotContain(child);
    }

    @Test
    void believesNoBytesThatAreNotThoseOfTheirDigest() throws InterruptedException {
        look();
        recall.contents.replaceAll((_, bytes) -> "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        registry.forget();

        RegistryObservation seen = look();

        // Two tags lead to one image: once the first brought its bytes, the second may be asked whether it still does.
        assertThat(conditional()).hasSizeLessThanOrEqualTo(1);
        assertThat(sorted(seen)).isEqualTo(sorted(lookAnew()));
    }

    @Test
    void goesOnWhereItWasCutOff() throws InterruptedException {
        look();
        recall.now.add("team/app", "1.0");
        registry.forget();

        RegistryObservation seen = look();

        assertThat(sorted(seen)).isEqualTo(List.of(shop.heardApp(), shop.heardWeb()));
        assertThat(registry.calls(CallKind.MANIFEST))
                .extracting(call -> call.reference().orElseThrow())
                .containsExactlyInAnyOrder("2.0", "latest");
    }

    @Test
    void asksFirstWhereReadingIsRationed() throws InterruptedException {
        look();
        ration("98");
        registry.forget();

        RegistryObservation seen =
                Reader.of(registry).remembering(recall).atOnce(1).lookAtAges();

        assertThat(sorted(seen)).isEqualTo(List.of(shop.heardApp(), shop.heardWeb()));
        // The first answer says that there is a ration.
        assertThat(registry.calls(CallKind.MANIFEST)).extracting(Call::method).containsExactly("GET", "HEAD", "HEAD");
    }

    @Test
    void leavesTheEndOfARationToThosePulling() throws InterruptedException {
        ration("10");

        RegistryObservation seen = Reader.of(registry).atOnce(1).look();

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(registry.calls(CallKind.MANIFEST).stream()
                        .filter(call -> call.method().equals("GET")))
                .hasSize(1);
        assertThat(seen.repositories().stream().flatMap(each -> each.gaps().stream()))
                .isNotEmpty()
                .extracting(Gap::why)
                .allSatisfy(why -> assertThat(why).contains("10 of 100 reads in 6 h are left"));
    }

    private void ration(String remaining) {
        registry.behave(Behaviour.good()
                .fault(Fault.header("ratelimit-limit", "100;w=21600")
                        .withHeader("ratelimit-remaining", remaining + ";w=21600")
                        .on(CallKind.MANIFEST)));
    }

    @Test
    void keepsToThePaceOfARegistryThatNamesIt() throws InterruptedException {
        for (int i = 0; i < 30; i++) {
            ImageBuilder.in(shop.world(), "team/app", "app " + i).push("tag-" + i);
        }
        LastSecond limit = new LastSecond(20);
        registry.behave(Behaviour.good()
                .fault(Fault.header("ratelimit-limit", "20;w=1"))
                .fault(Fault.status(429).withHeader("ratelimit-limit", "20;w=1").where(_ -> limit.exceeded())));

        RegistryObservation seen = Reader.of(registry).look();

        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(Reader.repository(seen, "team/app").tags()).hasSize(31);
    }

    @Test
    void finishesWhereAPaceIsFoundOnlyByRefusals() throws InterruptedException {
        for (int i = 0; i < 60; i++) {
            ImageBuilder.in(shop.world(), "team/app", "app " + i).push("tag-" + i);
        }
        LastSecond limit = new LastSecond(20);
        registry.behave(Behaviour.good().fault(Fault.status(429).where(_ -> limit.exceeded())));

        RegistryObservation seen = Reader.of(registry).look();

        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(Reader.repository(seen, "team/app").tags()).hasSize(61);
    }

    @Test
    void readsRepositoriesInTurn() throws InterruptedException {
        for (int i = 0; i < 200; i++) {
            ImageBuilder.in(shop.world(), "big", "app " + i).push("tag-" + i);
        }

        Reader.of(registry).atOnce(1).look();

        List<String> read = registry.calls(CallKind.MANIFEST).stream()
                .filter(call -> !call.reference().orElseThrow().startsWith("sha256:"))
                .map(call -> call.repository().orElseThrow())
                .toList();
        assertThat(read).hasSize(203);
        // Whoever brings things later than others gets its turn all the same, long before the large one's end.
        assertThat(read.lastIndexOf("team/app")).isLessThan(100);
        assertThat(read.lastIndexOf("team/web")).isLessThan(100);
    }

    /// Counts calls, as a registry does that lets itself be asked so often in any second.
    private static final class LastSecond {
        private final int most;
        private final Deque<Long> calls = new ArrayDeque<>();

        LastSecond(int most) {
            this.most = most;
        }

        synchronized boolean exceeded() {
            long now = System.nanoTime();
            while (!calls.isEmpty()
                    && now - calls.peek() > Duration.ofSeconds(1).toNanos()) {
                calls.remove();
            }
            calls.add(now);
            return calls.size() > most;
        }
    }

    /// Remembers in memory.
    private static final class Recall implements Remembered {
        private final Map<String, Map<String, Led>> led = new ConcurrentHashMap<>();
        private final Map<Digest, byte[]> contents = new ConcurrentHashMap<>();
        private final Map<Digest, Created> times = new ConcurrentHashMap<>();
        private final Now now = new Now();

        private static final class Now {
            private final Map<String, String> asked = new HashMap<>();

            void add(String repository, String reference) {
                asked.put(repository, reference);
            }
        }

        @Override
        public Map<String, Led> repository(String name, BiConsumer<Digest, byte[]> manifests) {
            Map<String, Led> known = new HashMap<>(led.getOrDefault(name, Map.of()));
            known.computeIfPresent(now.asked.getOrDefault(name, ""), (_, before) -> new Led(before.to(), true));
            contents.forEach(manifests);
            return known;
        }

        @Override
        public Map<Digest, Created> created(Collection<Digest> configs) {
            Map<Digest, Created> known = new HashMap<>(times);
            known.keySet().retainAll(configs);
            return known;
        }

        @Override
        public void led(String repository, String reference, Optional<Digest> to) {
            led.computeIfAbsent(repository, _ -> new ConcurrentHashMap<>()).put(reference, new Led(to, false));
        }

        @Override
        public void content(Digest digest, byte[] manifest) {
            contents.put(digest, manifest);
        }

        @Override
        public void created(Digest config, Created created) {
            times.put(config, created);
        }
    }
}
