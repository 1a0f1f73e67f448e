package dev.regent.act;

/// How far a step is, as it was written down.
public sealed interface StepState {

    record Waiting() implements StepState {}

    /// Its request may have been sent; nobody wrote down what came of it.
    record Begun() implements StepState {}

    record Ended(Outcome outcome) implements StepState {}
}
