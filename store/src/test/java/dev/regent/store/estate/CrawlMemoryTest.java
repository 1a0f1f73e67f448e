package dev.regent.store.estate;

import static dev.regent.store.estate.SeenRegistry.config;
import static dev.regent.store.estate.SeenRegistry.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.observe.Created;
import dev.regent.observe.Remembered.Led;
import dev.regent.oci.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CrawlMemoryTest extends KeptEstate {

    private static final byte[] BYTES = "{}".getBytes(StandardCharsets.UTF_8);
    private static final Digest OF_BYTES = Digest.sha256(BYTES);

    @BeforeEach
    void forget() {
        database.jdbi()
                .useHandle(handle -> handle.execute("truncate crawls, crawl_reads, manifest_bytes, config_times"));
    }

    private static Led before(int number) {
        return new Led(Optional.of(digest(number)), false);
    }

    private static Map<String, Led> led(CrawlMemory memory, String repository) {
        return memory.repository(repository, (_, _) -> {});
    }

    private static Led now(Digest digest) {
        return new Led(Optional.of(digest), true);
    }

    private void cutOff(Duration ago, Instant now) {
        database.jdbi()
                .useHandle(handle -> handle.createUpdate("update crawls set at = :at")
                        .bind("at", now.minus(ago))
                        .execute());
    }

    private int rows(String table) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    @Test
    void knowsNothingOfARegistryThatWasNeverLookedAt() {
        CrawlMemory memory = estate.crawl("main", minute(0));

        assertThat(memory.beganAt()).isEqualTo(minute(0));
        assertThat(led(memory, "app")).isEmpty();
        assertThat(memory.created(List.of(config(1)))).isEmpty();
    }

    @Test
    void knowsWhereTagsLedOnceAllWasReadAnew() {
        CrawlMemory first = estate.crawl("main", minute(0));
        estate.record(at(1), SeenRegistry.main().app("1=1", "2=2").observed(), first);

        CrawlMemory second = estate.crawl("main", minute(10));

        assertThat(led(second, "app")).isEqualTo(Map.of("1", before(1), "2", before(2)));
        assertThat(led(second, "other")).isEmpty();
        assertThat(led(estate.crawlBeside("main", minute(10)), "app")).hasSize(2);
    }

    @Test
    void wantsEveryTagReadAnewOnceADay() {
        estate.record(at(1), SeenRegistry.main().app("1=1").observed(), estate.crawl("main", minute(0)));
        Instant nextDay = minute(0).plus(CrawlMemory.ANEW).plusSeconds(1);

        assertThat(led(estate.crawl("main", nextDay), "app")).isEmpty();
    }

    @Test
    void isNotReadAnewWhereSomethingWasNotHeard() {
        estate.record(at(1), SeenRegistry.main().app("1=1").partly().observed(), estate.crawl("main", minute(0)));

        assertThat(led(estate.crawl("main", minute(10)), "app")).isEmpty();
    }

    @Test
    void goesOnWhereALookWasCutOff() {
        CrawlMemory cut = estate.crawl("main", minute(0));
        cut.led("app", "1", Optional.of(OF_BYTES));
        cut.led("app", "lost", Optional.empty());
        cut.content(OF_BYTES, BYTES);
        cut.created(config(1), new Created.At(minute(-9)));
        cut.created(config(2), new Created.Unusable());
        cut.created(config(3), new Created.Unread());
        cut.flush();
        cutOff(Duration.ofMinutes(50), minute(55));

        CrawlMemory memory = estate.crawl("main", minute(55));

        assertThat(memory.beganAt()).isEqualTo(minute(0));
        assertThat(led(memory, "app")).isEqualTo(Map.of("1", now(OF_BYTES), "lost", new Led(Optional.empty(), true)));
        Map<Digest, byte[]> contents = new HashMap<>();
        memory.repository("app", contents::put);
        assertThat(contents).containsOnlyKeys(OF_BYTES).containsEntry(OF_BYTES, BYTES);
        assertThat(memory.created(List.of(config(1), config(2), config(3), config(4))))
                .isEqualTo(Map.of(config(1), new Created.At(minute(-9)), config(2), new Created.Unusable()));
    }

    @Test
    void beginsAnewWhereTheLookWasCutOffLongAgo() {
        CrawlMemory cut = estate.crawl("main", minute(0));
        cut.led("app", "1", Optional.of(OF_BYTES));
        cut.flush();
        cutOff(CrawlMemory.CUT_OFF_LATELY.plusSeconds(1), minute(100));

        CrawlMemory memory = estate.crawl("main", minute(100));

        assertThat(memory.beganAt()).isEqualTo(minute(100));
        assertThat(led(memory, "app")).isEmpty();
        assertThat(rows("crawl_reads")).isZero();
    }

    @Test
    void leavesNothingToGoOnFromOnceTheLookIsRecorded() {
        CrawlMemory memory = estate.crawl("main", minute(0));
        memory.led("app", "1", Optional.of(digest(1)));
        memory.content(OF_BYTES, BYTES);

        estate.record(at(1), SeenRegistry.main().app("1=1").observed(), memory);

        assertThat(List.of(rows("crawls"), rows("crawl_reads"), rows("manifest_bytes")))
                .isEqualTo(List.of(0, 0, 1));
    }

    @Test
    void doesNotGoOnWithWhatALaterLookKnowsBetter() {
        estate.crawl("main", minute(0)).led("app", "1", Optional.of(OF_BYTES));
        estate.record(at(5), SeenRegistry.main().app("1=1").observed(), estate.crawlBeside("main", minute(4)));

        assertThat(estate.crawl("main", minute(10)).beganAt()).isEqualTo(minute(10));
    }

    @Test
    void shutsOutALookThatWasThoughtDead() {
        CrawlMemory frozen = estate.crawl("main", minute(0));
        frozen.led("app", "1", Optional.of(OF_BYTES));
        CrawlMemory next = estate.crawl("main", minute(1));

        assertThatThrownBy(() -> {
                    frozen.led("app", "2", Optional.of(digest(7)));
                    frozen.flush();
                })
                .isInstanceOf(LookStoppedException.class);
        next.flush();
        assertThat(led(estate.crawl("main", minute(2)), "app")).doesNotContainKey("2");
    }

    @Test
    void letsALookBesideItLeaveNothingButContents() {
        CrawlMemory watch = estate.crawl("main", minute(0));
        CrawlMemory beside = estate.crawlBeside("main", minute(1));
        beside.led("app", "1", Optional.of(OF_BYTES));
        beside.content(OF_BYTES, BYTES);
        beside.flush();
        watch.led("app", "2", Optional.of(OF_BYTES));
        watch.flush();

        assertThat(List.of(rows("crawls"), rows("crawl_reads"), rows("manifest_bytes")))
                .isEqualTo(List.of(1, 1, 1));
    }
}
