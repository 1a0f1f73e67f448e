package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static dev.regent.testkit.registry.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.oci.Digest;
import dev.regent.oci.MediaTypes;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoutesTest {

    private final Sample sample = new Sample();
    private final RegistryDouble registry = RegistryDouble.serving(sample.world);
    private final Client client = new Client(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void greetsAtTheBase() throws Exception {
        HttpResponse<String> answer = client.get("/v2/");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(header(answer, "Docker-Distribution-Api-Version")).isEqualTo("registry/2.0");
        assertThat(header(answer, "Date")).endsWith("GMT");
    }

    @Test
    void listsRepositoriesAsADirectoryWalkFindsThem() throws Exception {
        sample.world.repository("team-x/app");

        assertThat(client.get("/v2/_catalog").body())
                .isEqualTo("{\"repositories\":[\"team/app\",\"team/empty\",\"team-x/app\"]}\n");
    }

    @Test
    void listsRepositoriesInAnyOtherOrder() throws Exception {
        registry.behave(
                Behaviour.good().catalogOrder(Comparator.<String>naturalOrder().reversed()));

        assertThat(client.pages("/v2/_catalog?n=1", "repositories", 9))
                .containsExactly(List.of("team/empty"), List.of("team/app"));
    }

    @Test
    void refusesACatalogPageOfMoreThanAThousand() throws Exception {
        HttpResponse<String> answer = client.get("/v2/_catalog?n=1001");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"errors\":[{\"code\":\"PAGINATION_NUMBER_INVALID\",\"message\":\"invalid number of results"
                                + " requested\",\"detail\":{\"n\":1001}}]}\n");
    }

    @Test
    void listsTags() throws Exception {
        assertThat(client.get("/v2/team/app/tags/list").body())
                .isEqualTo("{\"name\":\"team/app\",\"tags\":[\"1.0\",\"gone\"]}\n");
    }

    @Test
    void saysNullWhereTheLastTagIsGone() throws Exception {
        HttpResponse<String> answer = client.get("/v2/team/empty/tags/list");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"name\":\"team/empty\",\"tags\":null}\n");
    }

    @Test
    void knowsNoTagsOfAnUnknownRepository() throws Exception {
        HttpResponse<String> answer = client.get("/v2/nope/tags/list");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo(
                        "{\"errors\":[{\"code\":\"NAME_UNKNOWN\",\"message\":\"repository name not known to registry\","
                                + "\"detail\":{\"name\":\"nope\"}}]}\n");
    }

    @Test
    void servesAManifestByTagByteForByte() throws Exception {
        HttpResponse<String> answer = client.manifest("team/app", "1.0");

        assertThat(answer.body()).isEqualTo(new String(sample.content, StandardCharsets.UTF_8));
        assertThat(header(answer, "Content-Type")).isEqualTo(MediaTypes.OCI_MANIFEST);
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(sample.image.value());
        assertThat(header(answer, "ETag")).isEqualTo('"' + sample.image.value() + '"');
    }

    @Test
    void tellsAManifestsLengthWithoutSendingIt() throws Exception {
        HttpResponse<String> answer =
                client.send("HEAD", "/v2/team/app/manifests/" + sample.image, Client.ALL_MANIFESTS);

        assertThat(answer.body()).isEmpty();
        assertThat(header(answer, "Content-Length")).isEqualTo(Integer.toString(sample.content.length));
        assertThat(header(answer, "Docker-Content-Digest")).isEqualTo(sample.image.value());
    }

    @Test
    void sendsNothingWhereTheClientHasTheManifest() throws Exception {
        HttpResponse<String> answer = client.get(
                "/v2/team/app/manifests/1.0",
                "Accept",
                MediaTypes.OCI_MANIFEST,
                "If-None-Match",
                '"' + sample.image.value() + '"');

        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().map()).doesNotContainKeys("etag", "docker-content-digest", "content-length");
    }

    @Test
    void heedsNoListOfETagsInOneLine() throws Exception {
        HttpResponse<String> answer = client.get(
                "/v2/team/app/manifests/1.0",
                "Accept",
                MediaTypes.OCI_MANIFEST,
                "If-None-Match",
                "\"a\", \"" + sample.image.value() + '"');

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void knowsNoManifestForATagThatLeadsNowhere() throws Exception {
        HttpResponse<String> answer = client.manifest("team/app", "gone");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).at("/errors/0/code").textValue()).isEqualTo("MANIFEST_UNKNOWN");
    }

    @Test
    void hidesAManifestFromAClientThatDoesNotAcceptItsType() throws Exception {
        assertThat(client.get("/v2/team/app/manifests/1.0").statusCode()).isEqualTo(404);

        registry.behave(Behaviour.good().servingAnyAccept());

        assertThat(client.get("/v2/team/app/manifests/1.0").statusCode()).isEqualTo(200);
    }

    @Test
    void servesAManifestOfAnyShapeUnderATypeThatFits() throws Exception {
        sample.world.tag("odd", "index", sample.world.push("odd", Sample.bytes("{\"manifests\":[]}")));
        sample.world.tag("odd", "strange", sample.world.push("odd", Sample.bytes("{\"mediaType\":\"a/b\"}")));
        sample.world.tag("odd", "broken", sample.world.push("odd", Sample.bytes("no json")));

        assertThat(List.of(
                        header(client.manifest("odd", "index"), "Content-Type"),
                        header(client.manifest("odd", "strange"), "Content-Type"),
                        header(client.manifest("odd", "broken"), "Content-Type")))
                .containsExactly(MediaTypes.OCI_INDEX, "a/b", "application/octet-stream");
    }

    @Test
    void servesABlobWhereAManifestUsesItAndNowhereElse() throws Exception {
        assertThat(client.get("/v2/team/app/blobs/" + sample.layer).body()).isEqualTo("layer");

        HttpResponse<String> elsewhere = client.get("/v2/team/empty/blobs/" + sample.layer);
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(json(elsewhere).at("/errors/0/code").textValue()).isEqualTo("BLOB_UNKNOWN");
    }

    @Test
    void servesTheLastByteOfABlob() throws Exception {
        HttpResponse<String> answer = client.get("/v2/team/app/blobs/" + sample.layer, "Range", "bytes=-1");

        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).isEqualTo("r");
        assertThat(header(answer, "Content-Range")).isEqualTo("bytes 4-4/5");
    }

    @Test
    void listsReferrersWithTheirKinds() throws Exception {
        HttpResponse<String> answer = client.get("/v2/team/app/referrers/" + sample.image);

        assertThat(header(answer, "Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(json(answer).path("manifests").findValuesAsText("artifactType"))
                .containsExactlyInAnyOrder("application/vnd.example.signature", "application/spdx+json");
        assertThat(json(answer).path("manifests").findValuesAsText("made")).containsExactly("by hand", "by hand");
    }

    @Test
    void listsReferrersOfOneKindAndSaysSo() throws Exception {
        HttpResponse<String> answer =
                client.get("/v2/team/app/referrers/" + sample.image + "?artifactType=application%2Fspdx%2Bjson");

        assertThat(json(answer).path("manifests").findValuesAsText("digest")).containsExactly(sample.bill.value());
        assertThat(header(answer, "OCI-Filters-Applied")).isEqualTo("artifactType");
    }

    @Test
    void listsReferrersOfEveryKindWhereFiltersAreIgnored() throws Exception {
        registry.behave(Behaviour.good().referrers(Referrers.UNFILTERED));

        HttpResponse<String> answer =
                client.get("/v2/team/app/referrers/" + sample.image + "?artifactType=application%2Fspdx%2Bjson");

        assertThat(json(answer).path("manifests")).hasSize(2);
        assertThat(header(answer, "OCI-Filters-Applied")).isEmpty();
    }

    @Test
    void listsNoReferrersOfAManifestThatHasNone() throws Exception {
        HttpResponse<String> answer =
                client.get("/v2/team/app/referrers/" + Digest.sha256(Sample.bytes("never pushed")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).path("manifests")).isEmpty();
    }

    @Test
    void hasNoReferrersWhereDistributionHasNone() throws Exception {
        registry.behave(Behaviour.distribution());

        HttpResponse<String> answer = client.get("/v2/team/app/referrers/" + sample.image);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("404 page not found\n");
        assertThat(registry.unexpected()).isEmpty();
    }
}
