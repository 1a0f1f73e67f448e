package dev.regent.whole;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.audit.AuditKey;
import dev.regent.engine.record.RecordCheck;
import dev.regent.engine.record.RecordFile;
import dev.regent.store.record.AuditKeyFile;
import dev.regent.testkit.peer.RealServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A server's record as a file, with the key that it is sealed with.
record Exported(String text, AuditKey key) {

    private static final JsonMapper JSON = new JsonMapper();

    static Exported of(RealServer server) throws IOException, InterruptedException {
        String text = new Api(server.url(), server.token()).get("/audit/export").text();
        return new Exported(text, AuditKeyFile.readOrCreate(server.data().resolve("audit-key"), true));
    }

    RecordCheck check() throws IOException {
        return check(text);
    }

    /// What the key says to another text.
    RecordCheck check(String other) throws IOException {
        return RecordFile.verify(new ByteArrayInputStream(other.getBytes(StandardCharsets.UTF_8)), Optional.of(key));
    }

    /// What is said of an execution as a whole and of its steps, in order.
    List<String> actions(String execution) throws IOException {
        List<String> actions = new ArrayList<>();
        for (String line : text.lines().toList()) {
            JsonNode entry = JSON.readTree(line);
            if (entry.path("session").asText().equals(execution)) {
                actions.add(entry.path("action").asText());
            }
        }
        return actions;
    }
}
