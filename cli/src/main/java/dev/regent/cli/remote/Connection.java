package dev.regent.cli.remote;

import dev.regent.cli.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/// Which server is meant, and as whom.
///
/// @param from what named it, for messages
record Connection(ServerAddress server, Token token, String from) {

    private static final String URL = "REGENT_URL";
    private static final String TOKEN_FILE = "REGENT_TOKEN_FILE";

    /// From the two variables, else from the login.
    ///
    /// @param insecureHttp whether a token may travel in clear
    /// @throws IllegalArgumentException if nothing names a server, or one that must not be spoken to
    static Connection find(Surroundings surroundings, boolean insecureHttp) {
        Optional<String> url = surroundings.variable(URL);
        Optional<String> file = surroundings.variable(TOKEN_FILE);
        if (url.isPresent() && file.isPresent()) {
            ServerAddress server = ServerAddress.of(URL, url.get());
            requireSafe(surroundings, server, insecureHttp);
            return new Connection(server, Token.in(Path.of(file.get())), URL + "=" + server);
        }
        if (url.isPresent() || file.isPresent()) {
            throw new IllegalArgumentException((url.isPresent() ? URL : TOKEN_FILE) + " is set and "
                    + (url.isPresent() ? TOKEN_FILE : URL)
                    + " isn't; set both, or neither and use `regent login URL --token-file FILE`");
        }
        Login login = Login.read(surroundings)
                .orElseThrow(() -> new IllegalArgumentException("no server is named: set " + URL + " and " + TOKEN_FILE
                        + ", or use `regent login URL --token-file FILE` once"));
        requireSafe(surroundings, login.server(), insecureHttp || login.insecureHttp());
        return new Connection(login.server(), login.token(), URL + "=" + login.server() + ", from the login");
    }

    /// Refuses to send a token where others could read it.
    static void requireSafe(Surroundings surroundings, ServerAddress server, boolean insecureHttp) {
        if (!server.isClear()) {
            return;
        }
        if (!insecureHttp) {
            throw new IllegalArgumentException(server
                    + ": the token would travel in clear over plain http, for anybody on the way to read and use;"
                    + " use https, or a tunnel to loopback, or say --insecure-http if you mean it");
        }
        surroundings.say("the token travels in clear to " + server);
    }
}
