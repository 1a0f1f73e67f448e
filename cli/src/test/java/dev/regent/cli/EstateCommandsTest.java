package dev.regent.cli;

import static dev.regent.cli.remote.Answers.items;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.Replies;
import dev.regent.cli.remote.ServerDouble;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where the bytes lie, as scripts and people see it.
class EstateCommandsTest {

    @TempDir
    Path folder;

    private ServerDouble server;
    private Called called;

    @BeforeEach
    void start() throws Exception {
        server = ServerDouble.start();
        called = Called.at(server, folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysWhereTheBytesLie() {
        server.says("GET /estate/storage?by=team&order=bytes&days=30&limit=1000", items("""
                {"name": "shop", "tags": 3, "manifests": 2, "bytes": 4096, "exclusiveBytes": 1024, "attributedBytes": 2048}
                """, """
                {"tags": 1, "manifests": 1, "bytes": 512, "exclusiveBytes": 512, "attributedBytes": 512}
                """));

        assertThat(called.regent("estate", "storage", "--by", "team")).isEqualTo(new Ran(0, """
                2.5 KiB by team
                  team         share    alone    bytes  tags
                  shop       2.0 KiB  1.0 KiB  4.0 KiB     3
                  (no team)    512 B    512 B    512 B     1
                """, ""));
    }

    @Test
    void saysWhatIsPulledLeastForWhatItTakesAndSinceWhenThatIsKnown() {
        server.says("GET /estate/storage?by=repository&order=pulls&days=7&limit=1000", items("""
                {"name": "app", "registry": "main", "tags": 3, "manifests": 2, "bytes": 4096, "exclusiveBytes": 1024,
                 "attributedBytes": 2048, "pulls": 12, "pullsSince": "2026-11-20"}
                """, """
                {"name": "web", "registry": "other", "tags": 1, "manifests": 1, "bytes": 512, "exclusiveBytes": 512,
                 "attributedBytes": 512}
                """));

        assertThat(called.regent("estate", "storage", "--order", "pulls", "--days", "7"))
                .isEqualTo(new Ran(0, """
                        2.5 KiB by repository
                          repository    share  pulls    alone    bytes  tags
                          app         2.0 KiB     12  1.0 KiB  4.0 KiB     3
                          web           512 B      ?    512 B    512 B     1
                          pulls: of 7 days, as main tells since 2026-11-20
                        """, ""));
    }

    @Test
    void namesBasesByWhatIsKnownOfThem() {
        String numbers = "\"tags\": 1, \"manifests\": 1, \"bytes\": 1, \"exclusiveBytes\": 1, \"attributedBytes\": 1}";
        server.says(
                "GET /estate/storage?by=base&order=bytes&days=30&limit=1000",
                items(
                        "{\"known\": \"annotation\", \"name\": \"docker.io/library/alpine:3.22\", " + numbers,
                        "{\"known\": \"layer\", \"digest\": \"sha256:" + "ab".repeat(32) + "\", \"foundIn\": \"base\", "
                                + numbers,
                        "{\"known\": \"own\", " + numbers,
                        "{\"known\": \"none\", " + numbers));

        assertThat(called.regent("estate", "storage", "--by", "base").out())
                .contains(
                        "docker.io/library/alpine:3.22",
                        "layer abababababab, as in base",
                        "(a lowest layer of its own)",
                        "(no image)");
    }

    @Test
    void printsATableOfAllPagesWithOneLineOfNames() {
        server.does("GET /estate/orphans?limit=1000", exchange -> {
            exchange.getResponseHeaders().set("Link", "<?cursor=2&format=csv>; rel=\"next\"");
            Replies.body(200, "text/csv;charset=UTF-8", "registry,kind\r\nmain,blobs\r\n")
                    .to(exchange);
        });
        server.does(
                "GET /estate/orphans?limit=1000&cursor=2",
                Replies.body(200, "text/csv", "registry,kind\r\nmain,uploads\r\n"));

        assertThat(called.regent("estate", "orphans", "--csv"))
                .isEqualTo(new Ran(0, "registry,kind\r\nmain,blobs\r\nmain,uploads\r\n", ""));
    }

    @Test
    void saysThatOneDayIsNoGrowthYet() {
        server.says("GET /estate/growth?by=registry&days=90&limit=1000", items("""
                {"name": "main", "registry": "main", "grewBytes": 0,
                 "points": [{"day": "2026-11-20", "tags": 1, "manifests": 1, "bytes": 2048, "attributedBytes": 2048}]}
                """));

        assertThat(called.regent("estate", "growth").out())
                .contains("+0 B", "2.0 KiB", "One day is known: growth shows from the second on.");
    }

    @Test
    void doesNotTakeWhatCannotBeSeenForNothing() {
        server.says("GET /estate/sprawl?days=90&limit=1000", items("""
                {"registry": "main", "repository": "app", "tags": 3, "tagged": 2, "surplusTags": 1, "mostTags": 2,
                 "unmoved": 0, "repeatedLayers": 0, "repeatedBytes": 0}
                """));
        server.says("GET /estate/orphans?limit=1000", items("""
                {"registry": "main", "kind": "unknown", "count": 0, "bytes": 0, "why": "it is read over /v2/"}
                """));

        assertThat(called.regent("estate", "sprawl").out()).contains("1 tag to spare", "?: images without a tag");
        assertThat(called.regent("estate", "orphans").out()).contains("? main: it is read over /v2/");
    }

    @Test
    void saysSoWhereThereIsNothing() {
        server.says("GET /estate/storage?by=repository&order=bytes&days=30&limit=1000", items())
                .says("GET /estate/growth?by=registry&days=90&limit=1000", items())
                .says("GET /estate/layers?order=size&exclusive=false&onlyOld=false&days=90&newest=3&limit=40", items())
                .says("GET /estate/sprawl?days=90&limit=1000", items())
                .says("GET /estate/orphans?limit=1000", items());
        for (String list : new String[] {"storage", "growth", "layers", "sprawl", "orphans"}) {
            Ran ran = called.regent("estate", list);
            assertThat(ran.exit()).isZero();
            assertThat(ran.out().lines().count()).isEqualTo(2);
        }
    }
}
