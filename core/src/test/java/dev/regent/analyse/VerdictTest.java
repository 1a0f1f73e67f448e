package dev.regent.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VerdictTest {

    @Test
    void isSaferToKeepThanToLeaveUndecidedThanToRemove() {
        Verdict keep = new Keep("a", "b");
        Verdict undecided = new Undecided("a", "b");
        Verdict remove = new Remove("a", "b");

        assertThat(List.of(remove, undecided, keep).stream().sorted(Comparator.comparingInt(Verdict::danger)))
                .containsExactly(keep, undecided, remove);
        assertThat(keep.danger()).isZero();
        assertThat(remove.danger()).isEqualTo(2);
    }

    @Test
    void staysTheSameForAnotherReason() {
        assertThat(new Keep("a", "b").because(Words.of("c"))).isEqualTo(new Keep("a", "c"));
        assertThat(new Undecided("a", "b").because(Words.of("c"))).isEqualTo(new Undecided("a", "c"));
        assertThat(new Remove("a", "b").because(Words.of("c"))).isEqualTo(new Remove("a", "c"));
    }

    @Test
    void isWordedOnceAndOnlyWhenSomebodyReadsIt() {
        AtomicInteger asked = new AtomicInteger();
        Verdict keep = new Keep("a", Words.when(() -> "b" + asked.incrementAndGet()));

        assertThat(keep.danger()).isZero();
        assertThat(asked).hasValue(0);
        assertThat(keep.reason()).isEqualTo("b1");
        assertThat(keep).isEqualTo(new Keep("a", "b1")).hasSameHashCodeAs(new Keep("a", "b1"));
        assertThat(keep).isNotEqualTo(new Keep("a", "b2"));
        assertThat(asked).hasValue(1);
    }
}
