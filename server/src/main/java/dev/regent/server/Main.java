package dev.regent.server;

import dev.regent.server.boot.Settings;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/// `regent up`.
@QuarkusMain
public final class Main {

    private Main() {}

    /// Starts the server and stays until it is told to stop.
    public static void main(String... args) {
        UpCommand command = new UpCommand();
        CommandLine line = new CommandLine(command);
        int exit = line.execute(args.length > 0 && args[0].equals("up") ? java.util.Arrays.copyOfRange(args, 1, args.length) : args);
        if (exit != 0 || command.settings().isEmpty()) {
            System.exit(exit);
        }
        Settings settings = command.settings().get();
        settings.asProperties().forEach(System::setProperty);
        Quarkus.run();
    }
}
