package dev.regent.server.estate;

import dev.regent.act.Journal;
import dev.regent.act.KeptManifest;
import dev.regent.act.Outcome;
import dev.regent.store.acts.ExecutionStep;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Passes everything on, and tells of each deletion that may have been done: the inventory has to know that it was our doing.
final class NotingJournal implements Journal {

    private final Journal journal;
    private final List<ExecutionStep> steps;
    private final Consumer<ExecutionStep> deleted;

    NotingJournal(Journal journal, List<ExecutionStep> steps, Consumer<ExecutionStep> deleted) {
        this.journal = journal;
        this.steps = List.copyOf(steps);
        this.deleted = deleted;
    }

    @Override
    public void begin(int step, Set<String> others) throws JournalException {
        journal.begin(step, others);
    }

    @Override
    public Optional<Before> before(int step) throws JournalException {
        return journal.before(step);
    }

    @Override
    public void end(int step, Outcome outcome) throws JournalException {
        journal.end(step, outcome);
        ExecutionStep ended = steps.get(step);
        if (outcome.mayHaveHappened() && ended.kind() == ExecutionStep.Kind.DELETE_MANIFEST) {
            deleted.accept(ended);
        }
    }

    @Override
    public Optional<String> keep(int step, KeptManifest manifest) throws JournalException {
        return journal.keep(step, manifest);
    }

    @Override
    public Optional<KeptManifest> kept(int step) throws JournalException {
        return journal.kept(step);
    }

    @Override
    public Optional<String> stopWanted() throws JournalException {
        return journal.stopWanted();
    }
}
