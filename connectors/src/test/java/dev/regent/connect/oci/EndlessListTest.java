package dev.regent.connect.oci;

import static dev.regent.connect.oci.Reader.gap;
import static dev.regent.connect.oci.Reader.unread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Heard;
import dev.regent.observe.RegistryObservation;
import dev.regent.testkit.registry.Behaviour;
import dev.regent.testkit.registry.CallKind;
import dev.regent.testkit.registry.Paging;
import dev.regent.testkit.registry.Place;
import dev.regent.testkit.registry.RegistryDouble;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lists that never end are cut off, and what is behind the cut counts as unheard.
final class EndlessListTest {

    private final Shop shop = Shop.open();

    private static Paging forEver(Paging.End end, int size) {
        return Paging.pagesOf(size).ending(end).linking(Paging.Link.CURSOR);
    }

    @Test
    void doesNotBelieveACatalogThatBringsNewNamesForEver() throws InterruptedException {
        Behaviour endless = Behaviour.good().paging(CallKind.CATALOG, forEver(Paging.End.NEW_NAMES, 50_000));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.NO);
            assertThat(observation.repositories()).isEmpty();
            assertThat(observation.detail())
                    .isEqualTo("the catalog was not read: GET " + registry.url() + "/v2/_catalog: the list doesn't end:"
                            + " more than 2000000 names; name repositories with --repository to do without it");
        }
    }

    @Test
    void givesACatalogUpWhosePagesBringLittle() throws InterruptedException {
        Behaviour endless = Behaviour.good().paging(CallKind.CATALOG, forEver(Paging.End.NEW_NAMES, 1));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.detail())
                    .contains("the list doesn't end: page 1001 names a next one again")
                    .contains("--repository");
            assertThat(registry.requests(CallKind.CATALOG)).isEqualTo(1001);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SAME_PAGE", "SAME_PAGE_ELSEWHERE"})
    void readsWhatACatalogNamesThatTurnsInCircles(Paging.End end) throws InterruptedException {
        Behaviour endless =
                Behaviour.good().paging(CallKind.CATALOG, Paging.pagesOf(10).ending(end));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
            assertThat(observation.detail()).contains("the list doesn't end: page 7 names a next one again");
            assertThat(registry.requests(CallKind.CATALOG)).isEqualTo(7);
        }
    }

    @Test
    void asksForNoTagOfAListThatBringsNewNamesForEver() throws InterruptedException {
        Behaviour endless = Behaviour.good().paging(CallKind.TAGS, forEver(Paging.End.NEW_NAMES, 50_000));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(observation.repositories())
                    .containsExactly(unread(
                            "team/app",
                            List.of(),
                            gap("list of tags", "the list doesn't end: more than 2000000 names")));
            assertThat(registry.requests(CallKind.MANIFEST)).isZero();
        }
    }

    @Test
    void keepsTheTagsOfAListThatTurnsInCirclesAndCallsItUnheard() throws InterruptedException {
        Behaviour endless =
                Behaviour.good().paging(CallKind.TAGS, Paging.pagesOf(10).ending(Paging.End.SAME_PAGE));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/web").look();

            assertThat(Reader.repository(observation, "team/web").tags())
                    .isEqualTo(shop.heardWeb().tags());
            assertThat(Reader.repository(observation, "team/web").gaps())
                    .containsExactly(gap("list of tags", "the list doesn't end: page 7 names a next one again"));
        }
    }

    @Test
    void followsNoLinkToAnotherHost() throws InterruptedException {
        try (RegistryDouble other = RegistryDouble.serving(shop.world(), Behaviour.good(), Place.at("127.0.0.2"));
                RegistryDouble registry = RegistryDouble.serving(
                        shop.world(), Behaviour.good().paging(Paging.pagesOf(1).continuedOn(other.url())))) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(other.requests()).isZero();
            assertThat(observation.heard()).isEqualTo(Heard.PARTLY);
            assertThat(observation.repositories()).containsExactly(shop.heardApp());
            assertThat(observation.detail())
                    .isEqualTo("the catalog was not read: GET " + other.url() + "/v2/_catalog: leads to another host, "
                            + other.url() + "/v2/_catalog; allow it with --token-realm 127.0.0.2 if it belongs to"
                            + " this registry; name repositories with --repository to do without it");
        }
    }

    @Test
    void givesReferrersUpThatNeverEnd() throws InterruptedException {
        Behaviour endless = Behaviour.good().paging(CallKind.REFERRERS, forEver(Paging.End.NEW_NAMES, 10));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), endless)) {
            RegistryObservation observation =
                    Reader.of(registry).only("team/app").look();

            assertThat(Reader.repository(observation, "team/app").gaps())
                    .containsExactly(gap("referrers of " + shop.app().brief(), "the list doesn't end"));
        }
    }

    @Test
    void readsAListWhosePagesOverlapOnce() throws InterruptedException {
        Behaviour overlapping = Behaviour.good().paging(Paging.pagesOf(1).overlapping(1));
        try (RegistryDouble registry = RegistryDouble.serving(shop.world(), overlapping)) {
            RegistryObservation observation = Reader.of(registry).look();

            assertThat(observation.heard()).isEqualTo(Heard.YES);
            assertThat(observation.repositories()).containsExactlyInAnyOrder(shop.heardApp(), shop.heardWeb());
        }
    }
}
