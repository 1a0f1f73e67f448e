package dev.regent.engine.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.regent.audit.Draft;
import dev.regent.audit.Entry;
import dev.regent.oci.CanonicalJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One line of a record's file. A line has one form only, so that each of its bytes counts.
sealed interface RecordLine {

    /// The first line.
    ///
    /// @param from the head before the first entry
    /// @param mac the seal of that head; empty where it was written without a key
    record Start(Entry.Head from, String mac) implements RecordLine {
        @Override
        public Map<String, Object> content() {
            return Map.of("regentAudit", 1, "from", head(from), "mac", mac);
        }
    }

    record Line(Entry entry) implements RecordLine {
        @Override
        public Map<String, Object> content() {
            Draft what = entry.what();
            Map<String, Object> content = new HashMap<>(Map.of(
                    "sequence", entry.sequence(),
                    "at", what.at().toString(),
                    "session", what.session(),
                    "actor", what.actor(),
                    "action", what.action(),
                    "subject", what.subject(),
                    "reason", what.reason(),
                    "details", what.details()));
            content.put("previous", entry.previous());
            content.put("hash", entry.hash());
            content.put("mac", entry.mac());
            return content;
        }
    }

    /// The last line.
    ///
    /// @param mac the seal of the end
    record End(Entry.Head end, long count, String mac) implements RecordLine {
        @Override
        public Map<String, Object> content() {
            return Map.of("end", head(end), "count", count, "mac", mac);
        }
    }

    /// It is no line of a record; the message says why.
    final class NoLineException extends Exception {
        private static final long serialVersionUID = 1;

        NoLineException(String message) {
            super(message);
        }
    }

    Map<String, Object> content();

    /// Its bytes, without the line break.
    default byte[] bytes() {
        return CanonicalJson.of(content()).getBytes(StandardCharsets.UTF_8);
    }

    /// Reads a line, without its line break.
    static RecordLine parse(byte[] bytes) throws NoLineException {
        RecordLine line;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            line = new Fields(Fields.TREE.readTree(text), Set.of()).line();
        } catch (CharacterCodingException _) {
            throw new NoLineException("it is no UTF-8");
        } catch (JsonProcessingException _) {
            throw new NoLineException("it is no JSON");
        }
        try {
            if (!Arrays.equals(line.bytes(), bytes)) {
                throw new NoLineException("it isn't in the form in which it was written");
            }
        } catch (IllegalArgumentException _) {
            throw new NoLineException("it holds text or a number that no record holds");
        }
        return line;
    }

    private static Map<String, Object> head(Entry.Head head) {
        return Map.of("sequence", head.sequence(), "hash", head.hash());
    }

    /// The fields of an object whose form isn't known to be right.
    record Fields(@Nullable JsonNode node, Set<String> names) {

        static final ObjectReader TREE =
                new JsonMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

        RecordLine line() throws NoLineException {
            if (node == null || !node.isObject()) {
                throw new NoLineException("it is no JSON object");
            }
            if (node.has("regentAudit")) {
                if (number("regentAudit") != 1) {
                    throw new NoLineException("it was written by a later Regent: check it with that one");
                }
                return new Start(head("from"), hex("mac"));
            }
            return node.has("end") ? new End(head("end"), number("count"), hex("mac")) : new Line(entry());
        }

        private Entry entry() throws NoLineException {
            Map<String, String> details = new HashMap<>();
            for (Map.Entry<String, JsonNode> each : object("details").properties()) {
                if (!each.getValue().isTextual()) {
                    throw new NoLineException("its `details` hold something that is no text");
                }
                details.put(each.getKey(), each.getValue().textValue());
            }
            Draft what = new Draft(
                    time("at"),
                    text("session"),
                    text("actor"),
                    text("action"),
                    text("subject"),
                    text("reason"),
                    details);
            return new Entry(number("sequence"), what, hex("previous"), hex("hash"), hex("mac"));
        }

        private Entry.Head head(String name) throws NoLineException {
            Fields head = new Fields(object(name), Set.of());
            return new Entry.Head(head.number("sequence"), head.hex("hash"));
        }

        private JsonNode object(String name) throws NoLineException {
            JsonNode value = value(name);
            if (!value.isObject()) {
                throw new NoLineException("its `" + name + "` is no object");
            }
            return value;
        }

        private String text(String name) throws NoLineException {
            JsonNode value = value(name);
            if (!value.isTextual()) {
                throw new NoLineException("its `" + name + "` is no text");
            }
            return value.textValue();
        }

        private String hex(String name) throws NoLineException {
            String text = text(name);
            if (!HEX.matcher(text).matches()) {
                throw new NoLineException("its `" + name + "` isn't 64 hexadecimal digits");
            }
            return text;
        }

        private long number(String name) throws NoLineException {
            JsonNode value = value(name);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new NoLineException("its `" + name + "` is no whole number from 0 on");
            }
            return value.longValue();
        }

        private Instant time(String name) throws NoLineException {
            try {
                return Instant.parse(text(name));
            } catch (DateTimeException _) {
                throw new NoLineException("its `" + name + "` is no time");
            }
        }

        private JsonNode value(String name) throws NoLineException {
            JsonNode value = Objects.requireNonNull(node).get(name);
            if (value == null) {
                throw new NoLineException("its `" + name + "` is missing");
            }
            return value;
        }
    }
}
