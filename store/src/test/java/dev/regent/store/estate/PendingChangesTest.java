package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.observe.Created;
import dev.regent.observe.Gap;
import dev.regent.observe.Heard;
import dev.regent.observe.ManifestContent;
import dev.regent.observe.ReferenceObservation;
import dev.regent.observe.ReferenceObservation.Answers;
import dev.regent.observe.RegistryHint.Change;
import dev.regent.oci.Digest;
import dev.regent.store.estate.PendingChanges.Taken;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What was told of waits until it was asked for, and what is answered changes what is known and nothing more.
final class PendingChangesTest extends KeptEstate {

    private PendingChanges pending;

    @BeforeEach
    void forget() {
        pending = new PendingChanges(database);
        database.jdbi().useHandle(handle -> handle.execute("truncate pending_changes, registry_hints"));
    }

    private void tell(String... references) {
        List<Change> changes = new ArrayList<>();
        for (String reference : references) {
            changes.add(new Change("app", reference));
        }
        database.useTransaction(handle -> pending.add(handle, "main", changes, false));
    }

    private Set<String> asked() {
        return pending.take("main").references().getOrDefault("app", Set.of());
    }

    private static ReferenceObservation answered(Answers answers) {
        Map<Digest, ManifestContent> contents = new HashMap<>();
        for (Digest digest : answers.manifests()) {
            int number = Integer.parseInt(digest.hex().replaceFirst("^0+", ""));
            contents.put(digest, SeenRegistry.image(number, new Created.Unread()));
        }
        return new ReferenceObservation(Heard.YES, "", List.of(answers), contents, 1);
    }

    /// Tags, each written `name=number`, or `name=` for one that is gone.
    private static Answers app(String... tags) {
        TreeMap<String, Optional<Digest>> to = new TreeMap<>();
        Set<Digest> manifests = new HashSet<>();
        for (String tag : tags) {
            String[] parts = tag.split("=", -1);
            Optional<Digest> digest =
                    parts[1].isEmpty() ? Optional.empty() : Optional.of(digest(Integer.parseInt(parts[1])));
            to.put(parts[0], digest);
            digest.ifPresent(manifests::add);
        }
        return new Answers("app", to, manifests, Set.of(), List.of());
    }

    private boolean record(Taken taken, Answers answers) {
        Instant now = database.now();
        return estate.recordSome(
                "main", Look.at("session", now), answered(answers), taken, estate.crawlBeside("main", now));
    }

    private void look(String... tags) {
        Instant now = database.now();
        estate.record(Look.at("session", now), SeenRegistry.main().app(tags).observed());
    }

    private Map<String, Digest> tags() {
        return database.inTransaction(handle -> CrawlRows.tags(handle, "main", "app"));
    }

    @Test
    void keepsOnceWhatIsToldOfAgain() {
        tell("1", "2");
        tell("2", "3");

        assertThat(pending.waiting("main").orElseThrow().changes()).isEqualTo(3);
        assertThat(asked()).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(pending.waiting("other")).isEmpty();
    }

    @Test
    void takesInWhatIsAnsweredAndNothingElse() {
        look("1=1", "2=2", "3=3");
        Instant looked = pages.registries().getFirst().observed().orElseThrow();
        tell("1", "2", "4");

        assertThat(record(pending.take("main"), app("1=5", "2=", "4=6"))).isTrue();

        assertThat(tags()).isEqualTo(Map.of("1", digest(5), "3", digest(3), "4", digest(6)));
        assertThat(pending.waiting("main").orElseThrow().changes()).isZero();
        assertThat(pages.registries().getFirst().observed()).contains(looked);
        assertThat(pages.sources()).extracting(EstatePages.SourceItem::observed).containsExactly(looked);
        ManifestHistory left = pages.history("main", "app", digest(1)).orElseThrow();
        assertThat(left.untaggedSince()).isEmpty();
        assertThat(left.lastSeen()).isEqualTo(looked);
        ManifestHistory come = pages.history("main", "app", digest(5)).orElseThrow();
        assertThat(come.firstSeen()).isAfter(looked);
        assertThat(come.lastSeen()).isEqualTo(come.firstSeen());
        assertThat(come.newSince()).isEqualTo(come.firstSeen());
    }

    @Test
    void leavesToTheNextLookWhatIsUntagged() {
        look("1=1");
        tell("1");
        record(pending.take("main"), app("1=2"));

        look("1=2");

        assertThat(tags()).isEqualTo(Map.of("1", digest(2)));
        assertThat(pages.history("main", "app", digest(1)).orElseThrow().untaggedSince())
                .isPresent();
        assertThat(pages.history("main", "app", digest(2)).orElseThrow().untaggedSince())
                .isEmpty();
    }

