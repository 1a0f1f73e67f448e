package dev.regent.plan;

import static dev.regent.given.Digests.digest;
import static dev.regent.given.Digests.fallbackTag;
import static dev.regent.given.ManifestBuilder.anImage;
import static dev.regent.given.ManifestBuilder.anIndex;
import static dev.regent.given.RepositoryBuilder.aRepository;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.given.RepositoryBuilder;
import dev.regent.inventory.RepositoryInventory;
import dev.regent.observe.ManifestContent;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// What goes along. Manifests go by the number of their digests.
class TogetherTest {

    private final ManifestContent one = anImage(1).build();
    private final ManifestContent two = anImage(2).build();
    private final ManifestContent three = anImage(3).build();

    @Test
    void anImageGoesAloneIfNothingHangsOnIt() {
        assertThat(going(aRepository().with(one, "v1").with(two, "v2"), 1)).isEqualTo(List.of("1 NAMED 1"));
    }

    @Test
    void anIndexTakesTheChildrenThatNothingElseHolds() {
        RepositoryBuilder repository = aRepository()
                .with(one)
                .with(two)
                .with(three, "arm")
                .with(anIndex(4, one, two, three), "v1")
                .with(anIndex(5, two), "v2");

        assertThat(going(repository, 4)).isEqualTo(List.of("1 CHILD 4", "4 NAMED 4"));
        assertThat(going(repository, 4, 5)).isEqualTo(List.of("1 CHILD 4", "2 CHILD 5", "4 NAMED 4", "5 NAMED 5"));
    }

    @Test
    void aChildTakesTheIndexesThatListItAtAnyDistance() {
        ManifestContent inner = anIndex(4, one, two).build();
        RepositoryBuilder repository = aRepository()
                .with(one)
                .with(two)
                .with(inner)
                .with(anIndex(5, inner), "v1")
                .with(anIndex(6, three), "v2")
                .with(three);

        assertThat(going(repository, 1)).isEqualTo(List.of("1 NAMED 1", "2 CHILD 4", "4 INDEX 1", "5 INDEX 4"));
    }

    @Test
    void whatBelongsToItGoesAlong() {
        ManifestContent signature = anImage(4).subject(one).build();
        RepositoryBuilder repository = aRepository()
                .with(one, "v1")
                .with(two, "v2")
                .with(signature)
                .with(anImage(5).subject(signature))
                .with(anImage(6), fallbackTag(digest(1)) + ".sig")
                .with(anImage(7).subject(one), "tagged")
                .with(anImage(8).subject(two));

        assertThat(going(repository, 1))
                .isEqualTo(List.of("1 NAMED 1", "4 REFERRER 1", "5 REFERRER 4", "6 REFERRER 1"));
    }

    @Test
    void whatIsNamedIsSaidToBeNamedThoughItWouldGoAnyway() {
        RepositoryBuilder repository = aRepository().with(one).with(anIndex(4, one), "v1");

        assertThat(going(repository, 1, 4, 1)).isEqualTo(List.of("1 NAMED 1", "4 NAMED 4"));
    }

    private static List<String> going(RepositoryBuilder builder, int... named) {
        RepositoryInventory repository = builder.inventory();
        SortedMap<Integer, Together.Reason> goes = Together.of(
                repository,
                Arrays.stream(named)
                        .mapToObj(each -> repository.find(digest(each)))
                        .toList());
        return new TreeMap<>(goes)
                .entrySet().stream()
                        .map(entry -> number(repository, entry.getKey()) + " "
                                + entry.getValue().kind() + " "
                                + number(repository, entry.getValue().with()))
                        .toList();
    }

    private static int number(RepositoryInventory repository, int manifest) {
        return Integer.parseInt(repository.digest(manifest).brief());
    }
}
