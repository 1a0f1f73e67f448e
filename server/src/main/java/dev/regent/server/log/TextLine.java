package dev.regent.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;
import org.slf4j.event.KeyValuePair;

/// A record as a line for people: time, level, message, `key=value` pairs; a stack trace follows,
/// indented. Whatever could end the line or steer a terminal is shown by its number.
final class TextLine extends ExtFormatter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    @Override
    public String format(ExtLogRecord record) {
        StringBuilder line = new StringBuilder(160);
        line.append(TIME.format(record.getInstant())).append(' ');
        line.append(String.format(Locale.ROOT, "%-5s", record.getLevel().getName()));
        line.append(' ').append(Plain.text(Objects.requireNonNullElse(formatMessage(record), "")));
        if (record instanceof KeyedRecord keyed) {
            keyed.pairs().forEach(pair -> append(line, pair));
        }
        line.append('\n');
        if (record.getThrown() != null) {
            trace(record.getThrown())
                    .lines()
                    .forEach(each -> line.append("    ")
                            .append(Plain.text(each.replace("\t", "  ")))
                            .append('\n'));
        }
        return line.toString();
    }

    private static void append(StringBuilder line, KeyValuePair pair) {
        String value = Plain.text(String.valueOf(pair.value));
        boolean quoted = value.isEmpty() || value.contains(" ") || value.contains("\"") || value.contains("=");
        line.append(' ').append(Plain.text(pair.key)).append('=');
        line.append(quoted ? '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"' : value);
    }

    static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
