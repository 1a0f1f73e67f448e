package dev.regent.connect.docker;

import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Http;
import dev.regent.connect.http.HttpSettings;
import java.net.URI;
import java.util.Optional;

/// A way to one engine, for one look.
final class EngineConnection implements AutoCloseable {

    private static final URI BY_SOCKET = URI.create("http://localhost");

    private final Http http;
    private final EngineApi api;
    private final Optional<SshTunnel> tunnel;

    private EngineConnection(Http http, EngineApi api, Optional<SshTunnel> tunnel) {
        this.http = http;
        this.api = api;
        this.tunnel = tunnel;
    }

    /// @throws ConnectorException if `ssh` could not connect
    static EngineConnection open(EngineAddress address, HttpSettings settings, String sshProgram)
            throws ConnectorException, InterruptedException {
        String shown = address.toString();
        return switch (address) {
            case EngineAddress.Tcp(var base, var _) -> {
                Http http = new Http(settings, Optional.empty());
                yield new EngineConnection(http, new EngineApi(http, base, shown), Optional.empty());
            }
            case EngineAddress.Socket(var path) -> {
                Http http = new Http(settings, Optional.of(path));
                yield new EngineConnection(http, new EngineApi(http, BY_SOCKET, shown), Optional.empty());
            }
            case EngineAddress.Through(var passage, var _) -> {
                Http http = new Http(settings, Optional.empty());
                EngineApi api = new EngineApi(http, passage.base(), passage.headers(), shown);
                yield new EngineConnection(http, api, Optional.empty());
            }
            case EngineAddress.Ssh ssh -> {
                SshTunnel tunnel = SshTunnel.open(sshProgram, ssh, settings.timeout());
                Http http = new Http(settings, Optional.of(tunnel.socket()));
                yield new EngineConnection(http, new EngineApi(http, BY_SOCKET, shown), Optional.of(tunnel));
            }
        };
    }

    EngineApi api() {
        return api;
    }

    long requests() {
        return http.requests();
    }

    /// What `ssh` said, to follow a sentence; empty if nothing.
    String afterword() {
        return tunnel.map(SshTunnel::said)
                .filter(words -> !words.isEmpty())
                .map(words -> " (ssh says: " + words + ")")
                .orElse("");
    }

    @Override
    public void close() {
        http.close();
        tunnel.ifPresent(SshTunnel::close);
    }
}
