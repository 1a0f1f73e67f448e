package dev.regent.connect.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.connect.http.Answer;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private final List<Duration> pauses = new ArrayList<>();
    private long now = Long.MAX_VALUE - 1_000_000; // as a clock may stand that has no beginning
    private final Pace pace = new Pace(() -> now, pauses::add);

    private void change(long millis) {
        ConnectorException over = new ConnectorException("change", new Fault.Unreachable("over"));
        assertThatThrownBy(() -> pace.keep(() -> lasting(millis, over))).isSameAs(over);
    }

    private Answer lasting(long millis, ConnectorException end) throws ConnectorException {
        pass(millis);
        throw end;
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void waitsAsLongAsTheChangeBeforeTook() {
        change(300);
        change(700);
        change(1);

        assertThat(pauses).containsExactly(Duration.ofMillis(300), Duration.ofMillis(700));
    }

    @Test
    void changesNothingOnceThereIsNoLeaveAfterThePause() {
        boolean[] leave = {true};
        List<String> made = new ArrayList<>();
        Pace leased = new Pace(() -> now, _ -> leave[0] = false, () -> {
            if (!leave[0]) {
                throw new InterruptedException("no leave");
            }
        });
        Pace.Change change = () -> {
            made.add("change");
            return lasting(300, new ConnectorException("change", new Fault.Unreachable("over")));
        };

        assertThatThrownBy(() -> leased.keep(change)).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> leased.keep(change)).isInstanceOf(InterruptedException.class);

        assertThat(made).hasSize(1);
    }

    @Test
    void countsTheTimeThatPassedOtherwise() {
        change(300);
        pass(100);
        change(700);
        pass(701);
        change(1);

        assertThat(pauses).containsExactly(Duration.ofMillis(200));
    }

    @Test
    void waitsNoLongerThanFiveSeconds() {
        change(60_000);
        change(1);

        assertThat(pauses).containsExactly(Duration.ofSeconds(5));
    }
}
