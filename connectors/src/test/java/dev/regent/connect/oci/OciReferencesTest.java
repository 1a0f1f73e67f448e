package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.ReferenceObservation.Answers;
import dev.regent.observe.RegistryIdentity;
import dev.regent.observe.Remembered;
import dev.regent.oci.Digest;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.Call;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Fault;
import dev.regent.testkit.registry.RegistryDouble;
import dev.regent.testkit.world.ImageBuilder;
import dev.regent.testkit.world.IndexBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked for is asked for once, and nothing else is.
final class OciReferencesTest {

    private final Shop shop = Shop.open();
    private final RegistryDouble registry = RegistryDouble.serving(shop.world());

    @AfterEach
    void close() {
        registry.close();
        assertThat(registry.unexpected()).isEmpty();
    }

    private ReferenceObservation ask(Map<String, Set<String>> references, Set<Digest> known)
            throws InterruptedException {
        return new OciReferences(
                        new RegistryIdentity("main", true, Set.of()),
                        registry.url(),
                        new Credentials.None(),
                        Set.of(),
                        new HttpSettings(
                                Duration.ofSeconds(20), Optional.empty(), false, Optional.empty(), Proxies.NONE, 4),
                        Remembered.NOTHING)
                .ask(references, (_, manifests) -> {
                    Set<Digest> among = new HashSet<>(manifests);
                    among.retainAll(known);
                    return among;
                });
    }

    private static Answers answers(String name, Map<String, Optional<Digest>> tags, Digest... manifests) {
        return new Answers(name, new TreeMap<>(tags), Set.of(manifests), Set.of(), List.of());
    }

    @Test
    void sendsOneRequestForEachReferenceAndNoOther() throws InterruptedException {
        ReferenceObservation seen =
                ask(Map.of("team/app", Set.of("1.0", "gone"), "team/web", Set.of("latest")), Set.of());

        assertThat(seen.heard()).isEqualTo(Heard.YES);
        assertThat(seen.requests()).isEqualTo(3);
        assertThat(registry.calls()).extracting(Call::kind).containsOnly(CallKind.MANIFEST);
        assertThat(registry.calls()).extracting(Call::method).containsOnly("GET");
        assertThat(seen.repositories())
                .containsExactlyInAnyOrder(
                        answers(
                                "team/app",
                                Map.of("1.0", Optional.of(shop.app()), "gone", Optional.empty()),
                                shop.app()),
                        answers("team/web", Map.of("latest", Optional.of(shop.web())), shop.web()));
        assertThat(seen.contents()).containsOnlyKeys(shop.app(), shop.web());
    }

    @Test
    void asksForChildrenThatNobodyKnows() throws InterruptedException {
        Digest known = ImageBuilder.in(shop.world(), "team/app", "amd").push();
        Digest fresh = ImageBuilder.in(shop.world(), "team/app", "arm").push();
        Digest index = IndexBuilder.in(shop.world(), "team/app")
                .child(known)
                .child(fresh)
                .absent("s390x")
                .push("multi");

        ReferenceObservation seen = ask(Map.of("team/app", Set.of("multi")), Set.of(known));

        Answers app = seen.repositories().getFirst();
        assertThat(app.manifests()).containsExactlyInAnyOrder(index, fresh);
        assertThat(app.missing()).hasSize(1);
        assertThat(seen.requests()).isEqualTo(3);
    }

    @Test
    void saysByDigestWhatIsThereAndWhatIsNot() throws InterruptedException {
        Digest gone = Digest.sha256(new byte[] {1});

        Answers app = ask(Map.of("team/app", Set.of(shop.app().value(), gone.value())), Set.of())
                .repositories()
                .getFirst();

        assertThat(app.manifests()).containsExactly(shop.app());
        assertThat(app.missing()).containsExactly(gone);
        assertThat(app.answers(gone.value())).isTrue();
        assertThat(app.answers("1.0")).isFalse();
    }

    @Test
    void hearsTheRestWhereOneIsRefused() throws InterruptedException {
        registry.behave(
                Behaviour.good().fault(Fault.status(403).on(CallKind.MANIFEST).onReference("1.0")));

        ReferenceObservation seen = ask(Map.of("team/app", Set.of("1.0"), "team/web", Set.of("2.0")), Set.of());

        assertThat(seen.heard()).isEqualTo(Heard.PARTLY);
        assertThat(seen.repositories().stream().flatMap(each -> each.gaps().stream()))
                .extracting(Gap::what)
                .containsExactly("1.0");
        assertThat(seen.contents()).containsOnlyKeys(shop.web());
    }

    @Test
    void givesUpAtOnceWhereNothingAnswers() throws InterruptedException {
        registry.behave(Behaviour.good().fault(Fault.reset()));

        ReferenceObservation seen =
                ask(Map.of("team/app", Set.of("1.0", "2.0", "3.0", "4.0", "5.0"), "team/web", Set.of("2.0")), Set.of());

        assertThat(seen.heard()).isEqualTo(Heard.NO);
        assertThat(seen.repositories()).isEmpty();
        assertThat(registry.calls().stream().map(Call::reference).distinct()).hasSize(1);
    }
}
