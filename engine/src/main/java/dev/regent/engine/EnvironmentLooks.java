package dev.regent.engine;

import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.EnvironmentDirectory.Listing;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.EnvironmentSource;
import dev.regent.observe.Environments;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Looks at many environments at once. One that is slow or dead costs the others nothing but a thread that waits.
public final class EnvironmentLooks implements Environments {

    /// An environment takes a few connections and little else.
    private static final int AT_ONCE = 48;

    private final Map<String, FarEnvironment> environments;
    private final Memory memory;

    /// What is known of environments from earlier looks.
    public interface Memory {

        /// Told as soon as a look ended.
        ///
        /// @return what was seen, with what protects besides
        EnvironmentObservation seen(EnvironmentObservation now);

        /// What a directory led to before and doesn't now: that protects all the same.
        ///
        /// @param heard how the directory was
        /// @param listed names of the environments that it leads to
        List<EnvironmentObservation> missing(String directory, Heard heard, Set<String> listed);

        /// Of who keeps nothing from look to look.
        Memory NONE = of(UnaryOperator.identity());

        private static Memory of(UnaryOperator<EnvironmentObservation> seen) {
            return new Memory() {
                @Override
                public EnvironmentObservation seen(EnvironmentObservation now) {
                    return seen.apply(now);
                }

                @Override
                public List<EnvironmentObservation> missing(String directory, Heard heard, Set<String> listed) {
                    return List.of();
                }
            };
        }
    }

    /// @param environments by name
    public EnvironmentLooks(Map<String, FarEnvironment> environments, Memory memory) {
        this.environments = Collections.unmodifiableMap(new LinkedHashMap<>(environments));
        this.memory = memory;
    }

    @Override
    public List<EnvironmentObservation> observe(Progress progress) throws InterruptedException {
        Map<String, Listing> listings = listings(progress);
        Map<String, EnvironmentSource> sources = new LinkedHashMap<>();
        List<EnvironmentObservation> seen = new ArrayList<>();
        environments.forEach((name, environment) -> {
            switch (environment) {
                case FarEnvironment.One(EnvironmentSource source) -> sources.put(name, source);
                case FarEnvironment.Many _ -> {
                    Listing listing = Objects.requireNonNull(listings.get(name));
                    sources.putAll(listing.environments());
                    seen.add(memory.seen(listing.itself()));
                    seen.addAll(memory.missing(
                            name,
                            listing.itself().heard(),
                            listing.environments().keySet()));
                }
            }
        });
        Map<String, EnvironmentObservation> looked = new ConcurrentHashMap<>();
        Parallel.waiting(
                sources.entrySet(),
                AT_ONCE,
                source -> looked.put(
                        source.getKey(), memory.seen(source.getValue().observe(progress))));
        sources.keySet().forEach(name -> seen.add(Objects.requireNonNull(looked.get(name))));
        return seen;
    }

    private Map<String, Listing> listings(Progress progress) throws InterruptedException {
        Map<String, Listing> listings = new ConcurrentHashMap<>();
        Parallel.waiting(environments.entrySet(), AT_ONCE, named -> {
            if (named.getValue() instanceof FarEnvironment.Many(var directory)) {
                listings.put(named.getKey(), directory.list(progress));
            }
        });
        return listings;
    }
}
