package dev.regent.store.acts;

/// What changed in an execution. Of several changes of the same thing only the last one is told.
public sealed interface ExecutionEvent {

    /// Greater than that of every change of this execution before, as others can see them.
    long id();

    record OfStep(long id, ExecutionStep step) implements ExecutionEvent {}

    record OfExecution(long id, ExecutionHead head) implements ExecutionEvent {}
}
