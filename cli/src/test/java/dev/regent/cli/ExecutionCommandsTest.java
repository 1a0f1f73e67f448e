package dev.regent.cli;

import static dev.regent.cli.remote.Answers.DIGEST;
import static dev.regent.cli.remote.Answers.DONE;
import static dev.regent.cli.remote.Answers.PLAN;
import static dev.regent.cli.remote.Answers.WAITING;
import static dev.regent.cli.remote.Answers.execution;
import static dev.regent.cli.remote.Answers.head;
import static dev.regent.cli.remote.Answers.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.Answers;
import dev.regent.cli.remote.Replies;
import dev.regent.cli.remote.ServerDouble;
import dev.regent.cli.remote.ServerDouble.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Carrying out, undoing, stopping and watching, as scripts and people see it.
class ExecutionCommandsTest {

    @TempDir
    Path folder;

    private ServerDouble server;
    private Called called;

    @BeforeEach
    void start() throws Exception {
        server = ServerDouble.start();
        called = Called.at(server, folder);
        server.says("GET /plans/sha256:7e51", PLAN).says("POST /executions", 202, WAITING);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Ran applied(String... more) {
        String[] args = new String[more.length + 2];
        args[0] = "apply";
        args[1] = "7e51";
        System.arraycopy(more, 0, args, 2, more.length);
        return called.regent(args);
    }

    @Test
    void beginsAndDoesNotWait() {
        Ran ran = applied("--image", "team/app:1.0", "--output", "json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("execution").asText()).isEqualTo("7");
        assertThat(ran.json().path("state").asText()).isEqualTo("waiting");
        assertThat(ran.json().path("steps").size()).isEqualTo(2);
        assertThat(server.sent("POST", "/executions"))
                .hasToString("{\"plan\":\"" + DIGEST + "\",\"image\":[\"team/app:1.0\"]}");
        assertThat(applied().out()).contains("NEXT", "regent executions 7", "regent stop 7 --reason TEXT");
    }

    @Test
    void waitsByEventsAndPrintsWhatBecameOfEachStep() {
        server.does(
                        "GET /executions/7/events",
                        Replies.events(": hello\n\n", step(1, 0, "begun"), step(2, 0, "done"), head(3, "done")))
                .says("GET /executions/7", DONE);

        Ran ran = applied("--wait", "--output", "json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(ran.json().path("state").asText()).isEqualTo("done");
        assertThat(ran.json().path("steps").findValuesAsText("outcome")).containsExactly("done", "gone");
    }

    @Test
    void drawsHowItEnded() {
        server.does("GET /executions/7/events", Replies.events(head(1, "done")))
                .says("GET /executions/7", execution("done", "done", "skipped"));

        Ran ran = applied("--wait");

        assertThat(ran.exit()).isEqualTo(4);
        assertThat(ran.out()).isEqualTo("""
                Execution 7: done
                  Kind        apply of plan 7e5137f1736d
                  Registry    main
                  By          alice: agreed
                  Started     2026-11-20 11:59 UTC (60 s ago)
                  Ended       2026-11-20 11:59 UTC (30 s ago), after 30 s
                  Steps       1 done, 1 skipped
                  Frees       1.5 MiB once the registry collects garbage
                  Undo        possible until 2026-11-21 12:00 UTC (in 24 h), 2.0 KiB kept for it

                NOT DONE  and why
                  ! skipped: team/web@222222222222
                    why two

                STEPS
                  outcome  image         digest
                  done     team/app:1.0  111111111111

                GARBAGE COLLECTION  frees the bytes; Regent doesn't start it
                    Stop writes.
                    Then collect.
                    docker exec registry registry garbage-collect /etc/config.yml
                """);
    }

    @Test
    void tellsByItsExitHowItEnded() {
        server.does("GET /executions/7/events", Replies.events(head(1, "done")))
                .says("GET /executions/7", execution("done", "done", "impossible"))
                .says("GET /executions/7", execution("done", "done", "skipped"))
                .says("GET /executions/7", execution("done", "done", "failed"))
                .says("GET /executions/7", execution("stopped", "done", "waiting"))
                .says("GET /executions/7", execution("failed", "failed", "waiting"));

        assertThat(List.of(4, 4, 1, 1, 1))
                .allSatisfy(exit -> assertThat(applied("--wait").exit()).isEqualTo(exit));
    }

    @Test
    void goesOnWhereTheEventsWereCut() {
        server.does("GET /executions/7/events", Replies.events(step(1, 0, "done"), "id: 2\nevent: st"))
                .does("GET /executions/7/events", Replies.events(step(2, 1, "done"), head(3, "done")))
                .says("GET /executions/7", WAITING)
                .says("GET /executions/7", DONE);

        Ran ran = called.with("REGENT_STDERR_TERMINAL", "1").regent("apply", "7e51", "--wait", "--output", "json");

        assertThat(ran.exit()).isZero();
        List<Request> streams = server.requests().stream()
                .filter(request -> request.path().endsWith("/events"))
                .toList();
        assertThat(streams).hasSize(2);
        assertThat(streams.get(0).headers()).doesNotContainKey("Last-event-id");
        assertThat(streams.get(1).headers()).containsEntry("Last-event-id", "1");
    }

    @Test
    void asksWhereEventsDoNotComeThrough() {
        server.says("GET /executions/7/events", 502, "{}").says("GET /executions/7", DONE);

        assertThat(applied("--wait").exit()).isZero();
    }

    @Test
    void sendsARequestAgainWhoseAnswerWasLost() throws Exception {
        try (ServerDouble lame = ServerDouble.start()) {
            lame.says("GET /plans/sha256:7e51", PLAN)
                    .does("POST /executions", Replies.hangUp())
                    .says("POST /executions", 202, WAITING);

            assertThat(Called.at(lame, folder).regent("apply", "7e51").exit()).isZero();

            assertThat(lame.requests().stream()
                            .filter(request -> request.method().equals("POST"))
                            .map(request -> request.headers().get("Idempotency-key"))
                            .toList())
                    .hasSize(2)
                    .containsOnly(lame.requests().getLast().headers().get("Idempotency-key"));
        }
    }

    @Test
    void undoesAnExecution() {
        server.does("GET /executions/7/events", Replies.events(head(1, "done"))).says("GET /executions/7", DONE);

        Ran ran = called.regent("undo", "5", "--wait", "--image", "team/app:1.0", "--output", "json");

        assertThat(ran.exit()).isZero();
        assertThat(ran.json().path("steps").size()).isEqualTo(2);
        assertThat(server.sent("POST", "/executions"))
                .hasToString("{\"undo\":\"5\",\"images\":[\"team/app:1.0\"],\"reason\":\"undone by command\"}");
    }

    @Test
    void stopsAnExecution() {
        server.says("POST /executions/7/stop", 202, execution("stopped", "done", "waiting"));

        assertThat(called.regent("stop", "7", "--reason", "wrong one").out()).startsWith("Execution 7: stopped\n");
        assertThat(server.sent("POST", "/executions/7/stop")).hasToString("{\"reason\":\"wrong one\"}");
        assertThat(called.regent("stop", "7", "--reason", "x", "--output", "json")
                        .json()
                        .path("state")
                        .asText())
                .isEqualTo("stopped");
    }

    @Test
    void listsExecutions() {
        String head = "{" + Answers.HEAD + ", \"state\": \"done\", \"counts\": {\"done\": 1200, \"skipped\": 1}}";
        server.says("GET /executions", Answers.items(head)).says("GET /executions/7", DONE);

        assertThat(called.regent("executions").out()).isEqualTo("""
                1 execution
                  execution  state  kind   registry  steps                   started
                  7          done   apply  main      1,200 done, 1 skipped  60 s ago
                """);
        assertThat(called.regent("executions", "7").out()).startsWith("Execution 7: done\n");
        assertThat(called.regent("executions", "--output", "json")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    /// A process of its own, since only the end of a process runs what Ctrl-C does.
    @Test
    void leavesTheExecutionAloneWhenTheWaitingIsEnded() throws Exception {
        CountDownLatch watched = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        server.does("GET /executions/7/events", Replies.held(watched, over));
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.regent.cli.Main",
                "apply",
                "7e51",
                "--wait");
        builder.environment().putAll(called.variables());
        Process process = builder.redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(watched.await(60, TimeUnit.SECONDS)).isTrue();
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
            over.countDown();
        }
        assertThat(Files.readString(err))
                .isEqualTo("regent: stopped waiting; execution 7 goes on on the server. To stop it: regent stop 7"
                        + " --reason TEXT\n");
        assertThat(server.requests()).noneMatch(request -> request.path().endsWith("/stop"));
    }
}
