package dev.regent.store.estate;

import dev.regent.observe.Use;
import java.time.Instant;
import java.util.Optional;

/// A use that is open.
///
/// @param id zero if it has no row yet
/// @param identity of the environment when it was first seen
/// @param why empty if the environment shows it
record KeptUse(long id, Optional<String> identity, Use use, Instant from, Hold hold, String why) {

    static KeptUse shown(Optional<String> identity, Use use, Instant from) {
        return new KeptUse(0, identity, use, from, Hold.SHOWN, "");
    }

    KeptUse held(Hold other, String reason) {
        return new KeptUse(id, identity, use, from, other, reason);
    }

    /// The same claim, saying that it is remembered and why.
    Use remembered(String reason) {
        return use.calling(use.environment(), use.workload() + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }
}
