package dev.regent.server.boot;

import dev.regent.audit.AuditKey;
import dev.regent.store.Database;
import dev.regent.store.DatabaseAddress;
import dev.regent.store.acts.ExecutionHead;
import dev.regent.store.acts.Page;
import dev.regent.store.acts.PlanStore;
import dev.regent.store.acts.Role;
import dev.regent.store.acts.TokenStore;
import dev.regent.store.embedded.EmbeddedPostgres;
import dev.regent.store.record.AuditKeyFile;
import dev.regent.store.record.Deed;
import dev.regent.store.record.HeadMark;
import dev.regent.store.record.RecordStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stays when the server stops: the database, the record's key and mark, the first token.
public final class Keeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Keeping.class);
    private static final String STOPPED =
            "stopped, since how far it came can't be known any more; have a plan made anew: ";

    private final Settings settings;
    private final Optional<EmbeddedPostgres> embedded;
    private final Database database;
    private final AuditKey key;
    private final HeadMark mark;
    private final RecordStore record;
    private volatile @Nullable PutBack putBack;

    private Keeping(
            Settings settings, Optional<EmbeddedPostgres> embedded, Database database, AuditKey key, HeadMark mark) {
        this.settings = settings;
        this.embedded = embedded;
        this.database = database;
        this.key = key;
        this.mark = mark;
        this.record = new RecordStore(database, key, mark);
    }

    static Keeping open(Settings settings, Map<String, String> variables) throws InterruptedException {
        createFolder(settings.data());
        Optional<DatabaseAddress> external = DatabaseAddress.fromEnvironment(variables);
        if (external.isPresent()) {
            return open(settings, variables, Optional.empty(), Database.open(external.get()));
        }
        EmbeddedPostgres server = EmbeddedPostgres.start(settings.data().resolve("postgres"));
        try {
            return open(settings, variables, Optional.of(server), Database.open(server::address));
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Keeping open(
            Settings settings, Map<String, String> variables, Optional<EmbeddedPostgres> embedded, Database database) {
        try {
            boolean recordExists =
                    database.inTransaction((Handle in) -> in.createQuery("select sequence > 0 from audit_head")
                            .mapTo(Boolean.class)
                            .one());
            Path keyFile = Optional.ofNullable(variables.get("REGENT_AUDIT_KEY_FILE"))
                    .filter(name -> !name.isBlank())
                    .map(Path::of)
                    .orElseGet(() -> settings.data().resolve("audit-key"));
            AuditKey key = AuditKeyFile.readOrCreate(keyFile, recordExists);
            return new Keeping(
                    settings,
                    embedded,
                    database,
                    key,
                    HeadMark.open(settings.data().resolve("head-mark")));
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /// The database's own process has another user and has to pass through; everything else in it
    /// is shut to others.
    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        } catch (IOException e) {
            throw new UncheckedIOException("the data folder " + folder + " can't be made: " + e.getMessage(), e);
        }
    }

    /// Holds the database against its mark, says that a server began, and makes the first token.
    void begin(Running running) {
        watch(running);
        record.append(new Deed("", "regent", "server.started", "regent", "", Map.of("version", "0.1.0")));
        if (running.tokenStore()
                .list(new Page.Request(Optional.empty(), 1))
                .items()
                .isEmpty()) {
            firstToken(running.tokenStore());
        }
    }

    /// Holds the database against its mark: it can be put back while a server runs, too. What is open
    /// in one that was put back is made void, and nothing that was under way in it goes on.
    void watch(Running running) {
        switch (mark.check(record)) {
            case HeadMark.Fit.Fits _, HeadMark.Fit.Unmarked _ -> {}
            case HeadMark.Fit.Older(String what) -> makeVoid(running, what);
            case HeadMark.Fit.Foreign(String what) -> makeVoid(running, what);
        }
    }

    /// A database that was found to be put back.
    ///
    /// @param at by the database's clock
    /// @param what in a sentence
    public record PutBack(Instant at, String what, int plans, int approvals, int executions) {}

    /// Whether the database was found to be put back since this server began, the last time.
    public Optional<PutBack> putBack() {
        return Optional.ofNullable(putBack);
    }

    private void makeVoid(Running running, String what) {
        PutBack found = database.inTransaction((Handle in) -> {
            PlanStore.Voided all = running.planStore().voidOpen(in, what);
            List<ExecutionHead> stopped = running.executionStore().stopOpen(in, STOPPED + what);
            record.appendAnew(
                    in,
                    new Deed(
                            "",
                            "regent",
                            "database.older-than-mark",
                            "database",
                            what,
                            Map.of(
                                    "plans", String.valueOf(all.plans()),
                                    "approvals", String.valueOf(all.approvals()),
                                    "executions", String.valueOf(stopped.size()))));
            stopped.forEach(head -> record.appendAnew(in, stopped(head, what)));
            return new PutBack(database.now(), what, all.plans(), all.approvals(), stopped.size());
        });
        mark.restart(record.head());
        putBack = found;
        log.atError()
                .addKeyValue("why", what)
                .addKeyValue("plans", found.plans())
                .addKeyValue("approvals", found.approvals())
                .addKeyValue("executions", found.executions())
                .log("the database was put back: open plans and approvals are void, executions are stopped");
    }

    private static Deed stopped(ExecutionHead head, String what) {
        Map<String, String> details = new HashMap<>(Map.of("execution", head.id(), "registry", head.registry()));
        head.plan().ifPresent(plan -> details.put("plan", plan.value()));
        head.undoes().ifPresent(undone -> details.put("undoes", undone));
        return new Deed(head.id(), "regent", "execution.stopped", head.id(), what, details);
    }

    private void firstToken(TokenStore tokens) {
        Path file = settings.data().resolve("admin-token");
        database.useTransaction((Handle in) -> {
            TokenStore.NewToken first =
                    new TokenStore.NewToken("admin", Role.ADMINISTRATOR, List.of("**"), Optional.empty(), "regent");
            switch (tokens.create(in, first)) {
                case TokenStore.Creation.Taken _ -> log.atInfo().log("another server made the first token just now");
                case TokenStore.Creation.Made made -> {
                    write(file, made.secret().reveal());
                    record.append(
                            in,
                            new Deed(
                                    "",
                                    "regent",
                                    "token.created",
                                    made.token().id(),
                                    "first start",
                                    Map.of("name", "admin")));
                }
            }
        });
    }

    private static void write(Path file, String token) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, token + "\n", StandardCharsets.UTF_8, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("the first token can't be written to " + file + ": " + e.getMessage(), e);
        }
    }

    Database database() {
        return database;
    }

    RecordStore record() {
        return record;
    }

    /// Seals exports of the record.
    public AuditKey key() {
        return key;
    }

    /// Whether no other server can be on this database: it is our own, in a folder that is locked.
    boolean alone() {
        return embedded.isPresent();
    }

    /// Starts the database's server again if it isn't there.
    void supervise() throws InterruptedException {
        if (embedded.isPresent() && embedded.get().ensureRunning()) {
            log.atWarn().log("the database had stopped and was started again");
            database.renewConnections();
        }
    }

    @Override
    public void close() {
        mark.close();
        database.close();
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
