package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.inventory.graph.ManifestBytes;
import dev.regent.inventory.graph.Member;
import dev.regent.inventory.graph.RepositoryBytes;
import dev.regent.inventory.graph.WhatIf;
import dev.regent.observe.Created;
import dev.regent.observe.ManifestContent;
import dev.regent.oci.Descriptor;
import dev.regent.oci.Digest;
import dev.regent.oci.Manifest;
import dev.regent.oci.MediaTypes;
import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import dev.regent.store.space.KeptGraph;
import dev.regent.store.sql.Batch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The graph over what is kept says what SQL over the same rows says, read whole or kept up to date.
class KeptGraphTest {

    private static final Instant START = Instant.parse("2026-06-01T00:00:00Z");

    /// Deliberately from what the words mean, by sets: what a set of memberships marks, and its bytes.
    private static final String MARKED = """
            with recursive wanted as (
                select kept.repository, kept.manifest
                from repository_manifests kept
                join repositories on repositories.id = kept.repository and repositories.gone_at is null
                join registries on registries.id = repositories.registry and registries.name = :registry
                where kept.gone_at is null and not (kept.repository, kept.manifest) in (
                    select * from unnest(cast(:repositories as bigint[]), cast(:manifests as bigint[])))
            ), item as (
                select wanted.repository, manifests.digest, manifests.size, 1 as own
                from wanted join manifests on manifests.id = wanted.manifest
                union
                select wanted.repository, blobs.digest, blobs.size, 0
                from wanted join manifest_blobs on manifest_blobs.manifest = wanted.manifest
                join blobs on blobs.id = manifest_blobs.blob
                union
                select wanted.repository, children.digest, children.size, 1
                from wanted join manifests on manifests.id = wanted.manifest
                join edges on edges.manifest = wanted.manifest and edges.kind = 'child'
                join manifests children on children.registry = manifests.registry and children.digest = edges.target
            ), sized as (
                select distinct on (repository, digest) repository, digest,
                    coalesce((select m.size from manifests m join registries r on r.id = m.registry
                        where r.name = :registry and m.digest = item.digest and m.media_type is not null), size) as size
                from item order by repository, digest, own desc
            )
            """;

    private TestDatabase test;
    private Database database;
    private EstateStore estate;