    @Test
    void doesNotMakeTheDailyReadingLessDue() {
        Instant now = database.now();
        Instant yesterday = now.minus(CrawlMemory.ANEW).minus(Duration.ofMinutes(1));
        estate.record(
                Look.at("session", yesterday),
                SeenRegistry.main().app("1=1").observed(),
                estate.crawl("main", yesterday));
        tell("1");

        record(pending.take("main"), app("1=2"));

        assertThat(estate.crawl("main", database.now()).repository("app", (_, _) -> {}))
                .isEmpty();
    }

    @Test
    void asksOnceMoreForWhatWasToldOfWhileItWasAsked() {
        look("1=1", "2=2");
        tell("1", "2");
        Taken taken = pending.take("main");
        tell("1");

        record(taken, app("1=3", "2=4"));

        assertThat(asked()).containsExactly("1");
    }

    @Test
    void waitsForWhatWasNotAnswered() {
        look("1=1", "2=2");
        tell("1", "2");
        Answers some = app("1=3");
        Gap gap = new Gap(Gap.Kind.STRUCTURE, "2", "answered 500");

        boolean all = record(
                pending.take("main"), new Answers("app", some.tags(), some.manifests(), some.missing(), List.of(gap)));

        assertThat(all).isFalse();
        assertThat(asked()).containsExactly("2");
        assertThat(tags()).isEqualTo(Map.of("1", digest(3), "2", digest(2)));
    }

    @Test
    void asksForTheTagsOfADigestThatIsKnown() {
        look("1=1", "2=1", "3=3");
        tell(digest(1).value(), digest(9).value());

        assertThat(asked()).containsExactlyInAnyOrder("1", "2", digest(9).value());
        assertThat(record(pending.take("main"), app("1=", "2=3"))).isFalse();
        assertThat(asked()).containsExactly(digest(9).value());
        assertThat(tags()).isEqualTo(Map.of("2", digest(3), "3", digest(3)));
    }

    @Test
    void isSettledByALookThatBeganLaterAndNotByOneThatBeganBefore() {
        look("1=1");
        Instant before = database.now();
        tell("1");
        record(pending.take("main"), app("1=2"));
        tell("2");
        // It read the tags before they moved, and is at its end only now.
        estate.record(
                new Look("session", before, database.now()),
                SeenRegistry.main().app("1=1").observed());

        assertThat(asked()).containsExactlyInAnyOrder("1", "2");
        look("1=2");

        assertThat(asked()).isEmpty();
        assertThat(pending.waiting("main").orElseThrow().changes()).isZero();
    }

    @Test
    void isNotSettledByALookThatHeardNothing() {
        look("1=1");
        tell("1");

        estate.record(Look.at("session", database.now()), SeenRegistry.unheard());

        assertThat(asked()).containsExactly("1");
    }

    @Test
    void wantsALookAtAllWhereThereIsMoreThanIsKept() {
        look("1=1");
        PendingChanges few = new PendingChanges(database, 10);
        List<Change> many =
                IntStream.range(0, 8).mapToObj(n -> new Change("app", "t" + n)).toList();
        database.useTransaction(handle -> few.add(handle, "main", many, false));
        assertThat(few.waiting("main").orElseThrow().whole()).isFalse();
        List<Change> more =
                IntStream.range(8, 16).mapToObj(n -> new Change("app", "t" + n)).toList();

        database.useTransaction(handle -> few.add(handle, "main", more, false));

        assertThat(few.waiting("main").orElseThrow().whole()).isTrue();
        assertThat(few.waiting("main").orElseThrow().changes()).isEqualTo(8);
        look("1=1");
        assertThat(few.waiting("main").orElseThrow().whole()).isFalse();
        assertThat(few.waiting("main").orElseThrow().changes()).isZero();
    }

    @Test
    void takesInARepositoryThatNobodyKnewOf() {
        estate.record(Look.at("session", database.now()), SeenRegistry.main().observed());
        tell("1");

        assertThat(record(pending.take("main"), app("1=1"))).isTrue();

        assertThat(tags()).isEqualTo(Map.of("1", digest(1)));
        assertThat(estate.among("main", "app", List.of(digest(1), digest(2)))).containsExactly(digest(1));
    }

    @Test
    void changesNothingOfARegistryThatWasNeverLookedAt() {
        tell("1");

        assertThat(pending.waiting("main").orElseThrow().known()).isFalse();
        assertThat(record(pending.take("main"), app("1=1"))).isFalse();
        assertThat(asked()).containsExactly("1");
        assertThat(pages.registries()).isEmpty();
    }
}
