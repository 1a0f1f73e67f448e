package dev.regent.analyse;

import static dev.regent.given.Digests.config;
import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.EnvironmentBuilder.anEnvironment;
import static dev.regent.given.ManifestBuilder.NOW;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.RegistryBuilder.aRegistry;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.given.EnvironmentBuilder;
import dev.regent.given.RegistryBuilder;
import dev.regent.inventory.RegistryInventory;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.Use;
import dev.regent.oci.ImageReference;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UsesTest {

    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> WEB = Optional.of("runs in host (web)");

    private final RegistryBuilder main = aRegistry()
            .hosts("main.example", "registry.internal:5000")
            .with(aRepository("team/app").with(anImage(1), "v1").with(anImage(2), "v2"));
    private final RegistryBuilder other = aRegistry("other")
            .with(aRepository("team/app").with(anImage(1), "v1").with(anImage(3), "v3"));

    @Test
    void aDigestProtectsEverywhereWhateverItsHost() {
        EnvironmentBuilder elsewhere = anEnvironment().running("web", "elsewhere.example/x/y@" + digest(1));

        assertThat(users(main, elsewhere)).containsExactly(WEB, NOBODY);
        assertThat(users(other, elsewhere)).containsExactly(WEB, NOBODY);
    }

    @Test
    void aDigestThatAnEngineReportsProtectsEverywhere() {
        EnvironmentBuilder reported = anEnvironment().running("web", digest(1));

        assertThat(users(main, reported)).containsExactly(WEB, NOBODY);
        assertThat(users(other, reported)).containsExactly(WEB, NOBODY);
    }

    @Test
    void aTagBesideADigestProtectsNothing() {
        EnvironmentBuilder both = anEnvironment().running("web", "main.example/team/app:v2@" + digest(1));

        assertThat(users(main, both)).containsExactly(WEB, NOBODY);
    }

    @Test
    void aTagUnderAKnownHostProtectsInThatRegistryOnly() {
        EnvironmentBuilder tagged = anEnvironment().running("web", "main.example/team/app:v1");

        assertThat(users(main, tagged)).containsExactly(WEB, NOBODY);
        assertThat(users(other, tagged)).containsExactly(NOBODY, NOBODY);
    }

    @Test
    void aTagUnderAnAliasProtectsInItsRegistryOnly() {
        EnvironmentBuilder tagged = anEnvironment().running("web", "registry.internal:5000/team/app:v1");

        assertThat(users(main, tagged)).containsExactly(WEB, NOBODY);
        assertThat(users(other, tagged)).containsExactly(NOBODY, NOBODY);
    }

    @Test
    void aTagUnderAnUnknownHostProtectsPathAndTagInEachRegistry() {
        EnvironmentBuilder tagged = anEnvironment().running("web", "10.0.0.1:5000/team/app:v1");

        assertThat(users(main, tagged)).containsExactly(WEB, NOBODY);
        assertThat(users(other, tagged)).containsExactly(WEB, NOBODY);
    }

    @Test
    void aTagProtectsNeitherAnotherTagNorAnotherPath() {
        assertThat(users(main, anEnvironment().running("web", "main.example/team/app:v3")))
                .containsOnly(NOBODY);
        assertThat(users(main, anEnvironment().running("web", "main.example/team/application:v1")))
                .containsOnly(NOBODY);
        assertThat(users(main, anEnvironment().running("web", "main.example/app:v1")))
                .containsOnly(NOBODY);
    }

    @Test
    void aConfigProtectsEveryManifestThatHasItAndTheirIndexes() {
        ManifestContent image = anImage(1).build();
        ManifestContent rebuilt = anImage(2).configOf(1).build();
        ManifestContent middle = anIndex(4, image).build();
        RegistryBuilder registry = aRegistry()
                .with(aRepository()
                        .with(image)
                        .with(rebuilt)
                        .with(anImage(3))
                        .with(middle)
                        .with(anIndex(5, middle), "v1"));

        assertThat(users(registry, anEnvironment().running("web", config(1))))
                .containsExactly(WEB, WEB, NOBODY, WEB, WEB);
    }

    @Test
    void aChildKeepsItsIndexesAndNotItsSiblings() {
        ManifestContent amd64 = anImage(1).build();
        ManifestContent arm64 = anImage(2).build();
        RegistryBuilder registry = aRegistry()
                .with(aRepository()
                        .with(amd64)
                        .with(arm64)
                        .with(anIndex(3, amd64, arm64), "v1")
                        .with(anIndex(4, arm64, amd64), "v2")
                        .with(anIndex(5, arm64), "v3"));

        assertThat(users(registry, anEnvironment().running("web", digest(1))))
                .containsExactly(WEB, NOBODY, WEB, WEB, NOBODY);
    }

    @Test
    void aReferrerTagInUseProtectsLikeAnyOther() {
        String signature = fallbackTag(digest(1)) + ".sig";
        RegistryBuilder registry =
                aRegistry().with(aRepository().with(anImage(1), "v1").with(anImage(2), signature));

        assertThat(users(registry, anEnvironment().running("web", "main.example/app:" + signature)))
                .containsExactly(NOBODY, WEB);
    }

    @Test
    void namesTheFirstOfSeveralAndCountsTheRest() {
        EnvironmentBuilder busy = anEnvironment()
                .running("web", "main.example/team/app:v1")
                .using("batch", Use.Kind.DESIRED, ImageReference.parse("main.example/team/app:v1"), Set.of(digest(1)))
                .using("batch", Use.Kind.DESIRED, Optional.empty(), Set.of(digest(1)))
                .using("db", Use.Kind.STOPPED, Optional.empty(), Set.of(digest(1)))
                .using("api", Use.Kind.ROLLBACK, Optional.empty(), Set.of(digest(2)));

        assertThat(users(main, busy))
                .containsExactly(
                        Optional.of("runs in host (web) and 2 more"),
                        Optional.of("needed for a roll-back in host (api)"));
    }

    @Test
    void everyKindOfUseProtects() {
        for (Use.Kind kind : Use.Kind.values()) {
            Uses uses = anEnvironment()
                    .using("web", kind, Optional.empty(), Set.of(digest(1)))
                    .uses(main.inventory());

            assertThat(main.view(uses).evidence().protection(0)).as("%s", kind).isPresent();
            assertThat(main.view(uses).evidence().protection(1)).as("%s", kind).isEmpty();
        }
    }

    @Test
    void saysWhichEnvironmentsWereNotHeardWholly() {
        Uses uses = Uses.of(
                List.of(
                        anEnvironment("a").heard(Heard.YES, "all").observed(),
                        anEnvironment("b").heard(Heard.PARTLY, "no images").observed(),
                        anEnvironment("c").heard(Heard.NO, "refused").observed()),
                List.of());

        assertThat(uses.asked()).isTrue();
        assertThat(uses.unheard()).containsExactly("environment b: no images", "environment c: refused");
        assertThat(main.view(uses).evidence().unheard()).isEqualTo(uses.unheard());
    }

    @Test
    void whoWasNotAskedUsesNothing() {
        assertThat(Uses.notAsked().asked()).isFalse();
        assertThat(Uses.notAsked().unheard()).isEmpty();
        assertThat(main.view(Uses.notAsked()).evidence().usedBy(0)).isEmpty();
    }

    private List<Optional<String>> users(RegistryBuilder registry, EnvironmentBuilder environment) {
        RegistryInventory inventory = registry.inventory();
        Uses uses = environment.uses(main.inventory(), other.inventory());
        RepositoryView view =
                RepositoryView.of(inventory, inventory.repositories().getFirst(), uses, Past.NOTHING, NOW);
        return IntStream.range(0, view.inventory().size())
                .mapToObj(view.evidence()::usedBy)
                .toList();
    }
}
