package dev.regent.cli.remote;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Server-sent events. A thread of its own reads them, so that a connection that died silently can be given up.
///
/// @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, server-sent events</a>
final class EventStream implements AutoCloseable {

    /// One event; without a name it is a sign of life.
    ///
    /// @param id what to resume after; empty where there was none yet
    record Event(String id, String name, String data) {}

    private final InputStream body;
    private final LinkedBlockingQueue<Optional<Event>> read = new LinkedBlockingQueue<>();
    private String id = "";

    EventStream(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    /// The next event; empty when the stream ended, was cut, or stayed silent for so long.
    Optional<Event> next(Duration silence) throws InterruptedException {
        Optional<Event> next = read.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
        return next == null ? Optional.empty() : next;
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            StringBuilder data = new StringBuilder();
            String name = "";
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                if (line.isEmpty()) {
                    read.add(Optional.of(new Event(id, data.isEmpty() ? "" : name, data.toString())));
                    data.setLength(0);
                    name = "";
                } else if (line.startsWith(":")) {
                    read.add(Optional.of(new Event(id, "", "")));
                } else if (field.equals("event")) {
                    name = value;
                } else if (field.equals("id")) {
                    id = value;
                } else if (field.equals("data")) {
                    data.append(data.isEmpty() ? "" : "\n").append(value);
                }
            }
        } catch (IOException _) {
            // A cut stream and an ended one are told apart by asking for the execution's state.
        } finally {
            read.add(Optional.empty());
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
