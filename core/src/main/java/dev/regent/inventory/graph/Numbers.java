package dev.regent.inventory.graph;

import java.util.Arrays;

/// Gives each id the next number from zero, and keeps it. It takes 14 to 20 bytes an id.
final class Numbers {

    /// Ids that differ in these bits alone lie side by side: ids that were given out together are asked for together.
    private static final int NEIGHBOURS = 4;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /// By number.
    private long[] ids;

    /// One more than a number, zero where none is; a power of two, of which at most two thirds are taken.
    private int[] slots;

    private int size;

    Numbers(int expected) {
        ids = new long[Math.max(expected, 8)];
        slots = new int[tableFor(ids.length)];
    }

    int size() {
        return size;
    }

    long id(int number) {
        return ids[number];
    }

    /// The number of `id`, or -1.
    int find(long id) {
        return slots[slot(id)] - 1;
    }

    /// The number of `id`, which gets one if it has none.
    int of(long id) {
        int slot = slot(id);
        if (slots[slot] != 0) {
            return slots[slot] - 1;
        }
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size + (size >> 1));
        }
        ids[size++] = id;
        slots[slot] = size;
        if (tableFor(size) > slots.length) {
            slots = new int[tableFor(size)];
            for (int number = 0; number < size; number++) {
                slots[slot(ids[number])] = number + 1;
            }
        }
        return size - 1;
    }

    /// Where `id` is, or would be.
    private int slot(long id) {
        int last = slots.length - 1;
        long block = ((id >> NEIGHBOURS) * SPREAD) >>> (Long.SIZE - Integer.bitCount(last));
        int slot = ((int) block & -(1 << NEIGHBOURS)) | ((int) id & ((1 << NEIGHBOURS) - 1));
        while (slots[slot] != 0 && ids[slots[slot] - 1] != id) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    private static int tableFor(int size) {
        return Integer.highestOneBit(size + (size >> 1)) << 1;
    }
}
