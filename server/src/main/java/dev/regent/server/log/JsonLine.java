package dev.regent.server.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.slf4j.event.KeyValuePair;

/// A record as one JSON object in one line, in ASCII.
final class JsonLine extends ExtFormatter {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    @Override
    public String format(ExtLogRecord record) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", record.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("level", record.getLevel().getName());
        line.put("logger", Objects.requireNonNullElse(record.getLoggerName(), ""));
        line.put("message", Objects.requireNonNullElse(formatMessage(record), ""));
        if (record instanceof KeyedRecord keyed) {
            keyed.pairs().forEach(pair -> line.putIfAbsent(pair.key, value(pair)));
        }
        if (record.getThrown() != null) {
            line.put("exception", TextLine.trace(record.getThrown()));
        }
        try {
            return JSON.writeValueAsString(line) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can't be written as JSON", e);
        }
    }

    private static Object value(KeyValuePair pair) {
        return pair.value instanceof Number || pair.value instanceof Boolean ? pair.value : String.valueOf(pair.value);
    }
}
