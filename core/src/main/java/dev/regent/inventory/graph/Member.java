package dev.regent.inventory.graph;

/// One manifest in one repository.
///
/// @param repository id of the repository
/// @param manifest id of the manifest
public record Member(long repository, long manifest) {}
