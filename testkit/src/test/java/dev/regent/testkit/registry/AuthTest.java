package dev.regent.testkit.registry;

import static dev.regent.testkit.registry.Client.header;
import static dev.regent.testkit.registry.Client.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.testkit.world.World;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthTest {

    private static final String TAGS = "/v2/team/app/tags/list";
    private static final String PULL = "repository:team/app:pull";
    private static final String READER = Client.basic("reader", "secret");
    private static final TokenRules RULES = TokenRules.account("reader", "secret");

    private final RegistryDouble registry = RegistryDouble.serving(new Sample().world);
    private final Client client = new Client(registry);

    @AfterEach
    void close() {
        registry.close();
    }

    private static Behaviour bearer(TokenRules rules) {
        return Behaviour.good().auth(Auth.bearer(new TokenIssuer(rules)));
    }

    private static String tokenPath(String scope) {
        return "/token?service=" + TokenIssuer.SERVICE + "&scope=" + scope;
    }

    private String token(String scope) throws Exception {
        return json(client.get(tokenPath(scope), "Authorization", READER))
                .path("token")
                .textValue();
    }

    private HttpResponse<String> getWith(String token, String path) throws Exception {
        return client.get(path, "Authorization", "Bearer " + token);
    }

    @Test
    void asksForAPassword() throws Exception {
        registry.behave(Behaviour.good().auth(Auth.basic("reader", "secret")));

        HttpResponse<String> refused = client.get(TAGS);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(header(refused, "WWW-Authenticate")).isEqualTo("Basic realm=\"registry double\"");
        assertThat(json(refused).at("/errors/0/code").textValue()).isEqualTo("UNAUTHORIZED");
        assertThat(client.get(TAGS, "Authorization", Client.basic("reader", "wrong"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.get(TAGS, "Authorization", READER).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhereTokensComeFromAndForWhat() throws Exception {
        registry.behave(bearer(RULES));

        assertThat(header(client.get(TAGS), "WWW-Authenticate"))
                .isEqualTo("Bearer realm=\"" + registry.url() + "/token\",service=\"registry-double\",scope=\"" + PULL
                        + "\"");
        assertThat(header(client.get("/v2/_catalog"), "WWW-Authenticate")).contains("scope=\"registry:catalog:*\"");
        assertThat(header(client.get("/v2/"), "WWW-Authenticate")).doesNotContain("scope");
    }

    @Test
    void letsATokenDoWhatItsScopeSays() throws Exception {
        registry.behave(bearer(RULES));
        String token = token(PULL);

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
        assertThat(getWith(token, "/v2/").statusCode()).isEqualTo(200);
        HttpResponse<String> beyond = getWith(token, "/v2/_catalog");
        assertThat(beyond.statusCode()).isEqualTo(401);
        assertThat(header(beyond, "WWW-Authenticate")).endsWith(",error=\"insufficient_scope\"");
    }

    @Test
    void issuesOneTokenForSeveralScopes() throws Exception {
        registry.behave(bearer(RULES));
        String token = token("repository:team/empty:pull,push&scope=" + PULL);

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
        assertThat(getWith(token, "/v2/team/empty/tags/list").statusCode()).isEqualTo(200);
    }

    @Test
    void issuesNoTokenForAWrongPasswordOrAWrongService() throws Exception {
        registry.behave(bearer(RULES));

        assertThat(client.get(tokenPath(PULL)).statusCode()).isEqualTo(401);
        assertThat(client.get(tokenPath(PULL), "Authorization", Client.basic("reader", "wrong"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.get("/token?scope=" + PULL, "Authorization", READER).statusCode())
                .isEqualTo(400);
    }

    @Test
    void issuesTokensToEverybodyWhereThatIsTheRule() throws Exception {
        registry.behave(bearer(TokenRules.anyone()));

        String token = json(client.get(tokenPath(PULL))).path("token").textValue();

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
    }

    @Test
    void wearsATokenOut() throws Exception {
        registry.behave(bearer(RULES.usesPerToken(2)));
        String token = token(PULL);

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
        HttpResponse<String> worn = getWith(token, TAGS);
        assertThat(worn.statusCode()).isEqualTo(401);
        assertThat(header(worn, "WWW-Authenticate")).endsWith(",error=\"invalid_token\"");
        assertThat(getWith(token(PULL), TAGS).statusCode()).isEqualTo(200);
    }

    @Test
    void leavesAScopeOutOfEveryToken() throws Exception {
        registry.behave(bearer(RULES.refusing("registry:catalog:*")));

        assertThat(getWith(token("registry:catalog:*"), "/v2/_catalog").statusCode())
                .isEqualTo(401);
    }

    @Test
    void tellsATokenUnderOneNameOrBoth() throws Exception {
        registry.behave(bearer(RULES.expiresIn(Duration.ofSeconds(90))));
        JsonNode both = json(client.get(tokenPath(PULL), "Authorization", READER));
        registry.behave(bearer(RULES.fields(TokenRules.Fields.ACCESS_TOKEN)));
        JsonNode one = json(client.get(tokenPath(PULL), "Authorization", READER));

        assertThat(both.fieldNames()).toIterable().containsExactly("token", "access_token", "expires_in", "issued_at");
        assertThat(both.path("expires_in").intValue()).isEqualTo(90);
        assertThat(one.fieldNames()).toIterable().containsExactly("access_token", "expires_in", "issued_at");
    }

    @Test
    void takesAnIdentityTokenByForm() throws Exception {
        registry.behave(bearer(RULES.identityToken("identity")));
        String form = "grant_type=refresh_token&service=registry-double&client_id=test&scope=" + PULL;

        String token = json(client.post("/token", form + "&refresh_token=identity"))
                .path("access_token")
                .textValue();

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
        assertThat(client.post("/token", form + "&refresh_token=other").statusCode())
                .isEqualTo(401);
        assertThat(registry.heard("identity")).isTrue();
    }

    @Test
    void takesTokensFromAnotherHostAndHearsNoPassword() throws Exception {
        TokenIssuer issuer = new TokenIssuer(RULES);
        Place elsewhere = Place.at("127.0.0.2");
        try (RegistryDouble realm =
                RegistryDouble.serving(new World(), Behaviour.good().issuing(issuer), elsewhere)) {
            registry.behave(Behaviour.good().auth(Auth.bearer(issuer, realm.tokenRealm())));

            assertThat(header(client.get(TAGS), "WWW-Authenticate")).contains("realm=\"http://127.0.0.2:");
            String token = json(new Client(realm).get(tokenPath(PULL), "Authorization", READER))
                    .path("token")
                    .textValue();
            assertThat(getWith(token, TAGS).statusCode()).isEqualTo(200);
            assertThat(registry.heard("secret")).isFalse();
            assertThat(realm.heard("secret")).isTrue();
            assertThat(issuer.issued()).isEqualTo(1);
        }
    }

    @Test
    void takesNoTokenOfAnotherIssuer() throws Exception {
        registry.behave(bearer(RULES));
        String token = token(PULL);
        registry.behave(bearer(RULES));

        assertThat(getWith(token, TAGS).statusCode()).isEqualTo(401);
    }

    @Test
    void meetsFaultsOnlyWithCallsThatWereLetIn() throws Exception {
        registry.behave(bearer(RULES).fault(Fault.status(503).on(CallKind.TAGS).first(1)));

        assertThat(client.get(TAGS).statusCode()).isEqualTo(401);
        assertThat(getWith(token(PULL), TAGS).statusCode()).isEqualTo(503);
        assertThat(getWith(token(PULL), TAGS).statusCode()).isEqualTo(200);
    }

    @Test
    void failsAtTheTokenEndpointWhereToldTo() throws Exception {
        registry.behave(bearer(RULES).fault(Fault.status(503).on(CallKind.TOKEN).first(1)));

        assertThat(client.get(tokenPath(PULL), "Authorization", READER).statusCode())
                .isEqualTo(503);
        assertThat(client.get(tokenPath(PULL), "Authorization", READER).statusCode())
                .isEqualTo(200);
    }
}