    @BeforeEach
    void open() {
        test = TestDatabase.create();
        database = test.database();
        estate = new EstateStore(database);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static Look at(int minute) {
        Instant time = START.plusSeconds(60L * minute);
        return new Look("session " + minute, time, time);
    }

    @Test
    void isEmptyForARegistryThatNobodyLookedAt() {
        KeptGraph graph = new KeptGraph(database, "main");

        assertThat(graph.refresh()).isFalse();
        assertThat(graph.repositories()).isEmpty();
    }

    @Test
    void followsLooksAndDeletions() {
        KeptGraph graph = new KeptGraph(database, "main");
        estate.record(at(0), SeenRegistry.main().app("1=1", "2=2").observed());
        assertThat(graph.refresh()).isTrue();
        assertThat(graph.refresh()).isFalse();
        assertThat(graph.stored()).isEqualTo(1_222);
        assertThat(graph.manifest(manifest(2))).isEqualTo(new ManifestBytes(111, 1_000));
        assertThat(graph.without(List.of(member("app", 1))))
                .isEqualTo(new WhatIf(111, List.of(new WhatIf.Loss(repository("app"), 1, 111))));

        estate.record(at(1), SeenRegistry.main().app("1=1", "2=2", "3=3").observed());
        assertThat(graph.refresh()).isTrue();
        assertThat(graph.stored()).isEqualTo(1_333);

        database.useTransaction(handle -> EstateStore.deleted(handle, "main", "app", digest(1), at(2).endedAt()));
        assertThat(graph.refresh()).isTrue();
        assertThat(graph.stored()).isEqualTo(1_222);

        estate.repositoryGone("main", "app", at(3).endedAt());
        assertThat(graph.refresh()).isTrue();
        assertThat(graph.stored()).isZero();
    }

    @Test
    void readsAllAnewAfterARefreshThatBrokeOff() {
        KeptGraph graph = new KeptGraph(database, "main");
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        graph.refresh();
        estate.record(at(1), SeenRegistry.main().app("1=1", "2=2").observed());
        database.useTransaction(handle -> handle.execute("alter table blobs rename column size to hidden"));
        assertThatThrownBy(graph::refresh).isInstanceOf(RuntimeException.class);
        database.useTransaction(handle -> handle.execute("alter table blobs rename column hidden to size"));

        assertThat(graph.refresh()).isTrue();
        assertThat(graph.stored()).isEqualTo(1_222);
    }

    @Test
    void keepsRegistriesApart() {
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        estate.record(at(0), SeenRegistry.named("second").app("1=1", "2=2").observed());
        KeptGraph second = new KeptGraph(database, "second");
        second.refresh();

        assertThat(second.stored()).isEqualTo(1_222);
    }

    @Test
    void countsAChildOnceItIsRead() {
        KeptGraph graph = new KeptGraph(database, "main");
        estate.record(
                at(0),
                SeenRegistry.main()
                        .content(SeenRegistry.index(9, digest(1)))
                        .app("x=9")
                        .observed());
        graph.refresh();
        assertThat(graph.stored()).isEqualTo(7);

        estate.record(
                at(1),
                SeenRegistry.main()
                        .content(SeenRegistry.index(9, digest(1)))
                        .app("x=9", "1=1")
                        .observed());
        graph.refresh();

        assertThat(graph.stored()).isEqualTo(7 + 1_111);
        assertThat(graph.without(List.of(member("app", 1))).freed()).isEqualTo(1_110);
    }

    @Test
    void takesABlobThatIsAManifestForOneThing() {
        KeptGraph graph = new KeptGraph(database, "main");
        estate.record(at(0), SeenRegistry.main().app("1=1").observed());
        graph.refresh();
        ManifestContent odd = new ManifestContent(
                digest(5),
                1,
                new Manifest.Single(
                        MediaTypes.OCI_MANIFEST,
                        new Descriptor(MediaTypes.OCI_CONFIG, digest(1), 400),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()),
                new Created.Unread());
        estate.record(at(1), SeenRegistry.main().content(odd).app("1=1", "5=5").observed());
        graph.refresh();

        assertThat(graph.stored()).isEqualTo(1_112);
        assertThat(graph.without(List.of(member("app", 1))).freed()).isEqualTo(1_110);
    }

    @Test
    void saysWhatSqlSaysHoweverTheRegistryCameAbout() {
        Random random = new Random(20260601);
        KeptGraph kept = new KeptGraph(database, "main");
        estate.record(at(0), SeenRegistry.named("other").app("1=1", "2=2").observed());
        for (int look = 1; look <= 25; look++) {
            SeenRegistry seen = SeenRegistry.main();
            for (int number = 30; number < 36; number++) {
                seen.content(SeenRegistry.index(number, digest(number - 25), digest(number - 20), digest(number - 15)));
            }
            for (String name : List.of("app", "team/one", "team/two")) {
                SeenRegistry.SeenRepository repository = seen.repository(name);
                for (int tag = random.nextInt(12); tag > 0; tag--) {
                    repository.tag("t" + random.nextInt(9), random.nextInt(36));
                }
            }
            estate.record(at(2 * look), seen.observed());
            if (random.nextInt(3) == 0) {
                Digest gone = digest(random.nextInt(36));
                Instant then = at(2 * look + 1).endedAt();
                database.useTransaction(handle -> EstateStore.deleted(handle, "main", "app", gone, then));
            }
            kept.refresh();
            KeptGraph anew = new KeptGraph(database, "main");
            anew.refresh();
            same(kept, anew, random);
        }
    }

    private void same(KeptGraph kept, KeptGraph anew, Random random) {
        assertThat(kept.repositories()).isEqualTo(anew.repositories());
        assertThat(kept.stored()).isEqualTo(anew.stored()).isEqualTo(stored(List.of()));
        Map<Long, Long> before = marked(List.of());
        assertThat(kept.repositories())
                .extracting(RepositoryBytes::repository, RepositoryBytes::marked)
                .containsExactlyElementsOf(before.entrySet().stream()
                        .map(each -> org.assertj.core.groups.Tuple.tuple(each.getKey(), each.getValue()))
                        .toList());
        List<Member> some = new ArrayList<>(members());
        Collections.shuffle(some, random);
        some = some.subList(0, random.nextInt(some.size() + 1));
        WhatIf without = kept.without(some);
        assertThat(without.freed()).isEqualTo(stored(List.of()) - stored(some));
        Map<Long, Long> after = marked(some);
        assertThat(without.losses())
                .allSatisfy(loss -> assertThat(loss.bytes())
                        .isEqualTo(before.getOrDefault(loss.repository(), 0L)
                                - after.getOrDefault(loss.repository(), 0L)));
    }

    private Map<Long, Long> marked(List<Member> gone) {
        Map<Long, Long> marked = new TreeMap<>();
        database.useTransaction(handle -> handle.createQuery(
                        MARKED + "select repository, sum(size)::bigint as bytes from sized group by repository")
                .bind("registry", "main")
                .bind(
                        "repositories",
                        Batch.array(gone.stream().map(Member::repository).toList()))
                .bind(
                        "manifests",
                        Batch.array(gone.stream().map(Member::manifest).toList()))
                .map((row, _) -> Map.entry(row.getLong("repository"), row.getLong("bytes")))
                .forEach(entry -> marked.put(entry.getKey(), entry.getValue())));
        return marked;
    }

    private long stored(List<Member> gone) {
        return database.inTransaction(handle -> handle.createQuery(
                        MARKED
                                + "select coalesce(sum(size), 0)::bigint from (select distinct digest, size from sized) all_items")
                .bind("registry", "main")
                .bind(
                        "repositories",
                        Batch.array(gone.stream().map(Member::repository).toList()))
                .bind(
                        "manifests",
                        Batch.array(gone.stream().map(Member::manifest).toList()))
                .mapTo(Long.class)
                .one());
    }

    private List<Member> members() {
        return database.inTransaction(handle -> handle.createQuery("""
                        select kept.repository, kept.manifest
                        from repository_manifests kept
                        join repositories on repositories.id = kept.repository
                        join registries on registries.id = repositories.registry and registries.name = 'main'
                        where kept.gone_at is null order by 1, 2
                        """)
                .map((row, _) -> new Member(row.getLong("repository"), row.getLong("manifest")))
                .list());
    }

    private Member member(String repository, int number) {
        return new Member(repository(repository), manifest(number));
    }

    private long repository(String name) {
        return database.inTransaction(handle -> handle.createQuery("select id from repositories where name = :name")
                .bind("name", name)
                .mapTo(Long.class)
                .one());
    }

    private long manifest(int number) {
        return database.inTransaction(handle -> handle.createQuery("""
                        select manifests.id from manifests join registries on registries.id = manifests.registry
                        where registries.name = 'main' and manifests.digest = :digest
                        """)
                .bind("digest", digest(number).value())
                .mapTo(Long.class)
                .one());
    }
}
