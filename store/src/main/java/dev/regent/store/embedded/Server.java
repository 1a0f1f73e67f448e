package dev.regent.store.embedded;

import dev.regent.store.DatabaseException;
import dev.regent.store.embedded.Command.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops the server of one data folder.
record Server(Binaries binaries, RunAs runAs, DataFolder folder) {

    private static final Logger log = LoggerFactory.getLogger(Server.class);

    /// As small as the work allows: the machine may have 300 MB. The rest is PostgreSQL's default.
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=on",
            "full_page_writes=on",
            "synchronous_commit=on",
            "password_encryption=scram-sha-256",
            "max_connections=40",
            "shared_buffers=32MB",
            "work_mem=4MB",
            "maintenance_work_mem=32MB",
            "temp_buffers=2MB",
            "wal_buffers=1MB",
            "min_wal_size=32MB",
            "max_wal_size=256MB",
            "max_wal_senders=0",
            "max_worker_processes=2",
            "max_parallel_workers_per_gather=0",
            "autovacuum_max_workers=1",
            "io_method=sync",
            "TimeZone=UTC",
            "log_timezone=UTC",
            "lc_messages=C");

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(50);

    /// After a power loss the server first repeats what its log holds.
    private static final int SECONDS_TO_START = 300;

    private static final long LARGEST_LOG = 4L << 20;

    /// What PostgreSQL 18 writes when another has its port.
    private static final String PORT_TAKEN = "could not bind";

    /// What it writes while processes of a killed server are still there.
    private static final List<String> STILL_THERE =
            List.of("is still in use", "lock file \"postmaster.pid\" already exists", "could not create shared memory");

    /// Serves the folder: by the server that is there if it is ours in every setting, else by a new one.
    Postmaster serve() throws IOException, InterruptedException {
        Optional<Postmaster> left = left();
        if (left.isPresent() && isAsStartedNow(left.get())) {
            log.atInfo().addKeyValue("pid", left.get().pid()).log("embedded database adopted");
            return left.get();
        }
        if (left.isPresent()) {
            stop();
        }
        return start();
    }

    /// The server that serves this folder now, if there is one that goes on doing so.
    private Optional<Postmaster> left() throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (true) {
            Optional<Postmaster> found = running();
            if (found.isEmpty() || (!state().equals("stopping") && found.get().port() != 0)) {
                return found;
            }
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                return found;
            }
            Thread.sleep(PAUSE);
        }
    }

    /// The server that serves this folder now.
    Optional<Postmaster> running() throws IOException {
        return Postmaster.of(folder.data()).filter(found -> found.serves(folder.data()));
    }

    /// The last line of `postmaster.pid`: `starting`, `ready`, `stopping`.
    private String state() throws IOException {
        try {
            return Files.readString(folder.data().resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)
                    .lines()
                    .reduce("", (_, last) -> last)
                    .strip();
        } catch (java.nio.file.NoSuchFileException _) {
            return "stopping";
        }
    }

    private boolean isAsStartedNow(Postmaster found) {
        List<String> words = new ArrayList<>(
                List.of(binaries.program("postgres"), "-D", folder.data().toString()));
        words.addAll(options(found.port()));
        return found.commandLine().equals(words);
    }

    private static List<String> options(int port) {
        List<String> options = new ArrayList<>(List.of("-p", String.valueOf(port)));
        for (String setting : SETTINGS) {
            options.add("-c");
            options.add(setting);
        }
        return options;
    }

    private Postmaster start() throws IOException, InterruptedException {
        int port = folder.lastPort();
        long began = System.nanoTime();
        while (true) {
            if (port == 0 || !Ports.isFree(port)) {
                port = Ports.free();
            }
            forgetDead();
            long mark = turnLog();
            Ended ended = startOnce(port);
            Optional<Postmaster> started = running();
            if (ended.well() && started.isPresent()) {
                folder.remember(port);
                log.atInfo()
                        .addKeyValue("pid", started.get().pid())
                        .addKeyValue("port", port)
                        .log("embedded database started");
                return started.get();
            }
            String said = logSince(mark);
            boolean again = said.contains(PORT_TAKEN) || STILL_THERE.stream().anyMatch(said::contains);
            if (!again || System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new DatabaseException("start the embedded database in " + folder.root() + ": " + ended.output()
                        + " " + said + "; mend that, or restore the folder from a backup. Nothing was deleted");
            }
            port = said.contains(PORT_TAKEN) ? 0 : port;
            Thread.sleep(PAUSE);
        }
    }

    private Ended startOnce(int port) throws InterruptedException {
        return Command.run(
                runAs.words(List.of(
                        binaries.program("pg_ctl"),
                        "-D",
                        folder.data().toString(),
                        "-w",
                        "-t",
                        String.valueOf(SECONDS_TO_START),
                        "-s",
                        "-l",
                        folder.log().toString(),
                        "-o",
                        String.join(" ", options(port)),
                        "start")),
                Map.of(),
                Duration.ofSeconds(SECONDS_TO_START + 10L));
    }

    /// The number in the file of a dead server may be a living process's by now; PostgreSQL then takes
    /// that for a server. Its shared memory still tells it of a real one.
    private void forgetDead() throws IOException {
        Optional<Postmaster> noted = Postmaster.of(folder.data());
        if (noted.isPresent() && !noted.get().serves(folder.data())) {
            Postmaster.forget(folder.data());
        }
    }

    /// Begins a new log when the old one is large, and keeps one old one.
    ///
    /// @return the log's length in bytes
    private long turnLog() throws IOException {
        Path file = folder.log();
        if (!Files.exists(file)) {
            return 0;
        }
        long size = Files.size(file);
        if (size <= LARGEST_LOG) {
            return size;
        }
        Files.move(file, file.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    private String logSince(long mark) throws IOException {
        Path file = folder.log();
        if (!Files.exists(file)) {
            return "";
        }
        byte[] all = Files.readAllBytes(file);
        int from = (int) Math.min(mark, all.length);
        List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join(" | ", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }

    /// Ends the server in good order within five seconds, or else at once; it then repairs itself at its next start.
    void stop() throws IOException, InterruptedException {
        if (running().isEmpty()) {
            return;
        }
        Ended ended = stop("fast", 5);
        if (running().isPresent()) {
            log.atWarn().addKeyValue("answer", ended.output()).log("embedded database is ended at once");
            stop("immediate", 2);
        }
        log.atInfo().addKeyValue("folder", folder.root()).log("embedded database stopped");
    }

    /// Ends the server at once, as after an interrupt.
    void stopAtOnce() throws IOException, InterruptedException {
        if (running().isPresent()) {
            stop("immediate", 2);
        }
    }

    private Ended stop(String mode, int seconds) throws InterruptedException {
        return Command.run(
                runAs.words(List.of(
                        binaries.program("pg_ctl"),
                        "-D",
                        folder.data().toString(),
                        "-m",
                        mode,
                        "-w",
                        "-t",
                        String.valueOf(seconds),
                        "-s",
                        "stop")),
                Map.of(),
                Duration.ofSeconds(seconds + 1L));
    }
}
