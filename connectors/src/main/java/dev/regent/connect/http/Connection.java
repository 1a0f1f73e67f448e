package dev.regent.connect.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One connection by TCP to one origin, perhaps encrypted: one request after the other (HTTP/1.1, RFC 9112). Whoever
/// waits on it waits without a time of its own: [Deadlines] looks after it, and ends it.
final class Connection {

    /// Where nobody says how long.
    private static final Duration KEPT = Duration.ofMinutes(3);

    private static final Pattern TIMEOUT = Pattern.compile("timeout=(\\d{1,6})");

    private final Origin origin;
    private final Duration silence;

    private @Nullable Incoming in;
    private @Nullable OutputStream out;
    private boolean used;
    private boolean answered;
    private boolean goesOn;
    private long keptUntil;

    private volatile long heard;

    /// What goes on, for those who look at it: guarded by this.
    private @Nullable Socket socket;

    private @Nullable Thread waiting;
    private long deadline;
    private boolean connected;
    private boolean abandoned;
    private boolean closed;
    private @Nullable IOException end;

    /// @param silence how long nothing may come
    Connection(Origin origin, Duration silence) {
        this.origin = origin;
        this.silence = silence;
    }

    /// Whether another request may follow.
    synchronized boolean goesOn() {
        return goesOn && !closed;
    }

    boolean leadsTo(Origin other) {
        return origin.isSame(other);
    }

    /// Whether the far side still waits for a request, as far as that can be told: what lies there that
    /// nobody asked for would be taken for the next answer.
    synchronized boolean isFresh(long now) {
        return !closed && now - keptUntil < 0 && !lies();
    }

    /// Whether something came that nobody has taken.
    private boolean lies() {
        try {
            return socket != null && socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return true; // who looks for it finds out why
        }
    }

    /// A request begins, for which this thread waits.
    synchronized void begin(long until) {
        waiting = Thread.currentThread();
        deadline = until;
        goesOn = false;
        heard = System.nanoTime();
        answered = false;
    }

    /// Nobody waits any more.
    synchronized void finish() {
        waiting = null;
    }

    /// Ends what is waited for, if its time is up or who waits gave up.
    synchronized void look(long now) {
        if (waiting == null || end != null) {
            return;
        }
        if (waiting.isInterrupted()) {
            end(new InterruptedIOException("given up"));
        } else if (now - deadline >= 0) {
            end(new Http.SlowException());
        } else if (now - heard >= silence.toNanos()) {
            if (connected && lies()) {
                heard = now; // a machine that is busy is no silence
            } else if (connected) {
                end(new SocketTimeoutException("nothing came"));
            } else {
                abandoned = true; // there may be another address
                closeSocket();
            }
        }
    }

    private void end(IOException why) {
        end = why;
        close();
    }

    /// Whether the far side had left it before the request came, or did as it came: nothing was answered, and
    /// nobody here ended it.
    synchronized boolean wasLeft() {
        return used && !answered && end == null;
    }

    /// Why it really ended.
    synchronized IOException why(IOException failure) {
        if (end != null && !(failure instanceof HostNames.SilentException)) {
            return end;
        }
        boolean hungUp = !answered && failure instanceof CutException;
        return hungUp ? new SocketException("it hung up without an answer") : failure;
    }

    /// Connects, unless it is.
    void open(HostNames names, Tls tls) throws IOException {
        if (in != null) {
            return;
        }
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        Duration atMost = left.compareTo(silence) < 0 ? left : silence;
        Socket raw = connect(names.addresses(origin.name(), atMost));
        connected();
        Socket over = origin.isEncrypted() ? tls.upgrade(raw, origin.name(), origin.port()) : raw;
        heard = System.nanoTime();
        in = new Incoming(over.getInputStream(), this::hear);
        out = over.getOutputStream();
    }

    /// Tries one address after the other. Not with a time of the socket's own: from then on it would ask before each
    /// read whether there is something to read.
    private Socket connect(InetAddress[] addresses) throws IOException {
        IOException last = new SocketException("there is no address for " + origin.name());
        for (InetAddress address : addresses) {
            Socket raw = new Socket();
            take(raw);
            try {
                raw.setTcpNoDelay(true);
                raw.connect(new InetSocketAddress(address, origin.port()));
                return raw;
            } catch (IOException e) {
                last = gaveUp() ? new SocketTimeoutException("it took too long to connect") : e;
                raw.close();
            }
        }
        throw last;
    }

    private synchronized void take(Socket raw) throws IOException {
        if (closed) {
            raw.close();
            throw end == null ? new SocketException("closed") : end;
        }
        socket = raw;
        heard = System.nanoTime();
        abandoned = false;
    }

    private synchronized boolean gaveUp() {
        return abandoned;
    }

    private synchronized void connected() {
        heard = System.nanoTime();
        connected = true;
    }

    private void hear() {
        heard = System.nanoTime();
        answered = true;
    }

    /// Sends a request and brings the answer.
    Answer exchange(Request request) throws IOException {
        if (in == null || out == null) {
            throw new IllegalStateException("not connected");
        }
        out.write(Outgoing.bytes(request));
        heard = System.nanoTime();
        Head head = Head.read(in);
        long length = head.length(request.method());
        Body body = new Body(in, length);
        Answer answer = Bodies.answer(request, head, body, length, deadline);
        goesOn = head.keepsOpen() && body.isWhole() && !in.hasRest();
        keptUntil = System.nanoTime() + kept(head).toNanos();
        used = true;
        return answer;
    }

    /// `Keep-Alive: timeout=5`, if the far side says how long it waits.
    private static Duration kept(Head head) {
        Matcher said = TIMEOUT.matcher(String.join(",", head.headers().getOrDefault("keep-alive", List.of())));
        return said.find() ? Duration.ofSeconds(Long.parseLong(said.group(1))) : KEPT;
    }

    /// Closes it as it is. What is underneath is closed, not what encrypts: that would say good-bye first, and wait.
    synchronized void close() {
        closed = true;
        goesOn = false;
        closeSocket();
    }

    private void closeSocket() {
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is of no use any more, closed or not.
                return;
            }
        }
    }
}
