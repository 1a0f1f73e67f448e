package dev.regent.analyse.ownership;

import java.util.List;
import java.util.Optional;

/// Whom a workload belongs to, as far as anybody says.
///
/// @param tier `UNKNOWN` where nobody says
/// @param team empty where nobody says, or where two contradict each other
/// @param owner the same
/// @param conflicts a sentence for each contradiction, for people to settle
public record Attribution(
        Said<Tier> tier, Optional<Said<String>> team, Optional<Said<String>> owner, List<String> conflicts) {

    /// Something that somebody says.
    ///
    /// @param value plain and of bounded length where it is text
    /// @param source who says it, for example `label tier`, `namespace shop-staging`,
    ///     `Portainer group Production` or `mapping rule 3 (line 12)`
    public record Said<T>(T value, String source) {}

    public Attribution {
        conflicts = List.copyOf(conflicts);
    }
}
