package dev.regent.store.estate;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/// Names of the events of one registry that were counted last. It tells of an event again until it hears that it was
/// taken, and of none after it meanwhile: few are enough, also for several of its replicas.
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
