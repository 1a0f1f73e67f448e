package dev.regent.inventory.graph;

import java.util.Arrays;

/// Numbers, each once, in their order.
final class Members {

    private int[] numbers;
    private int size;

    Members() {
        this(new int[4]);
        size = 0;
    }

    /// @param numbers in their order, each once; they are this one's from now on
    Members(int[] numbers) {
        this.numbers = numbers;
        size = numbers.length;
    }

    int size() {
        return size;
    }

    int get(int place) {
        return numbers[place];
    }

    boolean contains(int number) {
        return place(number) >= 0;
    }

    /// Whether it was not here before.
    boolean add(int number) {
        int place = place(number);
        if (place >= 0) {
            return false;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(4, size + (size >> 1)));
        }
        System.arraycopy(numbers, ~place, numbers, ~place + 1, size - ~place);
        numbers[~place] = number;
        size++;
        return true;
    }

    /// Whether it was here before.
    boolean remove(int number) {
        int place = place(number);
        if (place < 0) {
            return false;
        }
        size--;
        System.arraycopy(numbers, place + 1, numbers, place, size - place);
        return true;
    }

    private int place(int number) {
        return Arrays.binarySearch(numbers, 0, size, number);
    }
}
