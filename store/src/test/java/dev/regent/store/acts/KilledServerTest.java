package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.act.Journal.JournalException;
import dev.regent.act.Outcome;
import dev.regent.act.StepState;
import dev.regent.audit.Entry;
import dev.regent.store.Database;
import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.store.embedded.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A server of its own, which is killed.
@Timeout(120)
class KilledServerTest {

    private static final Outcome DONE = new Outcome(Outcome.Result.DONE, "");

    @Test
    void goesOnFromWhatWasWrittenBeforeTheServerWasKilled() throws Exception {
        Path folder = TestServer.folder();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, TestServer.cache());
                Database database = Database.open(server::address)) {
            Desk desk = new Desk(database, ShelfLimits.USUAL);
            String execution = desk.execution("main", "a", 3);
            Lease lease = desk.lease("main", "holder", execution);
            JournalOfExecution journal = desk.journals.of(lease);
            journal.start();
            journal.end(0, DONE);
            journal.begin(1, Set.of());

            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();

            assertThatThrownBy(() -> journal.end(1, DONE))
                    .isInstanceOf(JournalException.class)
                    .hasMessageStartingWith("end step 2 of execution " + execution
                            + ": the database doesn't take it; nothing further is done until it does: ")
                    .hasMessageNotContaining("update execution_steps");

            assertThat(server.ensureRunning()).isTrue();
            database.renewConnections();
            assertThat(desk.executions.states(execution))
                    .containsExactly(new StepState.Ended(DONE), new StepState.Begun(), new StepState.Waiting());
            assertThat(desk.record.list(0, 10))
                    .extracting(entry -> entry.what().action())
                    .containsExactly("execution.started", "step.done");
            journal.end(1, DONE);
            List<Entry> record = desk.record.list(0, 10);
            assertThat(record.getLast().previous()).isEqualTo(record.get(1).hash());
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
