package dev.regent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.regent.cli.Called.Ran;
import dev.regent.cli.remote.Answers;
import dev.regent.cli.remote.Replies;
import dev.regent.cli.remote.ServerDouble;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which server is spoken to, as whom, and what is said when that doesn't work.
class ConnectionTest {

    @TempDir
    Path folder;

    private Path token() throws Exception {
        return Files.writeString(folder.resolve("token"), ServerDouble.TOKEN + "\n");
    }

    private Path login() {
        return folder.resolve(".config/regent/login.json");
    }

    @Test
    void remembersAServerForItsUserAlone() throws Exception {
        try (ServerDouble server = ServerDouble.start()) {
            server.says("GET /whoami", Answers.WHOAMI).says("GET /pins", Answers.items());
            Called called = Called.in(folder);

            Ran ran = called.regent("login", server.url() + "/", "--token-file", token().toString());

            assertThat(ran).isEqualTo(new Ran(0, """
                    Logged in to %s as alice
                      Role        approver
                      May         read, propose, approve
                      Registries  **
                      Token       expires 2026-12-20 12:00 UTC (in 30 d)
                      Kept in     %s
                    """.formatted(server.url(), brokenAt66(login().toString())), ""));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(login())))
                    .isEqualTo("rw-------");
            assertThat(called.regent("pins", "--output", "json").exit()).isZero();
            assertThat(called.regent("logout").out()).isEqualTo("Logged out\n");
            assertThat(login()).doesNotExist();
            assertThat(called.regent("logout", "--output", "json")
                            .json()
                            .path("loggedOut")
                            .asBoolean())
                    .isFalse();
        }
    }

    private static String brokenAt66(String text) {
        return text.length() <= 66 ? text : text.substring(0, 66) + "\n" + " ".repeat(14) + text.substring(66);
    }

    @Test
    void printsWhoOneIsForScripts() throws Exception {
        try (ServerDouble server = ServerDouble.start()) {
            server.says("GET /whoami", Answers.WHOAMI);

            Ran ran = Called.in(folder)
                    .with("XDG_CONFIG_HOME", folder.resolve("x").toString())
                    .regent("login", "" + server.url(), "--token-file", "" + token(), "--output", "json");

            assertThat(ran.json().path("url").asText()).isEqualTo(server.url().toString());
            assertThat(ran.json().path("role").asText()).isEqualTo("approver");
            assertThat(ran.out()).doesNotContain(ServerDouble.TOKEN);
            assertThat(folder.resolve("x/regent/login.json")).exists();
        }
    }

    @Test
    void takesTheVariablesBeforeTheLogin() throws Exception {
        try (ServerDouble first = ServerDouble.start();
                ServerDouble second = ServerDouble.start()) {
            first.says("GET /whoami", Answers.WHOAMI);
            second.says("GET /pins", Answers.items());
            Called.in(folder).regent("login", "" + first.url(), "--token-file", "" + token());

            assertThat(Called.at(second, folder).regent("pins").exit()).isZero();
            assertThat(second.requests()).hasSize(1);
        }
    }

    @Test
    void keepsNoLoginThatTheServerDoesNotTake() throws Exception {
        try (ServerDouble server = ServerDouble.start()) {
            Path wrong = Files.writeString(folder.resolve("wrong"), "rgt_other");

            Ran ran = Called.in(folder).regent("login", "" + server.url(), "--token-file", "" + wrong);

            assertThat(ran.exit()).isEqualTo(1);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err())
                    .startsWith("regent: the server doesn't take this token")
                    .contains("no such token", "regent token create", "regent login URL --token-file FILE")
                    .doesNotContain("rgt_other");
            assertThat(login()).doesNotExist();
        }
    }

    @Test
    void warnsOfALoginThatOthersCanRead() throws Exception {
        try (ServerDouble server = ServerDouble.start()) {
            server.says("GET /whoami", Answers.WHOAMI).says("GET /pins", Answers.items());
            Called.in(folder).regent("login", "" + server.url(), "--token-file", "" + token());
            Files.setPosixFilePermissions(login(), PosixFilePermissions.fromString("rw-r--r--"));

            assertThat(Called.in(folder).regent("pins").err()).contains("can be read by others; chmod 600 it");
        }
    }

    @Test
    void saysWhatToDoWhereNoServerIsNamed() throws Exception {
        Called called = Called.in(folder);
        assertThat(called.regent("pins"))
                .isEqualTo(new Ran(
                        2,
                        "",
                        "regent: no server is named: set REGENT_URL and REGENT_TOKEN_FILE, or use `regent login URL"
                                + " --token-file FILE` once\n"));
        assertThat(called.with("REGENT_URL", "http://127.0.0.1:1")
                        .regent("pins")
                        .err())
                .contains("REGENT_URL is set and REGENT_TOKEN_FILE isn't");
        assertThat(called.with("REGENT_TOKEN_FILE", "" + token()).regent("pins").err())
                .contains("REGENT_TOKEN_FILE is set and REGENT_URL isn't");
    }

    @Test
    void saysThatNobodyAnswers() throws Exception {
        Called called =
                Called.in(folder).with("REGENT_URL", "http://127.0.0.1:1").with("REGENT_TOKEN_FILE", "" + token());

        assertThat(called.regent("pins", "--output", "json"))
                .isEqualTo(new Ran(
                        1,
                        "",
                        "regent: GET http://127.0.0.1:1/api/v1/pins: nothing answers there (connection refused); is it"
                                + " running? REGENT_URL=http://127.0.0.1:1\n"));
    }

    @Test
    void sendsNoTokenInClearToAnotherMachine() throws Exception {
        Called called = Called.in(folder).with("REGENT_TOKEN_FILE", "" + token());
        for (String url : List.of("http://regent.invalid", "http://10.0.0.1:8480", "HTTP://127.0.0.1.example")) {
            Ran ran = called.with("REGENT_URL", url).regent("pins");

            assertThat(ran.exit()).as(url).isEqualTo(2);
            assertThat(ran.err()).contains("would travel in clear", "--insecure-http");
        }
        Ran meant = called.with("REGENT_URL", "http://regent.invalid").regent("pins", "--insecure-http");
        assertThat(meant.exit()).isEqualTo(1);
        assertThat(meant.err()).contains("the token travels in clear to http://regent.invalid");
    }

    @Test
    void refusesAddressesAndTokensThatCanNotBeMeant() throws Exception {
        Called called = Called.in(folder).with("REGENT_TOKEN_FILE", "" + token());
        for (String url :
                List.of("regent.example", "ftp://regent.example", "https://a:canary@b", "https://a?b", "http:/")) {
            Ran ran = called.with("REGENT_URL", url).regent("pins");
            assertThat(ran.exit()).as(url).isEqualTo(2);
            assertThat(ran.err()).as(url).isNotEmpty().doesNotContain("canary");
        }
        Called near = called.with("REGENT_URL", "http://127.0.0.1:1");
        Path two = Files.writeString(folder.resolve("two"), "canary one\ncanary two");
        Path empty = Files.writeString(folder.resolve("empty"), "\n");
        for (Path file : List.of(two, empty, folder, folder.resolve("none"))) {
            Ran ran = near.with("REGENT_TOKEN_FILE", "" + file).regent("pins");
            assertThat(ran.exit()).as("" + file).isEqualTo(2);
            assertThat(ran.err()).contains("" + file).doesNotContain("canary");
        }
    }

    @Test
    void tellsAnotherServerFromRegents() throws Exception {
        try (ServerDouble server = ServerDouble.start()) {
            server.does("GET /pins", Replies.body(200, "text/html", "<html>"))
                    .does("GET /pins", Replies.body(502, "text/html", "<html>"))
                    .does("GET /pins", Replies.body(200, "application/json", "{"))
                    .does("GET /pins", exchange -> {
                        exchange.getResponseHeaders().set("Location", "https://elsewhere.example/");
                        Replies.body(302, "text/html", "").to(exchange);
                    })
                    .says("GET /pins", 403, "{\"detail\": \"the permission read is missing\"}");
            Called called = Called.at(server, folder);

            assertThat(called.regent("pins").err()).contains("is this the right server?", "REGENT_URL=");
            assertThat(called.regent("pins").err()).contains("answered 502 without saying why");
            assertThat(called.regent("pins").err()).contains("something that isn't Regent's");
            assertThat(called.regent("pins").err()).contains("points to https://elsewhere.example/");
            assertThat(called.regent("pins")).isEqualTo(new Ran(1, "", "regent: the permission read is missing\n"));
        }
    }
}
