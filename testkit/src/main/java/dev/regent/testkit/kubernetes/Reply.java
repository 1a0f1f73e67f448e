package dev.regent.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// An answer, as an API server of Kubernetes 1.33 words it.
final class Reply {

    private static final String SEPARATOR = "\n";

    private final int status;
    private final String contentType;
    private final byte[] body;

    Reply(int status, String contentType, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.body = body;
    }

    int status() {
        return status;
    }

    String contentType() {
        return contentType;
    }

    /// Not a copy.
    byte[] body() {
        return body;
    }

    static Reply version() {
        return json(
                200,
                Objects.JSON
                        .createObjectNode()
                        .put("major", "1")
                        .put("minor", "33")
                        .put("gitVersion", "v1.33.4")
                        .put("platform", "linux/amd64"));
    }

    static Reply status(int code, String reason, String message) {
        ObjectNode status = statusObject(code, reason, message);
        return json(code, status);
    }

    static ObjectNode statusObject(int code, String reason, String message) {
        ObjectNode status = Objects.bare("Status", "v1");
        status.putObject("metadata");
        return status.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", code);
    }

    static Reply expired() {
        return status(
                410,
                "Expired",
                "The provided continue parameter is too old to display a consistent list result. You can start a new"
                        + " list without the continue parameter.");
    }

    static Reply to(ApiCall call, ClusterWorld world) {
        if (call.name().isPresent()) {
            return world.get(
                            world.apiVersion(call.path()),
                            call.resource(),
                            "",
                            call.name().get())
                    .map(object -> json(200, object))
                    .orElseGet(() -> status(404, "NotFound", call.resource() + " not found"));
        }
        long version = world.version();
        String after = "";
        if (!call.text("continue").isEmpty()) {
            String[] token = new String(Base64.getUrlDecoder().decode(call.text("continue")), StandardCharsets.UTF_8)
                    .split(SEPARATOR, 2);
            version = Long.parseLong(token[0]);
            after = token[1];
            if (world.isForgotten(version)) {
                return expired();
            }
        }
        int limit = (int) call.number("limit");
        List<Map.Entry<String, ClusterWorld.Stored>> found = world.list(call.path(), after, limit, selector(call));
        boolean more = limit > 0 && found.size() > limit;
        List<Map.Entry<String, ClusterWorld.Stored>> page = more ? found.subList(0, limit) : found;
        String next = more
                ? Base64.getUrlEncoder()
                        .encodeToString(
                                (version + SEPARATOR + page.getLast().getKey()).getBytes(StandardCharsets.UTF_8))
                : "";
        return list(call, world, version, next, page);
    }

    private static Reply list(
            ApiCall call,
            ClusterWorld world,
            long version,
            String next,
            List<Map.Entry<String, ClusterWorld.Stored>> page) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(
                body,
                "{\"kind\":\"" + Objects.kind(call.resource()) + "List\",\"apiVersion\":\""
                        + world.apiVersion(call.path()) + "\",\"metadata\":{\"resourceVersion\":\"" + version + "\""
                        + (next.isEmpty() ? "" : ",\"continue\":\"" + next + "\"") + "},\"items\":[");
        for (int i = 0; i < page.size(); i++) {
            write(body, (i == 0 ? "" : ",") + page.get(i).getValue().json());
        }
        write(body, "]}\n");
        return new Reply(200, "application/json", body.toByteArray());
    }

    private static void write(ByteArrayOutputStream body, String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Equality is all that is understood, of labels and of a secret's type.
    private static Predicate<ObjectNode> selector(ApiCall call) {
        String[] label = call.text("labelSelector").split("=", 2);
        String[] field = call.text("fieldSelector").split("=", 2);
        return object -> (label.length < 2
                        || object.path("metadata")
                                .path("labels")
                                .path(label[0])
                                .asText()
                                .equals(label[1]))
                && (field.length < 2 || object.path(field[0]).asText().equals(field[1]));
    }

    private static Reply json(int status, ObjectNode body) {
        return new Reply(status, "application/json", (body + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
