package dev.regent.server;

import dev.regent.engine.config.ConfigurationException;
import dev.regent.policy.yaml.Problem;
import dev.regent.server.boot.Running;
import dev.regent.server.boot.Settings;
import dev.regent.server.boot.Wiring;
import dev.regent.server.log.Lines;
import dev.regent.store.DatabaseException;
import dev.regent.store.record.RecordException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// `regent up`.
@QuarkusMain
public final class Main {

    private static final int FAILED = 1;
    private static final int BAD_CONFIGURATION = 2;

    private Main() {}

    /// Starts the server and stays until it is told to stop.
    public static void main(String... args) throws InterruptedException {
        Lines.begin(Map.copyOf(System.getenv()));
        UpCommand command = new UpCommand();
        boolean named = args.length > 0 && args[0].equals("up");
        int exit = new CommandLine(command).execute(named ? Arrays.copyOfRange(args, 1, args.length) : args);
        Optional<Settings> settings = command.settings();
        if (exit != 0 || settings.isEmpty()) {
            System.exit(exit);
        }
        settings.get().asProperties().forEach(System::setProperty);
        Wiring.use(start(settings.get()));
        Quarkus.run();
    }

    private static Running start(Settings settings) throws InterruptedException {
        try {
            return Running.start(settings, Map.copyOf(System.getenv()));
        } catch (ConfigurationException e) {
            e.problems().stream().map(Problem::toString).forEach(System.err::println);
            System.exit(BAD_CONFIGURATION);
        } catch (DatabaseException | RecordException | UncheckedIOException | IllegalArgumentException e) {
            System.err.println("regent: " + e.getMessage());
            System.exit(FAILED);
        }
        throw new IllegalStateException("the process should have ended");
    }
}
