package dev.regent.server.doctor;

import dev.regent.server.boot.Keeping;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ApiToken;
import dev.regent.store.acts.Page;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What the server itself needs: its database, its folder, its configuration, its tokens.
final class HouseChecks {

    static final String HOUSE = "server";
    private static final Duration APART = Duration.ofSeconds(5);
    private static final Duration SOON = Duration.ofDays(14);
    private static final int TOKENS = 1000;
    private static final double FULL = 0.9;
    private static final List<String> SECRETS = List.of("admin-token", "audit-key");

    private final Running running;

    HouseChecks(Running running) {
        this.running = running;
    }

    /// @param everything also what only administrators may know
    /// @param configuration what the configuration's files say wrong, too, which can name any registry
    List<Check> all(boolean everything, boolean configuration) {
        List<Check> checks = new ArrayList<>();
        checks.add(database());
        running.keeping().putBack().map(HouseChecks::putBack).ifPresent(checks::add);
        checks.add(clock());
        checks.addAll(configuration ? configuration() : List.of(inForce()));
        checks.add(shelf());
        if (everything) {
            SECRETS.forEach(name -> secret(name).ifPresent(checks::add));
            checks.add(tokens());
        }
        return checks;
    }

    private Check database() {
        String version = running.database()
                .inTransaction((Handle in) -> in.createQuery("show server_version")
                        .mapTo(String.class)
                        .one());
        return Check.good(HOUSE, "database", "PostgreSQL " + version + " answers");
    }

    private static Check putBack(Keeping.PutBack found) {
        return Check.bad(
                HOUSE,
                "record",
                found.what() + "; found " + found.at() + ". " + found.plans() + " plans and " + found.approvals()
                        + " approvals are void, " + found.executions() + " executions are stopped",
                "go through tokens and pins, which are those of the backup; have plans made anew; a restart of the"
                        + " server ends this notice");
    }

    private Check clock() {
        Duration off = running.clocks().off();
        String detail = "our clock is " + off.toMillis() + " ms from the database's, or from where it should be";
        return off.compareTo(APART) <= 0
                ? Check.good(HOUSE, "clock", detail)
                : Check.bad(HOUSE, "clock", detail, "set both clocks by NTP; a clock that jumped needs a restart");
    }

    private Check inForce() {
        return running.live().problems().isEmpty()
                ? Check.good(HOUSE, "configuration", "it is in force")
                : Check.bad(
                        HOUSE,
                        "configuration",
                        "its files as they are now can't be used, and what they said before is in force",
                        "ask somebody whose token covers all registries what is wrong with them");
    }

    private List<Check> configuration() {
        List<Check> checks = new ArrayList<>();
        running.live()
                .problems()
                .forEach(problem -> checks.add(Check.bad(
                        HOUSE,
                        "configuration",
                        problem.toString(),
                        "mend the file; until then what it said before stays in force")));
        if (checks.isEmpty()) {
            checks.add(Check.good(
                    HOUSE, "configuration", running.settings().config() + " is in force, with its policies"));
        }
        running.inForce()
                .configuration()
                .warningsAt(running.clocks().now())
                .forEach(warning -> checks.add(new Check(
                        HOUSE, "configuration", null, warning.toString(), Optional.of("see whether it was meant"))));
        if (running.inForce().configuration().registries().isEmpty()) {
            checks.add(new Check(
                    HOUSE,
                    "configuration",
                    null,
                    "no registry is configured",
                    Optional.of("name one in " + running.settings().config())));
        }
        return checks;
    }

    private Check shelf() {
        long used = running.shelf().bytes();
        long limit = running.shelf().limits().bytes();
        String detail = used + " of " + limit + " bytes are kept for undoing";
        return used <= limit * FULL
                ? Check.good(HOUSE, "undo", detail)
                : Check.bad(
                        HOUSE, "undo", detail, "raise `undo: {bytes: …}`, or wait until executions can't be undone");
    }

    private Optional<Check> secret(String name) {
        Path file = running.settings().data().resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
            return Optional.of(
                    rights.endsWith("------")
                            ? Check.good(HOUSE, name, file + " is " + rights)
                            : Check.bad(
                                    HOUSE, name, file + " is " + rights + ": others can read it", "chmod 600 " + file));
        } catch (IOException e) {
            throw new UncheckedIOException("the rights of " + file + " can't be read", e);
        }
    }

    private Check tokens() {
        Instant now = running.clocks().now();
        List<String> ending = running.tokenStore().list(new Page.Request(Optional.empty(), TOKENS)).items().stream()
                .filter(token -> token.revokedAt().isEmpty())
                .filter(token -> token.expires()
                        .filter(end -> end.isAfter(now) && end.isBefore(now.plus(SOON)))
                        .isPresent())
                .map(HouseChecks::ending)
                .toList();
        return ending.isEmpty()
                ? Check.good(HOUSE, "tokens", "none ends within 14 days")
                : Check.bad(HOUSE, "tokens", String.join(", ", ending), "make new ones, and hand them over before");
    }

    private static String ending(ApiToken token) {
        return token.name() + " ends " + token.expires().orElseThrow();
    }
}
