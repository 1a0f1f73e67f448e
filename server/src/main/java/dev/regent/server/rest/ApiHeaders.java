package dev.regent.server.rest;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/// What every answer of the API says to browsers and proxies, also those that no method of it gives. Only answers that
/// are named after their bytes may be kept.
@ApplicationScoped
public class ApiHeaders {

    private static final int BEFORE_ALL = -10_000;

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_ALL).handler(asked -> {
            asked.response()
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .putHeader("X-Frame-Options", "DENY")
                    .putHeader("Referrer-Policy", "no-referrer")
                    .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
                    .putHeader("Cache-Control", "no-store");
            asked.next();
        });
    }
}
