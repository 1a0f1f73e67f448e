package dev.regent.server.rest;

import dev.regent.policy.Glob;
import dev.regent.server.access.Caller;
import dev.regent.server.access.Needs;
import dev.regent.server.access.Permission;
import dev.regent.server.boot.Running;
import dev.regent.store.acts.ApiToken;
import dev.regent.store.acts.Role;
import dev.regent.store.acts.TokenStore;
import dev.regent.store.record.Deed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Tokens for people and programs.
@Path("/api/v1/tokens")
@RunOnVirtualThread
public final class TokensResource {

    private final Running running;
    private final Caller caller;

    TokensResource(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    /// One token, never with its secret.
    public record Token(
            String id,
            String name,
            String role,
            List<String> registries,
            Instant createdAt,
            Optional<Instant> expires,
            Optional<Instant> lastUsed,
            boolean revoked) {
        public Token {
            registries = List.copyOf(registries);
        }

        static Token of(ApiToken kept) {
            return new Token(
                    kept.id(),
                    kept.name(),
                    kept.role().toString(),
                    kept.registries(),
                    kept.createdAt(),
                    kept.expires(),
                    kept.lastUsed(),
                    kept.revokedAt().isPresent());
        }
    }

    /// A token that somebody wants.
    ///
    /// @param registries globs; absent for all
    /// @param expiresIn ISO 8601, for example `P90D`; absent for never
    @Schema(name = "NewToken")
    public record Wanted(
            @Nullable String name,
            @Nullable String role,
            Optional<List<String>> registries,
            Optional<Duration> expiresIn) {}

    /// A new token; its secret is shown this once.
    @Schema(name = "CreatedToken")
    public record Made(
            String id,
            String name,
            String role,
            List<String> registries,
            Instant createdAt,
            Optional<Instant> expires,
            String token) {
        public Made {
            registries = List.copyOf(registries);
        }
    }

    @GET
    @Operation(operationId = "listTokens", summary = "Tokens, the newest first")
    @Needs(Permission.ADMINISTER)
    public Listed<Token> tokens(
            @QueryParam("cursor") Optional<String> cursor, @QueryParam("limit") @DefaultValue("100") int limit) {
        return Listed.some(
                Listed.page(cursor, limit),
                running.tokenStore()::list,
                token -> caller.actor().within(token.registries()),
                Token::of);
    }

    @POST
    @Operation(operationId = "createToken", summary = "Makes a token; its secret is shown this once")
    @Needs(Permission.ADMINISTER)
    @Produces(MediaType.APPLICATION_JSON)
    @APIResponseSchema(value = Made.class, responseCode = "201", responseDescription = "Made")
    public Response create(@Nullable Wanted asked) {
        Wanted wanted = Given.body(asked, "{\"name\": \"…\", \"role\": \"viewer\"}");
        String name = Given.text(wanted.name(), "name", "say whose token it is");
        Role role = Arrays.stream(Role.values())
                .filter(each -> each.toString().equals(wanted.role()))
                .findFirst()
                .orElseThrow(() -> ProblemException.bad("role is one of " + Arrays.toString(Role.values())));
        List<String> registries = wanted.registries()
                .orElseGet(() -> caller.actor().seesAll()
                        ? List.of("**")
                        : caller.actor().registries());
        registries.forEach(Glob::parse);
        if (!caller.actor().within(registries)) {
            throw ProblemException.forbidden("your token covers only some registries, and can make tokens for these"
                    + " alone: name registries of " + caller.actor().registries());
        }
        TokenStore.Creation creation = running.database().inTransaction((Handle in) -> {
            TokenStore.Creation created = running.tokenStore()
                    .create(
                            in,
                            new TokenStore.NewToken(
                                    name,
                                    role,
                                    registries,
                                    wanted.expiresIn(),
                                    caller.actor().name()));
            if (created instanceof TokenStore.Creation.Made(ApiToken token, var _)) {
                Map<String, String> details =
                        Map.of("name", token.name(), "role", role.toString(), "registries", registries.toString());
                note(in, "token.created", token.id(), details);
            }
            return created;
        });
        return switch (creation) {
            case TokenStore.Creation.Taken(String why) -> throw ProblemException.conflict(why);
            case TokenStore.Creation.Made made -> answer(made);
        };
    }

    private static Response answer(TokenStore.Creation.Made made) {
        Token token = Token.of(made.token());
        return Response.status(201)
                .entity(new Made(
                        token.id(),
                        token.name(),
                        token.role(),
                        token.registries(),
                        token.createdAt(),
                        token.expires(),
                        made.secret().reveal()))
                .build();
    }

    @DELETE
    @Path("/{id}")
    @Operation(operationId = "revokeToken", summary = "Ends a token at once")
    @Needs(Permission.ADMINISTER)
    public Response revoke(@PathParam("id") String id) {
        boolean covered = running.tokenStore()
                .find(id)
                .filter(token -> caller.actor().within(token.registries()))
                .isPresent();
        boolean revoked = covered
                && running.database().inTransaction((Handle in) -> {
                    boolean there =
                            running.tokenStore().revoke(in, id, caller.actor().name());
                    if (there) {
                        note(in, "token.revoked", id, Map.of());
                    }
                    return there;
                });
        if (!revoked) {
            throw ProblemException.notFound("there is no token " + id + " that isn't revoked");
        }
        return Response.noContent().build();
    }

    private void note(Handle in, String action, String id, Map<String, String> details) {
        running.record().append(in, new Deed(caller.session(), caller.actor().name(), action, id, "", details));
    }
}
