package dev.regent.store.estate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.NodeImage;
import dev.regent.observe.Notice;
import dev.regent.observe.OfferedRegistry;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.ImageReference;
import dev.regent.store.estate.EnvironmentPages.KeptNodeImage;
import dev.regent.store.estate.EnvironmentPages.KeptWorkload;
import dev.regent.store.estate.EnvironmentPages.Place;
import dev.regent.store.estate.EnvironmentPages.Sight;
import dev.regent.store.estate.EnvironmentPages.TagPlace;
import dev.regent.store.estate.EnvironmentPages.WorkloadFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

final class EnvironmentFactsTest extends KeptEstate {

    private static final Hint TEAM = new Hint(Hint.From.LABEL, "team", "shop \0 \"x\"");
    private static final Hint GROUP = new Hint(Hint.From.GROUP, "", "production");
    private static final Notice NOTICE = new Notice("password-in-answer", "registry 3", "seen", "limit the key");
    private static final OfferedRegistry OFFERED = new OfferedRegistry(
            "Harbor",
            "harbor.example",
            "harbor",
            true,
            List.of(new OfferedRegistry.Grant("host", List.of("ann"), List.of(), List.of("shop"))));

    private static EnvironmentFacts facts(Workload... workloads) {
        return new EnvironmentFacts(
                List.of(workloads), List.of(GROUP), List.of("node-1"), List.of(), List.of(NOTICE), List.of(OFFERED));
    }

    private static EnvironmentFacts images(NodeImage... images) {
        return new EnvironmentFacts(List.of(), List.of(), List.of(), List.of(images), List.of(), List.of());
    }

    private static NodeImage image(String node, int image) {
        return new NodeImage(node, List.of("app:" + image), Set.of(SeenRegistry.digest(image)), image * 100L);
    }

    private List<KeptWorkload> workloads(String text) {
        return environmentPages
                .workloads(new WorkloadFilter(Optional.empty(), Optional.of(text)), "", 10)
                .items();
    }

    private List<String> names(String text) {
        return workloads(text).stream().map(KeptWorkload::name).toList();
    }

    @Test
    void keepsWhatAnEnvironmentSaysOfItselfUntilItSaysOtherwise() {
        environments.remember(SeenEnvironment.host().saying(facts()).observed(), at(0));
        environments.remember(SeenEnvironment.host().heard(Heard.NO).observed(), at(5));

        assertThat(environmentPages.facts().get("host"))
                .isEqualTo(new KeptFacts(List.of(GROUP), List.of("node-1"), List.of(NOTICE), List.of(OFFERED)));

        environments.remember(SeenEnvironment.host().heard(Heard.PARTLY).observed(), at(10));
        assertThat(environmentPages.facts().get("host"))
                .isEqualTo(new KeptFacts(List.of(GROUP), List.of("node-1"), List.of(), List.of(OFFERED)));

        environments.remember(SeenEnvironment.host().observed(), at(15));
        assertThat(environmentPages.facts().get("host")).isEqualTo(KeptFacts.NONE);
    }

    @Test
    void showsWorkloadsWithTheirUsesAndWithWhatTheySayOfThemselves() {
        environments.remember(
                SeenEnvironment.host()
                        .saying(facts(
                                new Workload("container c1", Optional.of("shop"), List.of(TEAM)),
                                new Workload("job idle", Optional.empty(), List.of())))
                        .running(1, 2)
                        .observed(),
                at(0));

        List<KeptWorkload> all = workloads("");

        assertThat(all).extracting(KeptWorkload::name).containsExactly("container c1", "container c2", "job idle");
        assertThat(all.getFirst().space()).contains("shop");
        assertThat(all.getFirst().hints()).containsExactly(new Hint(Hint.From.LABEL, "team", "shop \uFFFD \"x\""));
        assertThat(all.getFirst().uses())
                .containsExactly(new EstatePages.UseItem(
                        SeenEnvironment.host().running(1).observed().uses().getFirst(),
                        minute(0),
                        Optional.empty(),
                        Optional.empty()));
        assertThat(all.get(2).uses()).isEmpty();
        assertThat(environmentPages.attributable()).hasSize(3);
    }

    @Test
    void forgetsAWorkloadOnceAllIsHeardWithoutIt() {
        Workload web = new Workload("web", Optional.empty(), List.of());
        environments.remember(SeenEnvironment.host().saying(facts(web)).observed(), at(0));
        environments.remember(
                SeenEnvironment.host().heard(Heard.PARTLY).saying(facts()).observed(), at(5));
        assertThat(names("")).containsExactly("web");

        environments.remember(SeenEnvironment.host().saying(facts()).observed(), at(10));
        assertThat(names("")).isEmpty();

        environments.remember(SeenEnvironment.host().saying(facts(web)).observed(), at(15));
        assertThat(names("")).containsExactly("web");
    }

