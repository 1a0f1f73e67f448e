package dev.regent.server.access;

import dev.regent.server.rest.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who sent the request that is being answered.
@RequestScoped
public class Caller {

    private final String session = UUID.randomUUID().toString();
    private @Nullable Actor actor;

    void is(Actor who) {
        actor = who;
    }

    /// Whoever it is.
    ///
    /// @throws ProblemException if the call needs no token and none came
    public Actor actor() {
        Actor who = actor;
        if (who == null) {
            throw ProblemException.unauthorized("this call needs a token");
        }
        return who;
    }

    /// Names this request in the record.
    public String session() {
        return session;
    }

    /// Refuses who may not see a registry, as if there were none.
    public void mustCover(String registry) {
        if (!actor().covers().test(registry)) {
            throw ProblemException.notFound("there is no registry " + registry + ", or your token doesn't cover it");
        }
    }

    /// Refuses who sees only some registries, for what tells of all of them.
    public void mustSeeAll() {
        if (!actor().seesAll()) {
            throw ProblemException.forbidden("the record tells of all registries, and your token covers only some");
        }
    }
}
