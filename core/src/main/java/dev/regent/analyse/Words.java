package dev.regent.analyse;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A sentence that is put together when somebody reads it: most of millions are never read. Two are equal whose
/// sentences are.
public final class Words {

    private final Supplier<String> wording;
    private volatile @Nullable String text;

    private Words(Supplier<String> wording) {
        this.wording = wording;
    }

    public static Words of(String text) {
        return new Words(() -> text);
    }

    /// Those that `wording` gives, the same whenever it is asked.
    public static Words when(Supplier<String> wording) {
        return new Words(wording);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Words words && toString().equals(words.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = wording.get();
            text = known;
        }
        return known;
    }
}
