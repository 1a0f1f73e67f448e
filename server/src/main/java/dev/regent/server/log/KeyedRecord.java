package dev.regent.server.log;

import java.util.List;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.slf4j.event.KeyValuePair;

/// A log record that keeps its keys and values apart from its message.
final class KeyedRecord extends ExtLogRecord {
    private static final long serialVersionUID = 1;

    private final transient List<KeyValuePair> pairs;

    KeyedRecord(java.util.logging.Level level, String message, String logger, List<KeyValuePair> pairs) {
        super(level, message, FormatStyle.NO_FORMAT, logger);
        this.pairs = List.copyOf(pairs);
        setLoggerName(logger);
    }

    List<KeyValuePair> pairs() {
        return pairs;
    }

    static java.util.logging.Level level(org.slf4j.event.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
