package dev.regent.approve;

import dev.regent.oci.Digest;
import java.time.Instant;

/// What a person said yes to.
///
/// @param id names the approval
/// @param plan digest of the plan; an approval holds for no other
/// @param proposer who had the plan made
/// @param by who approved it
/// @param reason in the approver's words, never empty
/// @param at by the database's clock
/// @param until from then on it is void; by the same clock
/// @param sameHand whether the proposer approved, which the rules allowed then
public record Approval(
        String id,
        Digest plan,
        String proposer,
        String by,
        String reason,
        Instant at,
        Instant until,
        boolean sameHand) {

    public Approval {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("an approval has a reason");
        }
        if (!until.isAfter(at)) {
            throw new IllegalArgumentException("an approval of " + at + " can't end at " + until);
        }
    }

    /// Whether it still holds.
    public boolean holdsAt(Instant now) {
        return now.isBefore(until);
    }
}
