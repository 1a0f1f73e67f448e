package dev.regent.store.acts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.regent.store.Database;
import dev.regent.store.TestDatabase;
import dev.regent.store.acts.IdempotencyStore.Admission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    private TokenStore.Creation.Made make(Optional<Duration> validity) {
        return make("ci", validity);
    }

    private TokenStore.Creation.Made make(String name, Optional<Duration> validity) {
        return (TokenStore.Creation.Made) create(name, validity);
    }

    private TokenStore.Creation create(String name, Optional<Duration> validity) {
        return database.inTransaction((Handle in) -> tokens.create(
                in, new TokenStore.NewToken(name, Role.PROPOSER, List.of("main", "test-*"), validity, "admin")));
    }

    private String taken(String name) {
        return ((TokenStore.Creation.Taken) create(name, Optional.empty())).why();
    }

    @Test
    void givesNoNameToTwoTokensThatHold() {
        TokenStore.Creation.Made first = make("ann", Optional.of(Duration.ofHours(1)));

        assertThat(taken(" Ann "))
                .isEqualTo("a token that is called Ann holds already ("
                        + first.token().id() + "), and people go by their tokens' names: take another name, or revoke"
                        + " that one");
        for (String ourOwn : List.of("regent", "Regent ", "CONFIGURATION", "system")) {
            assertThat(taken(ourOwn)).contains("stands for what happens by itself");
        }

        revoke(first);
        TokenStore.Creation.Made second = make("ann", Optional.of(Duration.ofHours(1)));
        database.useTransaction((Handle in) -> in.execute("update tokens set expires_at = clock_timestamp()"));
        assertThat(make("ANN", Optional.empty()).token().id())
                .isNotEqualTo(second.token().id());
    }

    @Test
    void givesANameToOneOfTwoThatAreMadeAtOnce() throws Exception {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<TokenStore.Creation>> same = Collections.nCopies(8, () -> create("ann", Optional.empty()));

            List<TokenStore.Creation> made = new ArrayList<>();
            for (Future<TokenStore.Creation> each : both.invokeAll(same)) {
                made.add(each.get());
            }

            assertThat(made)
                    .filteredOn(TokenStore.Creation.Made.class::isInstance)
                    .hasSize(1);
        }
    }

    @Test
    void knowsWhomATokenSpeaksFor() {
        TokenStore.Creation.Made made = make(Optional.of(Duration.ofDays(90)));

        ApiToken token = tokens.authenticate(made.secret(), database.now()).orElseThrow();

        assertThat(token).isEqualTo(made.token());
        assertThat(token.role()).isEqualTo(Role.PROPOSER);
        assertThat(token.registries()).containsExactly("main", "test-*");
        assertThat(made.secret().reveal()).matches("rgt_[0-9A-Za-z]{43}");
    }

    @Test
    void knowsNoTokenThatNobodyMade() {
        TokenStore.Creation.Made made = make(Optional.empty());
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
        TokenStore.Creation.Made expiring = make("expiring", Optional.of(Duration.ofHours(1)));
        TokenStore.Creation.Made revoked = make(Optional.empty());
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

    private boolean revoke(TokenStore.Creation.Made made) {
        return database.inTransaction(
                (Handle in) -> tokens.revoke(in, made.token().id(), "admin"));
    }

    @Test
    void keepsAndPrintsNoSecret() {
        TokenStore.Creation.Made made = make(Optional.empty());

        assertThat(made.toString()).contains("***").doesNotContain(made.secret().reveal());
        String rows =
                database.inTransaction((Handle in) -> in.createQuery("select string_agg(tokens::text, ' ') from tokens")
                        .mapTo(String.class)
                        .one());
        assertThat(rows).doesNotContain(made.secret().reveal().substring(4));
    }

    @Test
    void notesATokensUseOnceAMinute() {
        TokenStore.Creation.Made made = make(Optional.empty());
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
