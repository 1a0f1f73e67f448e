package dev.regent.server.log;

import java.util.List;
import java.util.Objects;
import org.jboss.logmanager.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.event.LoggingEvent;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventAware;

/// Hands what SLF4J is told over to the log manager. The binding that comes with it writes keys and
/// values into the message, where nobody can tell them apart any more.
final class KeyedLogger extends LegacyAbstractLogger implements LoggingEventAware {
    private static final long serialVersionUID = 1;

    private final transient Logger target;

    KeyedLogger(Logger target) {
        this.target = target;
        this.name = target.getName();
    }

    @Override
    public void log(LoggingEvent event) {
        java.util.logging.Level level = KeyedRecord.level(event.getLevel());
        if (!target.isLoggable(level)) {
            return;
        }
        send(
                level,
                formatted(event.getMessage(), event.getArgumentArray()),
                Objects.requireNonNullElse(event.getKeyValuePairs(), List.of()),
                event.getThrowable());
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String message,
            Object @Nullable [] arguments,
            @Nullable Throwable thrown) {
        send(KeyedRecord.level(level), formatted(message, arguments), List.of(), thrown);
    }

    private void send(
            java.util.logging.Level level,
            String message,
            List<org.slf4j.event.KeyValuePair> pairs,
            @Nullable Throwable thrown) {
        KeyedRecord record = new KeyedRecord(level, message, name, pairs);
        record.setThrown(thrown);
        target.log(record);
    }

    private static String formatted(@Nullable String message, Object @Nullable [] arguments) {
        String text = Objects.requireNonNullElse(message, "");
        return arguments == null || arguments.length == 0
                ? text
                : String.valueOf(MessageFormatter.basicArrayFormat(text, arguments));
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isLoggable(org.jboss.logmanager.Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isLoggable(org.jboss.logmanager.Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isLoggable(org.jboss.logmanager.Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isLoggable(org.jboss.logmanager.Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isLoggable(org.jboss.logmanager.Level.ERROR);
    }
}
