package dev.regent.server.log;

import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.handlers.ConsoleHandler;

/// Sees to it that all lines of the log are written our way, those too that come before anything
/// listens.
@ApplicationScoped
public class Lines {

    private static final String VARIABLE = "REGENT_LOG";
    private static final String PROPERTY = "regent.log";

    /// To be called before anything logs.
    ///
    /// @param variables of this process
    public static void begin(Map<String, String> variables) {
        System.setProperty("slf4j.provider", KeyedLogging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty(PROPERTY, variables.getOrDefault(VARIABLE, ""));
        // The log manager asks InitialConfigurator for its first handler, and gets none while that class is being made.
        Logger root = LogContext.getLogContext().getLogger("");
        root.setLevel(Level.INFO);
        ConsoleHandler console = new ConsoleHandler(ConsoleHandler.Target.SYSTEM_ERR, formatter());
        console.setFilter(Lines::isOfUse);
        InitialConfigurator.DELAYED_HANDLER.setHandlers(new Handler[] {console});
        if (root.getHandlers().length == 0) {
            root.addHandler(InitialConfigurator.DELAYED_HANDLER);
        }
    }

    /// As application.properties says it, which counts only later.
    private static boolean isOfUse(LogRecord record) {
        return record.getLevel().intValue() >= Level.WARN.intValue()
                || (record.getLoggerName() != null && record.getLoggerName().startsWith("dev.regent"));
    }

    /// Quarkus puts a console handler of its own in the place of the first one.
    void started(@Observes @Priority(1) StartupEvent event) {
        for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
            if (handler instanceof ConsoleHandler console) {
                console.setFormatter(formatter());
            }
        }
    }

    private static ExtFormatter formatter() {
        return "json".equals(System.getProperty(PROPERTY)) ? new JsonLine() : new TextLine();
    }
}
