package dev.regent.observe;

import java.util.ArrayList;
import java.util.List;

/// Looks at all environments that somebody asked about.
@FunctionalInterface
public interface Environments {

    /// Looks once at each.
    ///
    /// @throws InterruptedException if the caller gave up
    List<EnvironmentObservation> observe(Progress progress) throws InterruptedException;

    /// These, one after the other.
    static Environments of(List<EnvironmentSource> sources) {
        List<EnvironmentSource> all = List.copyOf(sources);
        return progress -> {
            List<EnvironmentObservation> seen = new ArrayList<>();
            for (EnvironmentSource source : all) {
                seen.add(source.observe(progress));
            }
            return seen;
        };
    }
}
