package dev.regent.store.acts;

/// Is told, right after it was committed, that something changed in an execution. What changed is in
/// {@link ExecutionStore#events}. It must neither wait nor throw.
@FunctionalInterface
public interface StepListener {

    StepListener SILENT = (_, _) -> {};

    /// Something changed.
    ///
    /// @param event the change's number
    void changed(String execution, long event);
}
