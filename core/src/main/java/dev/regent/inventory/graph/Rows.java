package dev.regent.inventory.graph;

/// What a [RegistryGraph] has, as it has it: nothing is copied.
///
/// @param items how many there are
/// @param sizes by item, in bytes
/// @param rowOf by item: where its row begins
/// @param rows what manifests mark
/// @param members by repository: its manifests
@SuppressWarnings("ArrayRecordComponent") // to be read, not compared
record Rows(int items, long[] sizes, int[] rowOf, int[] rows, Members[] members) {}
