package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// With whose power the server's programs run: never with root's.
sealed interface RunAs {

    /// What the system calls `nobody`.
    int NOBODY = 65534;

    /// Ourselves: an ordinary user.
    record Self(Owner owner) implements RunAs {}

    /// Another user, since we are root.
    record Lowered(Path setpriv, Owner owner) implements RunAs {}

    /// Root without its powers, in a name space where it is nobody: its files stay root's.
    record Unshared(Path unshare, Owner owner) implements RunAs {}

    /// Who the data belong to, as the file system sees it.
    Owner owner();

    /// What is put before a program's own words.
    default List<String> words(List<String> program) {
        List<String> words = new ArrayList<>(
                switch (this) {
                    case Self _ -> List.<String>of();
                    case Lowered(Path setpriv, Owner owner) ->
                        List.of(
                                setpriv.toString(),
                                "--reuid=" + owner.uid(),
                                "--regid=" + owner.gid(),
                                "--clear-groups",
                                "--no-new-privs",
                                "--");
                    case Unshared(Path unshare, var _) ->
                        List.of(unshare.toString(), "--user", "--map-user=" + NOBODY, "--");
                });
        words.addAll(program);
        return List.copyOf(words);
    }

    /// What fits this machine and the data that are there.
    ///
    /// @param data the data folder; it may be missing
    /// @throws DatabaseException if there is no way without root's power, or the data are another user's
    static RunAs choose(Path data) throws InterruptedException {
        return choose(data, Command.find("setpriv"), Command.find("unshare"));
    }

    static RunAs choose(Path data, Optional<Path> setpriv, Optional<Path> unshare) throws InterruptedException {
        Owner ours = Owner.ours();
        boolean known = Files.exists(data);
        Owner owner = known ? Owner.of(data) : ours;
        if (!ours.isRoot()) {
            if (owner.uid() != ours.uid()) {
                throw new DatabaseException("the database in " + data + " belongs to user " + owner.uid()
                        + ", and Regent runs as user " + ours.uid() + ": run it as user " + owner.uid()
                        + ", or give the folder to this one (chown -R)");
            }
            return new Self(ours);
        }
        List<RunAs> ways = new ArrayList<>();
        if (!known || !owner.isRoot()) {
            Owner nobody = new Owner(NOBODY, NOBODY, 0);
            setpriv.ifPresent(program -> ways.add(new Lowered(program, known ? owner : nobody)));
        }
        if (!known || owner.isRoot()) {
            unshare.ifPresent(program -> ways.add(new Unshared(program, ours)));
        }
        return firstThatWorks(ways);
    }

    private static RunAs firstThatWorks(List<RunAs> ways) throws InterruptedException {
        List<String> refusals = new ArrayList<>();
        for (RunAs way : ways) {
            Command.Ended tried =
                    Command.run(way.words(List.of("/bin/sh", "-c", ":")), Map.of(), Duration.ofSeconds(10));
            if (tried.well()) {
                return way;
            }
            refusals.add(tried.output());
        }
        throw new DatabaseException("Regent runs as root, and the embedded database must not: neither setpriv nor"
                + " unshare (util-linux) could lower its power here " + refusals
                + "; start Regent as an ordinary user, install util-linux, or set REGENT_DATABASE_URL");
    }

    /// Fails where the server couldn't reach a folder.
    ///
    /// @param folder what the server must reach
    /// @throws DatabaseException if a folder on the way is closed to it
    default void mustReach(Path folder) {
        Optional<Path> barred = owner().barredAt(folder);
        if (barred.isPresent()) {
            throw new DatabaseException(
                    "the embedded database runs as user " + owner().uid() + " and can't pass through "
                            + barred.get() + " to " + folder + ": choose a folder that every user can reach, such as"
                            + " /var/lib/regent, or let others pass (chmod o+x " + barred.get() + ")");
        }
    }
}
