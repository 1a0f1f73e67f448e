package dev.regent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    private static final String PASSWORD = "s3cr/et@:+%";
    private static final String ESCAPED = "s3cr%2Fet%40%3A+%25";

    @Test
    void readsPostgresqlsOwnForm() {
        assertThat(DatabaseAddress.parse("postgresql://amy:" + ESCAPED + "@db.example:6543/estate?sslmode=require"))
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://db.example:6543/estate?sslmode=require", "amy", PASSWORD));
    }

    @Test
    void readsJdbcsForm() {
        assertThat(DatabaseAddress.parse("jdbc:postgresql://db.example/estate?user=amy&password=" + ESCAPED))
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://db.example:5432/estate", "amy", PASSWORD));
    }

    @Test
    void readsSeveralHostsAndTheNamesOfLibpq() {
        assertThat(DatabaseAddress.parse(
                        "postgres://amy@a.example,[::1]:5433/estate?connect_timeout=3&target_session_attrs=read-write"))
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://a.example:5432,[::1]:5433/estate?connectTimeout=3&targetServerType=primary",
                        "amy",
                        ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://amy:hush/hush@db.example/estate",
                "postgresql://amy:hush%zz@db.example/estate",
                "postgresql://amy:hush@db.example",
                "postgresql://amy:hush@db example/estate",
                "postgresql://amy:hush#1@db.example/estate",
                "postgresql://:hush@db.example/estate",
                "mysql://amy:hush@db.example/estate",
                "hush"
            })
    void neverQuotesWhatItCannotRead(String url) {
        assertThatThrownBy(() -> DatabaseAddress.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the database's URL ")
                .hasMessageContaining("write postgresql://user:password@host:5432/name")
                .hasMessageNotContaining("hush")
                .hasNoCause();
    }

    @Test
    void showsNoPassword() {
        assertThat(new DatabaseAddress("jdbc:postgresql://db:5432/estate?sslpassword=hush", "amy", "hush"))
                .hasToString("DatabaseAddress[db:5432/estate, user=amy, password=***]");
    }

    @Test
    void isEmptyWithoutAUrl() {
        assertThat(DatabaseAddress.fromEnvironment(Map.of())).isEmpty();
    }

    @Test
    void takesThePasswordFromAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");

        assertThat(DatabaseAddress.fromEnvironment(Map.of(
                        "REGENT_DATABASE_URL",
                        "postgresql://amy@db/estate",
                        "REGENT_DATABASE_PASSWORD_FILE",
                        file.toString())))
                .isEqualTo(Optional.of(new DatabaseAddress("jdbc:postgresql://db:5432/estate", "amy", PASSWORD)));
    }

    @Test
    void takesOnePasswordOnly(@TempDir Path folder) {
        assertThatThrownBy(() -> DatabaseAddress.fromEnvironment(Map.of(
                        "REGENT_DATABASE_URL",
                        "postgresql://amy:hush@db/estate",
                        "REGENT_DATABASE_PASSWORD_FILE",
                        folder.resolve("password").toString())))
                .hasMessage("a password stands in REGENT_DATABASE_URL and another in REGENT_DATABASE_PASSWORD_FILE:"
                        + " take one of them away");
    }

    @Test
    void saysWhichPasswordFileIsMissing(@TempDir Path folder) {
        assertThatThrownBy(() -> DatabaseAddress.fromEnvironment(Map.of(
                        "REGENT_DATABASE_URL",
                        "postgresql://amy@db/estate",
                        "REGENT_DATABASE_PASSWORD_FILE",
                        folder.resolve("absent").toString())))
                .hasMessage("the password's file " + folder.resolve("absent")
                        + " (REGENT_DATABASE_PASSWORD_FILE) can't be read: NoSuchFileException; give a readable file");
    }
}
