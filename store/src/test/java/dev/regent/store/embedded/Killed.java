package dev.regent.store.embedded;

import dev.regent.store.Database;
import java.nio.file.Path;

/// Runs in a JVM of its own, which the test kills: starts a server, writes a row, says so and waits.
final class Killed {

    private Killed() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        Database database = Database.open(server::address);
        database.useTransaction(handle -> handle.execute("insert into settings values ('from', 'the dead')"));
        System.out.println("acknowledged " + server.pid());
        System.in.read();
    }
}
