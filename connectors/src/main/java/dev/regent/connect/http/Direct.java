package dev.regent.connect.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Brings requests straight to the far side, over connections that are kept for the next one.
///
/// A kept connection may have been closed at the other end meanwhile. What can be sent twice is sent again then,
/// at once and over a new one; what can't goes out over a new connection always.
final class Direct implements Carrier {

    private final HostNames names;
    private final Tls tls;
    private final Duration silence;
    private final int mostKept;
    private final AtomicLong sent;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    /// Those that nobody waits on, last used last: guarded by itself.
    private final Deque<Connection> kept = new ArrayDeque<>();

    private volatile boolean closed;

    /// @param sent counts what is sent, what is sent again too
    Direct(HttpSettings settings, Tls tls, HostNames names, AtomicLong sent) {
        this.names = names;
        this.tls = tls;
        this.silence = settings.timeout();
        this.mostKept = settings.inFlight();
        this.sent = sent;
    }

    @Override
    public Answer carry(Request request, Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        Origin origin = Origin.of(request.uri());
        try {
            Optional<Answer> answer = over(request.repeatable() ? lease(origin) : open(origin), request, deadline);
            return answer.isPresent()
                    ? answer.get()
                    : over(open(origin), request, deadline).orElseThrow();
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(request.action());
            }
            throw e;
        }
    }

    /// Empty if the connection had been left: over another one it can come.
    private Optional<Answer> over(Connection connection, Request request, long deadline) throws IOException {
        sent.incrementAndGet();
        connection.begin(deadline);
        Deadlines.OF_ALL.add(connection);
        try {
            connection.open(names, tls);
            return Optional.of(connection.exchange(request));
        } catch (IOException e) {
            connection.close();
            if (request.repeatable()
                    && connection.wasLeft()
                    && !Thread.currentThread().isInterrupted()) {
                return Optional.empty();
            }
            throw connection.why(e);
        } finally {
            Deadlines.OF_ALL.remove(connection);
            connection.finish();
            keep(connection, request.repeatable());
        }
    }

    private Connection open(Origin origin) {
        Connection connection = new Connection(origin, silence);
        open.add(connection);
        if (closed) {
            throw new IllegalStateException("closed");
        }
        return connection;
    }

    private Connection lease(Origin origin) {
        Connection found = kept(origin);
        return found == null ? open(origin) : found;
    }

    private @Nullable Connection kept(Origin origin) {
        long now = System.nanoTime();
        synchronized (kept) {
            for (Iterator<Connection> last = kept.descendingIterator(); last.hasNext(); ) {
                Connection each = last.next();
                boolean fresh = each.isFresh(now);
                if (!fresh || each.leadsTo(origin)) {
                    last.remove();
                }
                if (!fresh) {
                    drop(each);
                } else if (each.leadsTo(origin)) {
                    return each;
                }
            }
            return null;
        }
    }

    /// Keeps it for the next request, if there can be one. One that carried a change is not for those that read.
    private void keep(Connection connection, boolean reading) {
        Connection spare = connection;
        if (reading && connection.goesOn()) {
            synchronized (kept) {
                kept.addLast(connection);
                spare = kept.size() > mostKept || closed ? kept.removeFirst() : null;
            }
        }
        if (spare != null) {
            drop(spare);
        }
    }

    private void drop(Connection connection) {
        open.remove(connection);
        connection.close();
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(Connection::close);
    }
}
