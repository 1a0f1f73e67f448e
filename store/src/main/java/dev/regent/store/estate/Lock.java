package dev.regent.store.estate;

import org.jdbi.v3.core.Handle;

/// Lets one transaction at a time change what is known of one source; the others wait.
final class Lock {

    private Lock() {}

    static void registry(Handle handle, String name) {
        take(handle, "registry " + name);
    }

    static void environment(Handle handle, String name) {
        take(handle, "environment " + name);
    }

    private static void take(Handle handle, String what) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:what, 0))")
                .bind("what", "regent estate " + what)
                .mapTo(String.class)
                .one();
    }
}
