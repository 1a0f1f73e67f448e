package dev.regent.inventory.graph;

/// What one manifest marks, in bytes: itself, its config and layers, and the manifests that it lists.
///
/// @param exclusive what nothing else marks: freed if it went from every repository that has it
/// @param shared what another manifest marks too
public record ManifestBytes(long exclusive, long shared) {}