    @Test
    void findsWorkloadsByWhatTheyAreCalledAndByWhatTheyUse() {
        environments.remember(
                SeenEnvironment.host()
                        .saying(facts(new Workload("service web", Optional.of("Shop"), List.of())))
                        .service("web", "harbor.example/team/app:1.0")
                        .running(7)
                        .observed(),
                at(0));

        assertThat(names("SERVICE")).containsExactly("service web");
        assertThat(names("shop")).containsExactly("service web");
        assertThat(names("harbor.example/team/app:1")).containsExactly("service web");
        assertThat(names(SeenRegistry.digest(7).value())).containsExactly("container c7");
        assertThat(names("nothing")).isEmpty();
    }

    @Test
    void pagesThroughWorkloadsWhateverTheirNamesAreMadeOf() {
        List<String> odd = new ArrayList<>(List.of("a\nb", "a b", "x".repeat(3000) + "1", "x".repeat(3000) + "2"));
        IntStream.range(0, 5).forEach(number -> odd.add("w" + number));
        SeenEnvironment host = SeenEnvironment.host();
        odd.forEach(name -> host.using(name, Use.Kind.RUNNING, ImageReference.parse("app:1"), Set.of()));
        environments.remember(host.observed(), at(0));

        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.of("");
        while (cursor.isPresent()) {
            Page<KeptWorkload> page = environmentPages.workloads(WorkloadFilter.ALL, cursor.get(), 1);
            page.items().forEach(item -> {
                assertThat(item.uses()).hasSize(1);
                seen.add(item.name());
            });
            cursor = page.next();
        }

        assertThat(seen).containsExactlyInAnyOrderElementsOf(odd);
    }

    @Test
    void saysOfANodesImageWhenItWasUsedLast() {
        environments.remember(
                SeenEnvironment.host()
                        .saying(images(image("n1", 1), image("n1", 2), image("n2", 3)))
                        .running(1, 2)
                        .observed(),
                at(0));
        environments.remember(
                SeenEnvironment.host()
                        .saying(images(image("n1", 1), image("n1", 2)))
                        .running(1)
                        .observed(),
                at(5));

        List<KeptNodeImage> kept = environmentPages
                .nodeImages(Optional.of("host"), Optional.of("n1"), "", 10)
                .items();

        assertThat(kept)
                .extracting(KeptNodeImage::names, KeptNodeImage::size, KeptNodeImage::inUse)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(List.of("app:1"), 100L, true),
                        org.assertj.core.groups.Tuple.tuple(List.of("app:2"), 200L, false));
        assertThat(kept)
                .filteredOn(image -> !image.inUse())
                .extracting(image -> image.lastUsed().orElseThrow())
                .containsExactly(minute(5));
        assertThat(environmentPages
                        .nodeImages(Optional.empty(), Optional.of("n2"), "", 10)
                        .items())
                .isEmpty();
    }

    @Test
    void writesNothingAnewForALookThatFoundNothingNew() {
        SeenEnvironment host = SeenEnvironment.host()
                .saying(new EnvironmentFacts(
                        List.of(new Workload("container c1", Optional.of("shop"), List.of(TEAM))),
                        List.of(GROUP),
                        List.of("node-1"),
                        List.of(image("node-1", 1)),
                        List.of(NOTICE),
                        List.of(OFFERED)))
                .running(1);
        environments.remember(host.observed(), at(0));
        Map<String, String> before = versions();
        environments.remember(host.observed(), at(5));

        assertThat(versions()).isEqualTo(before);
    }

    /// The transactions that wrote rows, by table.
    private Map<String, String> versions() {
        return database.jdbi()
                .withHandle(handle ->
                        handle
                                .createQuery("""
                                select 'workloads' as name, string_agg(xmin::text, ',') as by from environment_workloads
                                union all select 'images', string_agg(xmin::text, ',') from environment_images
                                union all select 'uses', string_agg(xmin::text, ',') from uses
                                union all select 'looks', string_agg(xmin::text, ',') from observations
                                """)
                                .map((row, _) -> Map.entry(row.getString("name"), row.getString("by")))
                                .list()
                                .stream()
                                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Test
    void saysWhereImagesAreByTheirManifestsAndConfigs() {
        estate.record(at(0), SeenRegistry.main().app("1=1", "2=2").observed());
        database.useTransaction(
                (Handle in) -> EstateStore.deleted(in, "main", "app", SeenRegistry.digest(2), minute(1)));

        assertThat(environmentPages.places(
                        Set.of(SeenRegistry.digest(1), SeenRegistry.config(1), SeenRegistry.digest(2))))
                .isEqualTo(Map.of(
                        SeenRegistry.digest(1), List.of(new Place("main", "app", true)),
                        SeenRegistry.config(1), List.of(new Place("main", "app", true)),
                        SeenRegistry.digest(2), List.of(new Place("main", "app", false))));
        assertThat(environmentPages.present(Set.of(new TagPlace("main", "app", "1"), new TagPlace("main", "app", "2"))))
                .containsExactly(new TagPlace("main", "app", "1"));
        assertThat(environmentPages.sights()).isEqualTo(Map.of("main", new Sight(Heard.YES, minute(0))));
    }
}
