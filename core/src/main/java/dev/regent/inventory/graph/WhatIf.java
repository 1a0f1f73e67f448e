package dev.regent.inventory.graph;

import java.util.List;

/// What would happen if some manifests were taken out of some repositories.
///
/// @param freed bytes that nothing would mark any more
/// @param losses one for each repository that something would be taken from, by its id
public record WhatIf(long freed, List<Loss> losses) {

    /// What one repository would lose, though another may go on keeping it stored.
    ///
    /// @param repository id of the repository
    /// @param manifests how many of its manifests would go
    /// @param bytes what it marks now and wouldn't mark then
    public record Loss(long repository, int manifests, long bytes) {}

    public WhatIf {
        losses = List.copyOf(losses);
    }
}
