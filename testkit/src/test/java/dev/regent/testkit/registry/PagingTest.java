package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagingTest {

    private static final String TAGS = "/v2/team/app/tags/list";

    private final Sample sample = new Sample();
    private final RegistryDouble registry = RegistryDouble.serving(sample.world);
    private final Client client = new Client(registry);

    @BeforeEach
    void fiveTags() {
        sample.world.repository("team/app").tags().clear();
        for (int i = 1; i <= 5; i++) {
            sample.world.tag("team/app", "t" + i, sample.image);
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void cutsAListingAsAsked() throws Exception {
        assertThat(client.pages(TAGS + "?n=2", "tags", 9))
                .containsExactly(List.of("t1", "t2"), List.of("t3", "t4"), List.of("t5"));
        assertThat(header(client.get(TAGS + "?n=2"), "Link"))
                .isEqualTo("</v2/team/app/tags/list?last=t2&n=2>; rel=\"next\"");
    }

    @Test
    void givesNothingWhereNothingIsAskedFor() throws Exception {
        assertThat(client.pages(TAGS + "?n=0", "tags", 9)).containsExactly(List.of());
    }

    @Test
    void givesEverythingWhereNoNumberIsAskedFor() throws Exception {
        assertThat(client.pages(TAGS, "tags", 9)).containsExactly(List.of("t1", "t2", "t3", "t4", "t5"));
        assertThat(client.pages(TAGS + "?n=abc", "tags", 9)).hasSize(1);
    }

    @Test
    void goesOnBehindANameThatIsGone() throws Exception {
        assertThat(client.pages(TAGS + "?n=9&last=t3x", "tags", 9)).containsExactly(List.of("t4", "t5"));
    }

    @Test
    void cutsAListingAsItLikes() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(3)));

        assertThat(client.pages(TAGS + "?n=100", "tags", 9))
                .containsExactly(List.of("t1", "t2", "t3"), List.of("t4", "t5"));
    }

    @Test
    void cutsNothingWhateverIsAsked() throws Exception {
        registry.behave(Behaviour.distribution());

        assertThat(client.pages(TAGS + "?n=2", "tags", 9)).containsExactly(List.of("t1", "t2", "t3", "t4", "t5"));
    }

    @ParameterizedTest
    @EnumSource
    void canBeFollowedByEveryShapeOfLink(Paging.Link shape) throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).linking(shape)));

        assertThat(client.pages(TAGS, "tags", 9))
                .containsExactly(List.of("t1", "t2"), List.of("t3", "t4"), List.of("t5"));
        assertThat(registry.unexpected()).isEmpty();
    }

    @Test
    void linksInManyShapes() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).linking(Paging.Link.ABSOLUTE)));
        assertThat(header(client.get(TAGS), "Link"))
                .isEqualTo("<" + registry.url() + TAGS + "?last=t2&n=2>; rel=\"next\"");

        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).linking(Paging.Link.OTHER_ORDER)));
        assertThat(header(client.get(TAGS), "Link"))
                .isEqualTo("<" + TAGS + "?session=a%2Fb&n=2&last=t2&final=1>; rel=next");

        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).linking(Paging.Link.CURSOR)));
        assertThat(header(client.get(TAGS), "Link")).isEqualTo("<" + TAGS + "?cursor=2&n=2>; rel=\"next\"");
    }

    @Test
    void linksToAnotherHost() throws Exception {
        URI other = URI.create("http://127.0.0.2:9");
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).continuedOn(other)));

        assertThat(header(client.get(TAGS), "Link")).startsWith("<http://127.0.0.2:9/v2/team/app/tags/list?");
    }

    @Test
    void repeatsEntriesFromPageToPage() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).overlapping(1)));

        assertThat(client.pages(TAGS, "tags", 9))
                .containsExactly(List.of("t1", "t2"), List.of("t2", "t3", "t4"), List.of("t4", "t5"));
    }

    @ParameterizedTest
    @EnumSource(names = {"RELATIVE", "CURSOR"})
    void goesOnForEverWithNewNames(Paging.Link shape) throws Exception {
        registry.behave(Behaviour.good()
                .paging(Paging.pagesOf(3).ending(Paging.End.NEW_NAMES).linking(shape)));

        List<List<String>> pages = client.pages(TAGS, "tags", 50);

        assertThat(pages).hasSize(50).allMatch(page -> page.size() == 3);
        Set<String> names = new HashSet<>();
        pages.forEach(names::addAll);
        assertThat(names).hasSize(150).contains("t5", "endless-0");
    }

    @Test
    void goesOnForEverWithTheSamePage() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).ending(Paging.End.SAME_PAGE)));

        assertThat(client.pages(TAGS, "tags", 20)).hasSize(20).containsOnly(List.of("t1", "t2"));
        assertThat(registry.calls().stream().map(Call::target).distinct()).hasSize(2);
    }

    @Test
    void goesOnForEverWithTheSamePageUnderNewAddresses() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).ending(Paging.End.SAME_PAGE_ELSEWHERE)));

        assertThat(client.pages(TAGS, "tags", 20)).hasSize(20).containsOnly(List.of("t1", "t2"));
        assertThat(registry.calls().stream().map(Call::target).distinct()).hasSize(20);
    }

    @Test
    void cutsReferrersAndKeepsTheFilterInTheLink() throws Exception {
        registry.behave(Behaviour.good().paging(CallKind.REFERRERS, Paging.pagesOf(1)));
        String path = "/v2/team/app/referrers/" + sample.image;

        assertThat(client.pages(path, "manifests", 9))
                .containsExactlyInAnyOrder(List.of(sample.signature.value()), List.of(sample.bill.value()));
        assertThat(client.pages(path + "?artifactType=application/spdx%2Bjson", "manifests", 9))
                .containsExactly(List.of(sample.bill.value()));
    }

    @Test
    void goesOnForEverWithReferrersThatAreWellFormed() throws Exception {
        registry.behave(Behaviour.good().paging(Paging.pagesOf(2).ending(Paging.End.NEW_NAMES)));

        List<List<String>> pages = client.pages("/v2/team/app/referrers/" + sample.image, "manifests", 5);

        assertThat(pages).hasSize(5).allMatch(page -> page.stream().allMatch(Digest::isDigest));
    }

    @Test
    void pagesTheCatalogToo() throws Exception {
        IntStream.range(0, 4).forEach(i -> sample.world.repository("more/r" + i));

        assertThat(client.pages("/v2/_catalog?n=4", "repositories", 9))
                .containsExactly(
                        List.of("more/r0", "more/r1", "more/r2", "more/r3"), List.of("team/app", "team/empty"));
    }

    @Test
    void failsOnAPageInTheMiddle() throws Exception {
        registry.behave(Behaviour.good()
                .paging(Paging.pagesOf(2))
                .fault(Fault.status(500).on(CallKind.TAGS).onLaterPages()));

        assertThat(client.get(TAGS).statusCode()).isEqualTo(200);
        assertThat(client.get(TAGS + "?last=t2&n=2").statusCode()).isEqualTo(500);
    }
}
