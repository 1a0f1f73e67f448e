package dev.regent.store;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/// Brings a database's schema to what this program knows.
final class Migrations {

    private static final Set<MigrationState> FROM_LATER =
            Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

    private Migrations() {}

    /// Several programs may do this at once: the database lets one after the other.
    ///
    /// @param place the database, for messages
    /// @throws DatabaseException if a later Regent has changed the schema, or a migration fails
    static void bringUpToDate(DataSource database, String place) {
        try {
            Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(database)
                    .locations("classpath:db/migration")
                    .validateMigrationNaming(true)
                    .cleanDisabled(true)
                    .load();
            refuseLaterOnes(flyway.info().all(), place);
            flyway.migrate();
        } catch (FlywayException e) {
            throw new DatabaseException(
                    "bring the database " + place + " up to date: "
                            + String.valueOf(e.getMessage()).strip()
                            + "; nothing of the failed migration was kept. Give Regent a database of its own,"
                            + " and look at this message before the next start",
                    e);
        }
    }

    private static void refuseLaterOnes(MigrationInfo[] migrations, String place) {
        String later = Arrays.stream(migrations)
                .filter(migration -> FROM_LATER.contains(migration.getState()))
                .map(migration -> migration.getVersion() + " (" + migration.getDescription() + ")")
                .collect(Collectors.joining(", "));
        if (!later.isEmpty()) {
            throw new DatabaseException("the database " + place + " was changed by a later Regent: it has migrations "
                    + later + " that this one doesn't know. Start the later Regent, or restore the backup that"
                    + " was made before it");
        }
    }
}
