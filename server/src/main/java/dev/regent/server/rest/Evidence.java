package dev.regent.server.rest;

import dev.regent.observe.Heard;
import dev.regent.server.boot.Running;
import dev.regent.store.estate.KeptEnvironment;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How old is what is known of environments.
final class Evidence {

    private final Instant now;
    private final Map<String, KeptEnvironment> environments;

    Evidence(Running running) {
        now = running.clocks().now();
        environments = running.environments().list().stream()
                .collect(Collectors.toMap(KeptEnvironment::name, Function.identity()));
    }

    /// When it was heard the last time, be it partly.
    Optional<Instant> heardAt(String environment) {
        return Optional.ofNullable(environments.get(environment))
                .flatMap(kept ->
                        kept.heard().filter(heard -> heard != Heard.NO).isPresent() ? kept.observed() : kept.heardAt());
    }

    Optional<Long> ageSeconds(String environment) {
        return heardAt(environment).map(at -> Duration.between(at, now).toSeconds());
    }
}
