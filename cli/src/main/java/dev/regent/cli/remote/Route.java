package dev.regent.cli.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A path below the interface's root, with its query; what people typed is escaped in it.
record Route(String text) {

    static Route to(String... segments) {
        StringBuilder path = new StringBuilder();
        for (String segment : segments) {
            if (segment.isBlank() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("`" + segment + "` names nothing");
            }
            path.append('/').append(escaped(segment));
        }
        return new Route(path.toString());
    }

    Route with(String name, String value) {
        return new Route(text + (text.indexOf('?') < 0 ? "?" : "&") + name + "=" + escaped(value));
    }

    Route with(String name, Optional<String> value) {
        return value.map(given -> with(name, given)).orElse(this);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":")
                .replace("*", "%2A");
    }

    @Override
    public String toString() {
        return text;
    }
}
