package dev.regent.act;

import java.util.ArrayList;
import java.util.List;

/// Everything that an execution asks of its surroundings, in order. It can end the program at any
/// of these calls.
final class Calls {

    /// The program was ended, as by `kill -9`.
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /// What a call does.
    @FunctionalInterface
    interface Effect<T, X extends Exception> {
        T take() throws X;
    }

    /// @param after whether the call has had its effect when the program ends
    record Death(int call, boolean after) {
        static final Death NEVER = new Death(0, false);
    }

    private final List<String> made = new ArrayList<>();
    private Death death = Death.NEVER;
    private int count;

    /// Makes a call, and writes it down once it has had its effect.
    <T, X extends Exception> T make(String what, Effect<T, X> effect) throws X {
        count++;
        if (death.equals(new Death(count, false))) {
            throw new Killed();
        }
        made.add(what);
        T result = effect.take();
        if (death.equals(new Death(count, true))) {
            throw new Killed();
        }
        return result;
    }

    /// Ends the program at a call that is counted from now on, the first being 1.
    void dieAt(Death other) {
        count = 0;
        death = other;
    }

    void live() {
        dieAt(Death.NEVER);
    }

    int count() {
        return count;
    }

    /// All calls that had an effect.
    List<String> made() {
        return List.copyOf(made);
    }

    /// Calls of one kind, for example `delete`.
    List<String> made(String kind) {
        return made.stream().filter(call -> call.startsWith(kind + " ")).toList();
    }

    void forget() {
        made.clear();
    }
}
