package dev.regent.server.estate;

import dev.regent.oci.Digest;
import java.util.Optional;
import java.util.Set;

/// What a plan comes from besides the policies in force: it is made anew from the same when it is carried out.
///
/// @param policy a policy in YAML that holds for this plan alone
/// @param picked manifests that a person named; the plan is then about them alone
public record Origin(Optional<String> policy, Set<Picked> picked) {

    /// Only the policies in force.
    public static final Origin USUAL = new Origin(Optional.empty(), Set.of());

    /// One manifest of one repository.
    public record Picked(String repository, Digest digest) {}

    public Origin {
        picked = Set.copyOf(picked);
    }
}
