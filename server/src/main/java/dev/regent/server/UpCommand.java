package dev.regent.server;

import dev.regent.server.boot.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What `regent up` understands.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        version = "regent 0.1.0",
        description = {
            "Starts the server: it watches registries and environments, keeps plans ready, and carries out what people"
                    + " approve. Console, API and health answer on one port.",
            "",
            "The first start writes an administrator's token to DIR/admin-token. SIGTERM stops everything within 10 s."
        },
        footer = {
            "",
            "Environment: REGENT_DATABASE_URL names a PostgreSQL of yours (postgresql://user@host/database) instead of the"
                    + " embedded one, REGENT_DATABASE_PASSWORD_FILE the file with its password; REGENT_AUDIT_KEY_FILE the"
                    + " key of the record instead of DIR/audit-key; REGENT_LOG=json writes a JSON object a line."
        })
final class UpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--demo", description = "Adds a lively made-up estate, over the real wire protocols.")
    private boolean demo;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8480",
            description = "Where to listen (default 8480).")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "At which address (default 127.0.0.1; 0.0.0.0 for all).")
    private String host;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where to keep the database, the keys and the tokens (default: REGENT_DATA, else"
                    + " /var/lib/regent for root and ~/.local/share/regent for others; a demo: a temporary one).")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "What to watch (default: REGENT_CONFIG, else DIR/regent.yaml; without one nothing is watched).")
    private @Nullable Path config;

    private @Nullable Settings settings;

    UpCommand() {
        // picocli fills it in.
        this.spec = CommandSpec.create();
        this.host = "";
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65535) {
            throw new ParameterException(spec.commandLine(), "--port is 0 to 65535, got " + port);
        }
        settings = Settings.of(
                demo, host, port, Optional.ofNullable(data), Optional.ofNullable(config), Map.copyOf(System.getenv()));
        return 0;
    }

    /// Empty if only help was asked for.
    Optional<Settings> settings() {
        return Optional.ofNullable(settings);
    }
}
