package dev.regent.server.estate;

import dev.regent.approve.ProposedPlan;
import dev.regent.engine.config.RegistryConfig;
import dev.regent.store.acts.StoredPlan;
import java.util.ArrayList;
import java.util.List;

/// What stands against approving a plan is asked anew: the configuration may have changed since it was made.
public final class Fresh {

    private Fresh() {}

    /// The plan as it can be answered now.
    ///
    /// @param registry as the configuration in force has it
    public static ProposedPlan of(StoredPlan stored, RegistryConfig registry) {
        ProposedPlan kept = stored.proposed();
        List<String> unmet = new ArrayList<>(Plans.unmet(registry));
        return new ProposedPlan(kept.plan(), kept.proposer(), kept.expires(), kept.manifests(), unmet, kept.closed());
    }
}
