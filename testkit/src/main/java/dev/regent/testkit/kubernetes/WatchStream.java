package dev.regent.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The events of one kind, for as long as they are asked for.
final class WatchStream {

    private static final long LOOK_EVERY_MILLIS = 50;

    private final ClusterWorld world;
    private final ApiCall call;
    private final CountDownLatch closing;

    WatchStream(ClusterWorld world, ApiCall call, CountDownLatch closing) {
        this.world = world;
        this.call = call;
        this.closing = closing;
    }

    void serve(HttpExchange exchange) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.flush();
        long position = call.number("resourceVersion");
        long seconds = call.number("timeoutSeconds");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds == 0 ? 1800 : seconds);
        while (closing.getCount() > 0 && System.nanoTime() < deadline) {
            if (world.isForgotten(position)) {
                ObjectNode gone = Reply.statusObject(
                        410, "Expired", "too old resource version: " + position + " (" + world.version() + ")");
                send(out, "ERROR", gone);
                out.close();
                return;
            }
            for (ClusterWorld.Event event : world.after(call.path(), position, LOOK_EVERY_MILLIS)) {
                if (!event.type().equals("BOOKMARK")
                        || call.text("allowWatchBookmarks").equals("true")) {
                    send(out, event.type(), event.object());
                }
                position = event.version();
            }
        }
        if (closing.getCount() > 0) {
            // Else the connection breaks, as it does when a process ends.
            out.close();
        }
    }

    private static void send(OutputStream out, String type, ObjectNode object) throws IOException {
        ObjectNode event = Objects.JSON.createObjectNode().put("type", type);
        event.set("object", object);
        out.write((event + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
