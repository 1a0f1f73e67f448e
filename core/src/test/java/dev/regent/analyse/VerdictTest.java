package dev.regent.analyse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.analyse.Verdict.Keep;
import dev.regent.analyse.Verdict.Remove;
import dev.regent.analyse.Verdict.Undecided;
import java.util.Comparator;
import java.util.List;
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
        assertThat(new Keep("a", "b").because("c")).isEqualTo(new Keep("a", "c"));
        assertThat(new Undecided("a", "b").because("c")).isEqualTo(new Undecided("a", "c"));
        assertThat(new Remove("a", "b").because("c")).isEqualTo(new Remove("a", "c"));
    }
}
