package dev.regent.server.access;

import dev.regent.server.rest.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Who sent the request that is being answered.
@RequestScoped
public class Caller {

    private final String session = UUID.randomUUID().toString();
    private @Nullable Actor actor;
    private BooleanSupplier still = () -> false;

    /// Takes down who it is.
    ///
    /// @param again whether it would be let in now
    void is(Actor who, BooleanSupplier again) {
        actor = who;
        still = again;
    }

    /// Whether it would be let in now, for answers that last longer than a request.
    public BooleanSupplier still() {
        return still;
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

    /// Whether it may see a registry.
    public boolean covers(String registry) {
        return actor().covers().test(registry);
    }

    /// Refuses who may not see a registry that it named, as if there were none.
    public void mustCover(String registry) {
        if (!covers(registry)) {
            throw ProblemException.notFound("there is no registry " + registry + ", or your token doesn't cover it");
        }
    }

    /// Refuses who sees only some registries, for what is about all of them.
    ///
    /// @param what is about all, as the first half of a sentence
    public void mustSeeAll(String what) {
        if (!actor().seesAll()) {
            throw ProblemException.forbidden(what + ", and your token covers only some");
        }
    }
}
