package dev.regent.server.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// Answers `/` and everything that no other route does: with the console's files, and its first
/// page for the addresses that the console itself understands. Where the console wasn't built, with
/// a page that says so.
@ApplicationScoped
public class ConsoleFiles {

    private static final String FOLDER = "console";
    private static final Pattern SAFE =
            Pattern.compile("/(?:[A-Za-z0-9_@-][A-Za-z0-9._@-]*/)*[A-Za-z0-9_@-][A-Za-z0-9._@-]*");
    private static final int EARLY = 10;

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'";

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2",
            "json", "application/json",
            "txt", "text/plain; charset=utf-8");

    private final Map<String, Optional<Buffer>> files = new ConcurrentHashMap<>();

    void register(@Observes Router router) {
        router.route("/*").order(EARLY).handler(this::answer);
    }

    private void answer(RoutingContext asked) {
        String path = asked.normalizedPath();
        boolean reads = HttpMethod.GET.equals(asked.request().method())
                || HttpMethod.HEAD.equals(asked.request().method());
        boolean others = path.startsWith("/api/") || path.startsWith("/q/");
        if (!reads || others) {
            asked.next();
            return;
        }
        Optional<Buffer> file = path.equals("/") || !SAFE.matcher(path).matches() ? Optional.empty() : file(path);
        if (file.isPresent()) {
            send(asked, path, file.get());
        } else if (wantsPage(asked, path)) {
            send(asked, "/index.html", file("/index.html").orElseGet(ConsoleFiles::withoutConsole));
        } else {
            asked.next();
        }
    }

    private static boolean wantsPage(RoutingContext asked, String path) {
        String accept = asked.request().getHeader("Accept");
        return path.equals("/") || (accept != null && accept.contains("text/html"));
    }

    private Optional<Buffer> file(String path) {
        return files.computeIfAbsent(path, ConsoleFiles::read);
    }

    private static Optional<Buffer> read(String path) {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(FOLDER + path)) {
            return in == null ? Optional.empty() : Optional.of(Buffer.buffer(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the console can't be read: " + path, e);
        }
    }

    private static void send(RoutingContext asked, String path, Buffer body) {
        String ending = path.substring(path.lastIndexOf('.') + 1);
        HttpServerResponse response = asked.response()
                .putHeader("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Content-Security-Policy", POLICY)
                // What lies under /assets has a digest in its name.
                .putHeader(
                        "Cache-Control",
                        path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
        if (HttpMethod.HEAD.equals(asked.request().method())) {
            response.putHeader("Content-Length", String.valueOf(body.length())).end();
        } else {
            response.end(body);
        }
    }

    private static Buffer withoutConsole() {
        return Buffer.buffer("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Regent</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <style>body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:4rem auto;padding:0 1rem;
                color:#151515;background:#fff}code{background:#f0f0f0;padding:.1em .3em}
                @media(prefers-color-scheme:dark){body{color:#e0e0e0;background:#151515}code{background:#333}}</style>
                </head><body><h1>Regent runs</h1>
                <p>This build has no console: there was no Node when it was built. Everything works without it, by the
                command <code>regent</code> and by the API under <code>/api/v1</code>, which
                <a href="/api/v1/openapi">describes itself</a>.</p>
                <p>To have the console, install Node 20 or later and build again.</p></body></html>
                """);
    }
}
