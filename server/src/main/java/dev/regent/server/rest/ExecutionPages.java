package dev.regent.server.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.regent.act.StepState;
import dev.regent.oci.Digest;
import dev.regent.server.boot.Running;
import dev.regent.server.estate.GarbageCollection;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.ExecutionState;
import dev.regent.store.acts.ExecutionStep;
import dev.regent.store.acts.UndoShelf;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Executions as the outside reads them.
final class ExecutionPages {

    private final Running running;

    ExecutionPages(Running running) {
        this.running = running;
    }

    /// How many steps came to what.
    record Counts(int done, int gone, int skipped, int failed, int impossible, int waiting) {

        static Counts of(ExecutionHead.Counts kept) {
            return new Counts(
                    kept.done(), kept.gone(), kept.skipped(), kept.failed(), kept.impossible(), kept.waiting());
        }
    }

    /// An execution without its steps.
    @Schema(name = "ExecutionHead")
    record Head(
            String execution,
            String kind,
            Optional<String> plan,
            Optional<String> undoes,
            String registry,
            String state,
            String by,
            String reason,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<String> stopReason,
            Counts counts,
            long freedBytes) {

        static Head of(ExecutionHead kept) {
            return new Head(
                    kept.id(),
                    kept.kind().toString(),
                    kept.plan().map(Digest::value),
                    kept.undoes(),
                    kept.registry(),
                    kept.state().toString(),
                    kept.by(),
                    kept.reason(),
                    kept.times().started().orElse(kept.times().created()),
                    kept.times().ended(),
                    Optional.of(kept.endReason())
                            .filter(why -> !why.isEmpty())
                            .or(() -> kept.stopWanted().map(ExecutionHead.StopWanted::sentence)),
                    Counts.of(kept.counts()),
                    kept.freedBytes());
        }
    }

    /// One step.
    ///
    /// @param index its place, from zero
    /// @param outcome `waiting`, `begun`, or what became of it
    @Schema(name = "ExecutionStep")
    record StepNow(
            int index,
            String kind,
            String repository,
            String digest,
            List<String> tags,
            String outcome,
            String detail,
            Optional<Instant> at) {
        StepNow {
            tags = List.copyOf(tags);
        }

        static StepNow of(ExecutionStep kept) {
            return new StepNow(
                    kept.number(),
                    kept.kind().toString(),
                    kept.repository(),
                    kept.digest().value(),
                    kept.tags(),
                    kept.outcome(),
                    kept.detail(),
                    kept.state() instanceof StepState.Waiting
                            ? Optional.empty()
                            : kept.endedAt().or(kept::begunAt));
        }
    }

    /// Whether it can be taken back.
    ///
    /// @param bytesKept length of the manifests that are kept for it
    /// @param why why not
    @Schema(name = "Undo")
    record Undoing(boolean possible, Optional<Instant> until, long bytesKept, Optional<String> why) {}

    /// The whole execution.
    ///
    /// @param left how long it will go on; absent unless it waits or runs, and of an undo
    @Schema(name = "Execution")
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Whole(
            String execution,
            String kind,
            Optional<String> plan,
            Optional<String> undoes,
            String registry,
            String state,
            String by,
            String reason,
            Instant startedAt,
            Optional<Instant> endedAt,
            Optional<String> stopReason,
            Counts counts,
            long freedBytes,
            List<StepNow> steps,
            Optional<GarbageCollection> gc,
            Undoing undo,
            Optional<Expected> left) {
        Whole {
            steps = List.copyOf(steps);
        }
    }

    Whole whole(ExecutionHead kept) {
        Head head = Head.of(kept);
        boolean over = kept.state() != ExecutionState.RUNNING && kept.state() != ExecutionState.WAITING;
        List<ExecutionStep> steps = running.executionStore().steps(kept.id());
        return new Whole(
                head.execution(),
                head.kind(),
                head.plan(),
                head.undoes(),
                head.registry(),
                head.state(),
                head.by(),
                head.reason(),
                head.startedAt(),
                head.endedAt(),
                head.stopReason(),
                head.counts(),
                head.freedBytes(),
                steps.stream().map(StepNow::of).toList(),
                over && kept.kind() == ExecutionHead.Kind.APPLY && kept.counts().done() > 0
                        ? running.inForce()
                                .configuration()
                                .registry(kept.registry())
                                .map(registry -> GarbageCollection.of(registry, running.database()))
                        : Optional.empty(),
                undo(kept, over),
                over || kept.kind() == ExecutionHead.Kind.UNDO
                        ? Optional.empty()
                        : Optional.of(Expected.of(running.durations().left(kept.registry(), steps))));
    }

    private Undoing undo(ExecutionHead kept, boolean over) {
        if (kept.kind() == ExecutionHead.Kind.UNDO) {
            return new Undoing(false, Optional.empty(), 0, Optional.of("it is an undo itself"));
        }
        Optional<UndoShelf.Window> window = running.shelf().window(kept.id());
        if (!over) {
            return new Undoing(
                    false,
                    window.map(UndoShelf.Window::until),
                    window.map(UndoShelf.Window::bytes).orElse(0L),
                    Optional.of("it is still under way"));
        }
        if (kept.counts().done() == 0) {
            return new Undoing(false, Optional.empty(), 0, Optional.of("it deleted nothing"));
        }
        return window.map(open -> new Undoing(true, Optional.of(open.until()), open.bytes(), Optional.empty()))
                .orElseGet(() -> new Undoing(false, Optional.empty(), 0, Optional.of("its time for undoing is over")));
    }
}
