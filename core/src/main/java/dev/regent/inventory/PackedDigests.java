package dev.regent.inventory;

import dev.regent.oci.Digest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Digests by number, in 32 bytes each.
final class PackedDigests {

    private static final int BYTES = 32;

    private byte[] bytes;
    private int size;

    /// Those that are longer.
    private final Map<Integer, Digest> others = new HashMap<>();

    PackedDigests(int expected) {
        bytes = new byte[BYTES * Math.max(8, expected)];
    }

    int size() {
        return size;
    }

    /// @param digest null where there is none, which nobody asks for
    void add(@Nullable Digest digest) {
        if ((size + 1) * BYTES > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length + (bytes.length >> 1) / BYTES * BYTES);
        }
        if (digest != null) {
            String hex = digest.hex();
            if (hex.length() == 2 * BYTES) {
                for (int each = 0; each < BYTES; each++) {
                    bytes[size * BYTES + each] = (byte) HexFormat.fromHexDigits(hex, 2 * each, 2 * each + 2);
                }
            } else {
                others.put(size, digest);
            }
        }
        size++;
    }

    Digest get(int number) {
        Digest other = others.isEmpty() ? null : others.get(number);
        return other != null ? other : Digest.sha256(bytes, number * BYTES);
    }

    /// The number of a digest, where they are in their order; or less than zero.
    int find(Digest digest) {
        int low = 0;
        int high = size - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = get(middle).compareTo(digest);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -1;
    }
}
