package dev.regent.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.regent.cli.terminal.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Waiting for an execution whose events come badly. Pauses are counted, not made.
class FollowingTest {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> progress = new ArrayList<>();
    private ServerDouble far;

    @BeforeEach
    void start() throws Exception {
        far = ServerDouble.start();
    }

    @AfterEach
    void stop() {
        far.close();
    }

    private Execution followed() throws Exception {
        Surroundings surroundings = new Surroundings(
                Map.of(),
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                InstantSource.fixed(Instant.EPOCH));
        Connection connection = new Connection(
                ServerAddress.of("test", far.url().toString()),
                Token.of("test", ServerDouble.TOKEN),
                "REGENT_URL=test");
        try (Server server = new Server(connection)) {
            Following following = new Following(
                    server,
                    surroundings,
                    (source, what, done, total) -> progress.add(source + ": " + done + " of " + total + " " + what),
                    pauses::add);
            return following.untilOver(new Execution(new Answer(new ObjectMapper().readTree(Answers.WAITING))));
        }
    }

    @Test
    void tellsHowManyStepsAreOver() throws Exception {
        far.does(
                        "GET /executions/7/events",
                        Replies.events(
                                Answers.step(1, 0, "begun"),
                                Answers.step(2, 0, "done"),
                                Answers.step(3, 1, "skipped"),
                                Answers.head(4, "done")))
                .says("GET /executions/7", Answers.DONE);

        assertThat(followed().isOver()).isTrue();
        assertThat(progress).containsExactly("execution 7: 1 of 2 steps", "execution 7: 2 of 2 steps");
        assertThat(pauses).isEmpty();
    }

    @Test
    void asksNowAndThenWhereNoStreamCanBeHad() throws Exception {
        far.says("GET /executions/7/events", 503, "{}")
                .says("GET /executions/7", Answers.WAITING)
                .says("GET /executions/7", Answers.WAITING)
                .says("GET /executions/7", Answers.WAITING)
                .says("GET /executions/7", Answers.DONE);

        assertThat(followed().isOver()).isTrue();
        assertThat(pauses).hasSize(2);
        assertThat(progress).containsExactly("execution 7: 0 of 2 steps", "execution 7: 0 of 2 steps");
        assertThat(far.requests())
                .filteredOn(request -> request.path().endsWith("/events"))
                .hasSize(2);
    }

    @Test
    void staysThroughARestartOfTheServer() throws Exception {
        far.does("GET /executions/7/events", Replies.hangUp())
                .says("GET /executions/7", 503, "{\"detail\": \"starting\"}")
                .says("GET /executions/7", 503, "{\"detail\": \"starting\"}")
                .says("GET /executions/7", Answers.DONE);

        assertThat(followed().isOver()).isTrue();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("regent: the server doesn't answer; trying again for two minutes\n");
    }

    @Test
    void givesUpOnAServerThatStaysAway() {
        far.says("GET /executions/7/events", 503, "{}").says("GET /executions/7", 503, "{\"detail\": \"starting\"}");

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(this::followed)
                .withMessage("starting")
                .matches(failure -> failure.exitCode() == 1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("`regent executions 7` tells how execution 7 goes");
        assertThat(pauses).hasSize(59);
    }

    @Test
    void stopsAtOnceWhereTheTokenIsNoLongerTaken() {
        far.says("GET /executions/7/events", 403, "{\"detail\": \"the permission read is missing\"}");

        assertThatExceptionOfType(RemoteFailure.class)
                .isThrownBy(this::followed)
                .withMessage("the permission read is missing");
        assertThat(pauses).isEmpty();
    }
}
