package dev.regent.server.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigInteger;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What every answer of the API says to browsers and proxies, also those that no method of it
/// gives. Only answers that are named after their bytes may be kept.
@ApplicationScoped
public class ApiHeaders {

    private static final int BEFORE_ALL = -10_000;
    private static final String CACHE_CONTROL = "Cache-Control";

    private final ObjectMapper json;
    private final BigInteger longestBody;

    ApiHeaders(ObjectMapper json, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize longestBody) {
        this.json = json;
        this.longestBody = longestBody.asBigInteger();
    }

    void register(@Observes Router router) {
        router.route("/api/*").order(BEFORE_ALL).handler(this::begin);
    }

    private void begin(RoutingContext asked) {
        asked.response()
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("X-Frame-Options", "DENY")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        asked.addHeadersEndHandler(_ -> {
            if (!asked.response().headers().contains(CACHE_CONTROL)) {
                asked.response().putHeader(CACHE_CONTROL, "no-store");
            }
        });
        if (isTooLong(asked.request().getHeader("Content-Length"))) {
            refuse(asked);
        } else {
            asked.next();
        }
    }

    private boolean isTooLong(@Nullable String length) {
        return length != null && length.matches("\\d{1,19}") && new BigInteger(length).compareTo(longestBody) > 0;
    }

    /// The body is not read, so the connection ends with the answer.
    private void refuse(RoutingContext asked) {
        Problem problem = new Problem(
                "about:blank",
                "Request entity too large",
                413,
                "the body is longer than the " + longestBody + " bytes that the server takes; send less",
                asked.normalizedPath(),
                List.of());
        try {
            asked.response()
                    .setStatusCode(413)
                    .putHeader("Connection", "close")
                    .putHeader("Content-Type", "application/problem+json")
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem can't be written as JSON", e);
        }
    }
}
