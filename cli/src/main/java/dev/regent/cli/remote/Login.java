package dev.regent.cli.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The server that a user works with, kept in a file that only the user may read.
///
/// @param insecureHttp whether the user said that the token may travel in clear to it
record Login(ServerAddress server, Token token, boolean insecureHttp) {

    private static final String NAME = "login.json";

    /// Empty if nobody logged in.
    ///
    /// @throws IllegalArgumentException if the file can't be used
    static Optional<Login> read(Surroundings surroundings) {
        Path file = file(surroundings);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (PrivateFile.isOpenToOthers(file)) {
                surroundings.say(file + " can be read by others; chmod 600 it, and have its token replaced");
            }
            JsonNode json = new ObjectMapper().readTree(Files.readString(file));
            return Optional.of(new Login(
                    ServerAddress.of(file.toString(), json.path("url").asText()),
                    Token.of(file.toString(), json.path("token").asText()),
                    json.path("insecureHttp").asBoolean()));
        } catch (IOException e) {
            // The message of a parser could show what stands in the file.
            throw new IllegalArgumentException(
                    file + ": the login can't be read; use `regent login URL --token-file FILE` again", e);
        }
    }

    void keep(Surroundings surroundings) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", server.toString());
        json.put("token", token.revealed());
        json.put("insecureHttp", insecureHttp);
        Files.createDirectories(surroundings.configuration());
        PrivateFile.replace(file(surroundings), json.toPrettyString() + "\n");
    }

    /// Whether there was a login to forget.
    static boolean forget(Surroundings surroundings) throws IOException {
        return Files.deleteIfExists(file(surroundings));
    }

    static Path file(Surroundings surroundings) {
        return surroundings.configuration().resolve(NAME);
    }
}
