package dev.regent.store.estate;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/// Names of the events that were counted last. Registries tell of an event again until they hear that it was taken, and
/// of none after it meanwhile: few are enough.
final class RecentEvents {

    private static final int MOST = 50_000;

    private final Set<UUID> events = new LinkedHashSet<>();

    synchronized boolean has(UUID event) {
        return events.contains(event);
    }

    synchronized void add(Collection<UUID> counted) {
        events.addAll(counted);
        Iterator<UUID> oldest = events.iterator();
        while (events.size() > MOST) {
            oldest.next();
            oldest.remove();
        }
    }
}
