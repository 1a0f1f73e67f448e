package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import dev.regent.store.acts.IdempotencyStore.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tokens, pins and answers.
class KeptNamesTest {

    private TestDatabase fresh;
    private Database database;
    private TokenStore tokens;
    private PinStore pins;
    private IdempotencyStore answers;

    @BeforeEach
    void open() {
        fresh = TestDatabase.create();
        database = fresh.database();
        tokens = new TokenStore(database);
        pins = new PinStore(database);
        answers = new IdempotencyStore(database);
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    private TokenStore.Made make(Optional<Duration> validity) {
        return database.inTransaction((Handle in) -> tokens.create(
                in, new TokenStore.NewToken("ci", Role.PROPOSER, List.of("main", "test-*"), validity, "admin")));
    }

    @Test
    void knowsWhomATokenSpeaksFor() {
        TokenStore.Made made = make(Optional.of(Duration.ofDays(90)));

        ApiToken token = tokens.authenticate(made.secret(), database.now()).orElseThrow();

        assertThat(token).isEqualTo(made.token());
        assertThat(token.role()).isEqualTo(Role.PROPOSER);
        assertThat(token.registries()).containsExactly("main", "test-*");
        assertThat(made.secret().reveal()).matches("rgt_[0-9A-Za-z]{43}");
    }

    @Test
    void knowsNoTokenThatNobodyMade() {
        TokenStore.Made made = make(Optional.empty());
        Instant now = database.now();
        String text = made.secret().reveal();
        char other = text.endsWith("a") ? 'b' : 'a';

        for (String wrong : List.of(
                "",
                "rgt_",
                text + "a",
                text.substring(1),
                text.substring(0, text.length() - 1) + other,
                "' or '1'='1")) {
            assertThat(tokens.authenticate(new TokenSecret(wrong), now))
                    .as(wrong)
                    .isEmpty();
        }
    }

    @Test
    void knowsNoTokenThatIsOutOfTimeOrRevoked() {
        TokenStore.Made expiring = make(Optional.of(Duration.ofHours(1)));
        TokenStore.Made revoked = make(Optional.empty());
        Instant now = database.now();
        assertThat(tokens.authenticate(revoked.secret(), now)).isPresent();

        assertThat(revoke(revoked)).isTrue();
        assertThat(revoke(revoked)).isFalse();

        assertThat(tokens.authenticate(revoked.secret(), now)).isEmpty();
        assertThat(tokens.authenticate(expiring.secret(), now.plus(Duration.ofMinutes(59))))
                .isPresent();
        assertThat(tokens.authenticate(
                        expiring.secret(), expiring.token().expires().orElseThrow()))
                .isEmpty();
    }

    private boolean revoke(TokenStore.Made made) {
        return database.inTransaction(
                (Handle in) -> tokens.revoke(in, made.token().id(), "admin"));
    }

    @Test
    void keepsAndPrintsNoSecret() {
        TokenStore.Made made = make(Optional.empty());

        assertThat(made.toString()).contains("***").doesNotContain(made.secret().reveal());
        String rows =
                database.inTransaction((Handle in) -> in.createQuery("select string_agg(tokens::text, ' ') from tokens")
                        .mapTo(String.class)
                        .one());
        assertThat(rows).doesNotContain(made.secret().reveal().substring(4));
    }

    @Test
    void notesATokensUseOnceAMinute() {
        TokenStore.Made made = make(Optional.empty());
        Instant first = Instant.parse("2026-06-01T12:00:00Z");

        tokens.authenticate(made.secret(), first);
        tokens.authenticate(made.secret(), first.plusSeconds(59));
        assertThat(lastUsed()).contains(first);
        tokens.authenticate(made.secret(), first.plusSeconds(60));
        assertThat(lastUsed()).contains(first.plusSeconds(60));
    }

    private Optional<Instant> lastUsed() {
        return tokens.list(Page.Request.FIRST).items().getFirst().lastUsed();
    }

    @Test
    void ordersRoles() {
        assertThat(Role.APPROVER.includes(Role.PROPOSER)).isTrue();
        assertThat(Role.APPROVER.includes(Role.APPROVER)).isTrue();
        assertThat(Role.APPROVER.includes(Role.ADMINISTRATOR)).isFalse();
    }

    @Test
    void keepsPinsUntilTheyEndOrAreTakenAway() {
        Instant now = database.now();
        StoredPin endless = pin(Optional.empty());
        StoredPin timed = pin(Optional.of(now.plus(Duration.ofDays(1))));
        StoredPin over = pin(Optional.of(now.minusSeconds(1)));

        assertThat(pins.inForce()).containsExactly(endless, timed);
        assertThat(pins.list(Page.Request.FIRST).items()).containsExactly(over, timed, endless);

        assertThat(remove(endless)).isTrue();
        assertThat(remove(endless)).isFalse();
        assertThat(pins.inForce()).containsExactly(timed);
        StoredPin.Removal removal =
                pins.find(endless.id()).orElseThrow().removed().orElseThrow();
        assertThat(removal.by() + ": " + removal.reason()).isEqualTo("bob: audit is over");
        assertThatThrownBy(() -> new PinStore.NewPin("team/app:1.0", " ", "", Optional.empty(), "ann"))
                .hasMessageContaining("a pin has a reason");
    }

    private StoredPin pin(Optional<Instant> until) {
        return database.inTransaction(
                (Handle in) -> pins.add(in, new PinStore.NewPin("team/app:1.0", "audit", "team-a", until, "ann")));
    }

    private boolean remove(StoredPin pin) {
        return database.inTransaction((Handle in) -> pins.remove(in, pin.id(), "bob", "audit is over"));
    }

    private static IdempotencyStore.Request request(String actor, String body) {
        return new IdempotencyStore.Request("key", actor, "POST", "/api/v1/plans", body);
    }

    @Test
    void answersARequestThatCameAgainAsBefore() {
        IdempotencyStore.Request request = request("ann", "{}");

        assertThat(answers.begin(request)).isEqualTo(new Admission.Fresh());
        assertThat(answers.begin(request)).isEqualTo(new Admission.InProgress());
        answers.finish(request, 201, "{\"plan\":1}");

        assertThat(answers.begin(request)).isEqualTo(new Admission.Again(201, "{\"plan\":1}"));
        assertThat(answers.begin(request("ann", "{ }"))).isEqualTo(new Admission.Conflict());
        assertThat(answers.begin(request("bob", "{ }"))).isEqualTo(new Admission.Fresh());
    }

    @Test
    void letsARequestInAgainOfWhichNothingCame() {
        IdempotencyStore.Request request = request("ann", "{}");
        answers.begin(request);
        answers.forget(request);
        assertThat(answers.begin(request)).isEqualTo(new Admission.Fresh());

        age("2 minutes");

        assertThat(answers.begin(request)).isEqualTo(new Admission.Fresh());
        answers.finish(request, 200, "");
        age("23 hours");
        assertThat(answers.begin(request)).isEqualTo(new Admission.Again(200, ""));
        assertThat(answers.expire()).isZero();
        age("1 hour");
        assertThat(answers.expire()).isEqualTo(1);
    }

    private void age(String by) {
        database.useTransaction(
                (Handle in) -> in.execute("update answers set begun_at = begun_at - interval '" + by + "'"));
    }
}
