package dev.regent.server.watch;

import dev.regent.server.boot.Running;
import dev.regent.store.DatabaseException;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready while the database answers. A configuration that is broken is told and doesn't count: the
/// last good one is in force. What is wrong with it is for who has a token. So is a database that was
/// put back from a backup: `putBack` says when that was found.
@Readiness
@ApplicationScoped
public class Ready implements HealthCheck {

    private final Running running;

    Ready(Running running) {
        this.running = running;
    }

    @Override
    public HealthCheckResponse call() {
        var answer = HealthCheckResponse.named("database")
                .withData("configuration", running.live().problems().isEmpty() ? "in force" : "broken");
        running.keeping()
                .putBack()
                .ifPresent(found -> answer.withData("putBack", found.at().toString()));
        try {
            running.database().now();
            return answer.up().build();
        } catch (DatabaseException e) {
            return answer.withData("detail", "the database doesn't answer")
                    .down()
                    .build();
        }
    }
}
