package dev.regent.cli.remote;

import picocli.CommandLine.Option;

/// The server that a command speaks to.
final class Remote {

    private final Shown shown;

    @Option(
            names = "--insecure-http",
            order = 101,
            description = "Send the token in clear to a server that is neither https nor on this machine.")
    private boolean insecureHttp;

    Remote(Shown shown) {
        this.shown = shown;
    }

    /// Finds the server; nothing is sent yet.
    ///
    /// @throws IllegalArgumentException if no server is named, or one that must not be spoken to
    Server open() {
        return new Server(Connection.find(shown.surroundings(), insecureHttp));
    }

    boolean insecureHttp() {
        return insecureHttp;
    }
}
