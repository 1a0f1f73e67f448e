package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.config;
import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.analyse.Judgement;
import dev.regent.analyse.Verdict;
import dev.regent.inventory.Role;
import dev.regent.observe.Heard;
import dev.regent.oci.ImageReference;
import dev.regent.plan.HeldBack;
import dev.regent.store.sql.Cursor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EstatePagesTest extends KeptEstate {

    private static final Verdict KEEP = new Verdict.Keep("in-use", "runs in host");
    private static final Verdict REMOVE = new Verdict.Remove("old", "older than 30 days");
    private static final Verdict UNDECIDED = new Verdict.Undecided("unheard", "host was not heard");

    private static JudgedManifest judged(String repository, int number, Verdict verdict, String... tags) {
        return new JudgedManifest(
                new Judgement("main", repository, digest(number), Role.IMAGE, List.of(tags), verdict),
                10L * number,
                Optional.of(START));
    }

    private List<String> found(EstatePages.ImageFilter filter) {
        return pages.images(filter, "", 100).items().stream()
                .map(item -> item.repository() + " " + item.digest().hex().replaceFirst("^0+", ""))
                .toList();
    }

    private static EstatePages.ImageFilter filter(String repository, String text, String verdict) {
        return new EstatePages.ImageFilter(
                Optional.of("main"),
                Optional.of(repository).filter(value -> !value.isEmpty()),
                Optional.of(text).filter(value -> !value.isEmpty()),
                Optional.of(verdict).filter(value -> !value.isEmpty()),
                Optional.empty());
    }

    @Test
    void showsARegistryByTheLastLookThatWasHeard() {
        estate.record(
                at(0),
                SeenRegistry.main()
                        .app("1=1", "2=2")
                        .repository("app")
                        .untagged(3)
                        .registry()
                        .observed());
        estate.record(at(5), SeenRegistry.unheard());
        estate.keepVerdicts(
                "main", List.of(judged("app", 1, REMOVE, "1"), judged("app", 2, KEEP, "2")), new HeldBack(700, 2));

        assertThat(pages.registries())
                .containsExactly(new EstatePages.RegistryNumbers(
                        "main",
                        "registry",
                        minute(0),
                        1,
                        2,
                        3,
                        1,
                        1333,
                        10,
                        new HeldBack(700, 2),
                        Optional.of(minute(0)),
                        Optional.of(Heard.YES)));
        assertThat(pages.sources())
                .extracting(EstatePages.SourceItem::name, EstatePages.SourceItem::heard)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("main", Heard.NO));
    }

    @Test
    void showsRepositoriesWithTheirVerdicts() {
        estate.record(at(0), SeenRegistry.main().app("1=1", "2=2").observed());
        estate.keepVerdicts(
                "main", List.of(judged("app", 1, REMOVE, "1"), judged("app", 2, KEEP, "2")), HeldBack.NOTHING);

        assertThat(pages.repositories("main"))
                .containsExactly(new EstatePages.RepositoryNumbers(
                        "app",
                        2,
                        2,
                        1222,
                        10,
                        1,
                        1,
                        0,
                        Optional.of(minute(0)),
                        1,
                        minute(0),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void replacesTheVerdictsOfOneRegistryAndOfNoOther() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(0), SeenRegistry.named("second").app("1=1").observed());
        estate.keepVerdicts("second", List.of(judged("app", 1, KEEP)), HeldBack.NOTHING);
        estate.keepVerdicts("main", List.of(judged("app", 1, KEEP), judged("app", 2, REMOVE)), HeldBack.NOTHING);
        estate.keepVerdicts("main", List.of(judged("app", 2, UNDECIDED), judged("app", 3, REMOVE)), HeldBack.NOTHING);

        assertThat(pages.images(EstatePages.ImageFilter.ALL, "", 10).items())
                .extracting(EstatePages.ImageItem::registry, EstatePages.ImageItem::digest, item -> item.verdict())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("main", digest(2), "undecided"),
                        org.assertj.core.groups.Tuple.tuple("main", digest(3), "remove"),
                        org.assertj.core.groups.Tuple.tuple("second", digest(1), "keep"));
        estate.keepVerdicts("main", List.of(), HeldBack.NOTHING);
        assertThat(found(filter("", "", ""))).isEmpty();
    }

    @Test
    void showsAnImageWithWhatIsKnownOfIt() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(5), SeenRegistry.main().app("1=1", "2=1").observed());
        estate.keepVerdicts("main", List.of(judged("app", 1, REMOVE, "1", "odd \"{,}\\")), HeldBack.NOTHING);

        assertThat(pages.images(EstatePages.ImageFilter.ALL, "", 10).items())
                .containsExactly(new EstatePages.ImageItem(
                        "main",
                        "app",
                        digest(1),
                        Role.IMAGE,
                        List.of("1", "odd \"{,}\\"),
                        "remove",
                        "old",
                        "older than 30 days",
                        10,
                        Optional.of(START),
                        Optional.of(config(1)),
                        Optional.of(minute(0)),
                        Optional.of(minute(5)),
                        Optional.of(minute(5))));
    }

    @Test
    void keepsAnImageWithManyTags() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        String[] many = IntStream.range(0, 3000).mapToObj("tag-%04d"::formatted).toArray(String[]::new);
        estate.keepVerdicts("main", List.of(judged("app", 1, KEEP, many)), HeldBack.NOTHING);

        assertThat(pages.images(EstatePages.ImageFilter.ALL, "", 10)
                        .items()
                        .getFirst()
                        .tags())
                .containsExactly(many);
    }

    @Test
    void findsImagesByEachCondition() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.keepVerdicts(
                "main",
                List.of(
                        judged("app", 1, REMOVE, "Stable_1"),
                        judged("app", 2, KEEP, "stableX1"),
                        judged("team/tool", 3, UNDECIDED, "100%")),
                HeldBack.NOTHING);

        assertThat(found(filter("app", "", ""))).containsExactly("app 1", "app 2");
        assertThat(found(filter("", "stable_", ""))).containsExactly("app 1");
        assertThat(found(filter("", "%", ""))).containsExactly("team/tool 3");
        assertThat(found(filter("", "TEAM", ""))).containsExactly("team/tool 3");
        assertThat(found(filter("", "", "keep"))).containsExactly("app 2");
        assertThat(found(filter("app", "stable", "remove"))).containsExactly("app 1");
    }

    @Test
    void givesEachImageOnceOverAllPages() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        List<JudgedManifest> all = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            all.add(judged(i % 2 == 0 ? "Ärger/x" : "zoo-1", i, KEEP));
        }
        estate.keepVerdicts("main", all, HeldBack.NOTHING);

        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            Page<EstatePages.ImageItem> page = pages.images(EstatePages.ImageFilter.ALL, cursor.get(), 5);
            page.items().forEach(item -> seen.add(item.repository() + item.digest()));
            cursor = page.next();
        }
        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void refusesACursorOfNoList() {
        assertThatThrownBy(() -> pages.images(EstatePages.ImageFilter.ALL, "?!", 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ask without it");
        assertThatThrownBy(() -> pages.images(EstatePages.ImageFilter.ALL, Cursor.of("one"), 5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pages.images(EstatePages.ImageFilter.ALL, "", 0))
                .hasMessage("limit is 1 to 1000, got 0");
    }

    @Test
    void findsUsesByImageAndPages() {
        environments.remember(
                SeenEnvironment.host()
                        .running(1, 2, 3)
                        .service("web", "main.example/app:1")
                        .observed(),
                at(0));
        environments.remember(
                SeenEnvironment.host()
                        .running(2, 3)
                        .service("web", "main.example/app:1")
                        .observed(),
                at(5));
        Optional<ImageReference> app = ImageReference.parse("main.example/app:1");

        assertThat(uses(new EstatePages.UseFilter(Optional.empty(), Set.of(digest(1)), Optional.empty(), false)))
                .containsExactly("container c1");
        assertThat(uses(new EstatePages.UseFilter(Optional.empty(), Set.of(digest(1)), Optional.empty(), true)))
                .isEmpty();
        assertThat(uses(new EstatePages.UseFilter(Optional.empty(), Set.of(digest(2)), app, true)))
                .containsExactly("service web", "container c2");
        Optional<ImageReference> pinned = ImageReference.parse("main.example/app:1@" + digest(2));
        assertThat(uses(new EstatePages.UseFilter(Optional.empty(), Set.of(digest(2)), pinned, true)))
                .containsExactly("container c2");
        assertThat(uses(new EstatePages.UseFilter(Optional.of("none"), Set.of(), Optional.empty(), false)))
                .isEmpty();
        assertThat(uses(new EstatePages.UseFilter(Optional.of("host"), Set.of(), Optional.empty(), false)))
                .containsExactly("service web", "container c3", "container c2", "container c1");
    }

    private List<String> uses(EstatePages.UseFilter filter) {
        List<String> workloads = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            Page<EstatePages.UseItem> page = pages.uses(filter, cursor.get(), 1);
            page.items().forEach(item -> workloads.add(item.use().workload()));
            cursor = page.next();
        }
        return workloads;
    }
}
