package dev.regent.analyse.retention;

import static dev.regent.given.PolicyBuilder.aPolicy;
import static dev.regent.given.PolicyBuilder.anyTag;
import static dev.regent.given.PolicyBuilder.everyTag;
import static dev.regent.given.PolicyBuilder.olderThan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.analyse.retention.Condition.Newest;
import dev.regent.analyse.retention.Condition.PulledWithin;
import dev.regent.analyse.retention.Condition.UntaggedFor;
import dev.regent.analyse.retention.Condition.UsedWithin;
import dev.regent.analyse.retention.RetentionPolicy.Action;
import dev.regent.analyse.retention.RetentionPolicy.Item;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionPolicyTest {

    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void writesAnItemsConditionsInTheOrderOfTheAlphabet() {
        Item keep = new Item(Action.KEEP, List.of(anyTag("x"), new Newest(3, Newest.By.CREATED)));
        Item remove = new Item(Action.REMOVE, List.of(olderThan(30)));

        assertThat(keep.written()).isEqualTo("keep {newest: 3, tags: [x]}");
        assertThat(remove.written()).isEqualTo("remove {olderThan: 30d}");
    }

    @Test
    void anItemHasACondition() {
        assertThatThrownBy(() -> new Item(Action.KEEP, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an item has at least one condition");
    }

    @Test
    void needsBuildTimesForConditionsOnAge() {
        assertThat(aPolicy().keep(olderThan(1)).build().needsBuildTimes()).isTrue();
        assertThat(aPolicy().keep(new Newest(1, Newest.By.CREATED)).build().needsBuildTimes())
                .isTrue();
        assertThat(aPolicy().allowEmpty().removeOlderThan(1).build().needsBuildTimes())
                .isTrue();
        assertThat(aPolicy().keep(anyTag("x"), olderThan(1)).build().needsBuildTimes())
                .isTrue();
    }

    @Test
    void needsBuildTimesToKnowTheLastImage() {
        assertThat(aPolicy().remove(everyTag("x")).build().needsBuildTimes()).isTrue();
        assertThat(aPolicy().allowEmpty().remove(everyTag("x")).build().needsBuildTimes())
                .isFalse();
    }

    @Test
    void needsNoBuildTimesOtherwise() {
        assertThat(aPolicy().build().needsBuildTimes()).isFalse();
        assertThat(aPolicy()
                        .keep(anyTag("x"))
                        .keep(new PulledWithin(DAY, ""))
                        .keep(new UsedWithin(DAY, ""))
                        .keep(new UntaggedFor(DAY, ""))
                        .build()
                        .needsBuildTimes())
                .isFalse();
    }

    @Test
    void holdsWhereBothRegistryAndRepositoryAreInScope() {
        RetentionPolicy.Scope scope =
                aPolicy().registry("main").repository("app").build().scope();

        assertThat(scope.includes("main", "app")).isTrue();
        assertThat(scope.includes("main", "db")).isFalse();
        assertThat(scope.includes("other", "app")).isFalse();
    }
}
