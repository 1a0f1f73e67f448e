package dev.regent.inventory.graph;

/// What the manifests of one repository mark, in bytes.
///
/// @param repository id of the repository
/// @param manifests how many it has
/// @param marked each item once
/// @param exclusive what no other repository marks: freed if the whole repository went
/// @param attributed each item divided equally among the repositories that mark it. What is left of a division goes
///      byte by byte to those with the lowest ids, so that over all repositories this sums to what the registry
///      stores
public record RepositoryBytes(long repository, int manifests, long marked, long exclusive, long attributed) {}
