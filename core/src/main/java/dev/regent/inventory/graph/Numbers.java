package dev.regent.inventory.graph;

import java.util.Arrays;

/// Gives each id the next number from zero, and keeps it. It takes 10 to 16 bytes an id while
/// no id is 2^32 or more, and 4 more after that.
final class Numbers {

    /// Ids that differ in these bits alone lie side by side: ids that were given out together are asked for together.
    private static final int NEIGHBOURS = 4;

    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

    /// By number: the lower half of the id, and the upper one once an id has one.
    private int[] lower;

    private int[] upper = {};

    /// One more than a number, zero where none is; a power of two, of which at most two thirds are taken.
    private int[] slots;

    private int size;

    Numbers(int expected) {
        lower = new int[Math.max(expected, 8)];
        slots = new int[tableFor(lower.length)];
    }

    int size() {
        return size;
    }

    long id(int number) {
        return ((long) upper(number) << Integer.SIZE) | Integer.toUnsignedLong(lower[number]);
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
        if (size == lower.length) {
            lower = Arrays.copyOf(lower, size + (size >> 1));
        }
        int high = (int) (id >>> Integer.SIZE);
        if (high != 0 || upper.length > 0) {
            upper = upper.length > size ? upper : Arrays.copyOf(upper, lower.length);
            upper[size] = high;
        }
        lower[size++] = (int) id;
        slots[slot] = size;
        if (tableFor(size) > slots.length) {
            slots = new int[tableFor(size)];
            for (int number = 0; number < size; number++) {
                slots[slot(id(number))] = number + 1;
            }
        }
        return size - 1;
    }

    private int upper(int number) {
        return upper.length == 0 ? 0 : upper[number];
    }

    /// Where `id` is, or would be.
    private int slot(long id) {
        int last = slots.length - 1;
        long block = ((id >> NEIGHBOURS) * SPREAD) >>> (Long.SIZE - Integer.bitCount(last));
        int slot = ((int) block & -(1 << NEIGHBOURS)) | ((int) id & ((1 << NEIGHBOURS) - 1));
        while (slots[slot] != 0 && id(slots[slot] - 1) != id) {
            slot = (slot + 1) & last;
        }
        return slot;
    }

    private static int tableFor(int size) {
        return Integer.highestOneBit(size + (size >> 1)) << 1;
    }
}
