package dev.regent.server.access;

import dev.regent.server.boot.Running;
import dev.regent.server.rest.ProblemException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/// Lets in who brings a token that allows what is asked for.
public final class Door {

    private static final String SCHEME = "bearer ";

    private final Running running;
    private final Caller caller;

    Door(Running running, Caller caller) {
        this.running = running;
        this.caller = caller;
    }

    @ServerRequestFilter
    void check(ContainerRequestContext request, ResourceInfo asked) {
        Permission needed = needed(asked);
        Optional<String> token = token(request);
        if (needed == Permission.NONE && token.isEmpty()) {
            return;
        }
        String secret = token.orElseThrow(() -> ProblemException.unauthorized(
                "this needs a token: send `Authorization: Bearer …`; the first one is in DIR/admin-token"));
        Actor actor = running.tokens()
                .actor(secret)
                .orElseThrow(() -> ProblemException.unauthorized(
                        "this token is unknown, expired or revoked: ask an administrator for a new one"));
        if (!actor.may(needed)) {
            throw ProblemException.forbidden("this needs the permission to " + needed + ", which the role "
                    + actor.role() + " of " + actor.name() + " doesn't have");
        }
        caller.is(
                actor,
                () -> running.tokens()
                        .actor(secret)
                        .filter(now -> now.may(needed))
                        .isPresent());
    }

    /// What a method needs; what forgot to say so is for administrators.
    private static Permission needed(ResourceInfo asked) {
        Needs needs = asked.getResourceMethod().getAnnotation(Needs.class);
        return needs == null ? Permission.ADMINISTER : needs.value();
    }

    private static Optional<String> token(ContainerRequestContext request) {
        return Optional.ofNullable(request.getHeaderString("Authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }
}
