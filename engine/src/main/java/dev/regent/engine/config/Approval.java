package dev.regent.engine.config;

/// Who may approve.
///
/// @param distinctApprover whether it must be somebody else than who proposed
public record Approval(boolean distinctApprover) {
    public static final Approval USUAL = new Approval(true);
}
