package dev.regent.server.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Instant;
import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import org.slf4j.event.Level;

class LinesTest {

    private static final String FORGED = "app\n2026-06-01T00:00:00.000Z INFO  forged\u001b[31m\r\u2028\u202e";

    @Test
    void aTextLineHasItsKeysAndValuesAfterTheMessage() {
        assertThat(new TextLine().format(record("registry looked at", new KeyValuePair("heard", "yes"))))
                .isEqualTo("2026-06-01T12:00:00.000Z INFO  registry looked at heard=yes\n");
    }

    @Test
    void aValueWithBlanksIsQuoted() {
        assertThat(new TextLine().format(record("m", new KeyValuePair("why", "not \"heard\" k=v"))))
                .endsWith(" m why=\"not \\\"heard\\\" k=v\"\n");
    }

    @Test
    void noValueMessageOrKeyForgesALineOfText() {
        String line = new TextLine().format(record(FORGED, new KeyValuePair("k\n", FORGED)));

        assertThat(line.lines()).hasSize(1);
        assertThat(line).doesNotContain("\u001b", "\r", "\u2028", "\u202e").contains("app<U+000A>2026");
    }

    @Test
    void noValueMessageOrKeyForgesALineOfJson() throws JsonProcessingException {
        String line = new JsonLine().format(record(FORGED, new KeyValuePair("k\n", FORGED)));

        assertThat(line.lines()).hasSize(1);
        assertThat(line.strip()).matches("[ -~]+");
        assertThat(new JsonMapper().readTree(line).path("message").asText()).isEqualTo(FORGED);
    }

    @Test
    void aJsonLineHasAllParts() throws JsonProcessingException {
        ExtLogRecord record = record("m", new KeyValuePair("steps", 3), new KeyValuePair("level", "mine"));
        record.setThrown(new IllegalStateException("broken\nhere"));

        JsonNode line = new JsonMapper().readTree(new JsonLine().format(record));

        assertThat(line.path("timestamp").asText()).isEqualTo("2026-06-01T12:00:00Z");
        assertThat(line.path("level").asText()).isEqualTo("INFO");
        assertThat(line.path("logger").asText()).isEqualTo("dev.regent.Test");
        assertThat(line.path("steps").asInt()).isEqualTo(3);
        assertThat(line.path("exception").asText()).startsWith("java.lang.IllegalStateException: broken\nhere");
    }

    @Test
    void anExceptionsMessageForgesNoLineOfText() {
        ExtLogRecord record = record("m");
        record.setThrown(new IllegalStateException("broken\n2026-06-01T00:00:00.000Z INFO  forged"));

        assertThat(new TextLine().format(record).lines().skip(1)).allMatch(line -> line.startsWith("    "));
    }

    private static ExtLogRecord record(String message, KeyValuePair... pairs) {
        KeyedRecord record = new KeyedRecord(KeyedRecord.level(Level.INFO), message, "dev.regent.Test", List.of(pairs));
        record.setInstant(Instant.parse("2026-06-01T12:00:00Z"));
        return record;
    }
}
