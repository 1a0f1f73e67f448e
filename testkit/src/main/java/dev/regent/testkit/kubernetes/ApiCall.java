package dev.regent.testkit.kubernetes;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A call that an API server understands.
///
/// @param path of the kind, for example `/apis/apps/v1/deployments`
/// @param name of one object; empty for the list
record ApiCall(String path, String group, String resource, Optional<String> name, Map<String, String> query) {

    private static final Pattern LIST = Pattern.compile(
            "(/api/v1|/apis/(?<group>[a-z0-9.-]+)/v[0-9a-z]+)/(?<resource>[a-z]+)(?:/(?<name>[a-z0-9.-]+))?");

    private static final Set<String> PARAMETERS = Set.of(
            "limit",
            "continue",
            "watch",
            "allowWatchBookmarks",
            "resourceVersion",
            "timeoutSeconds",
            "labelSelector",
            "fieldSelector");

    ApiCall {
        query = Map.copyOf(query);
    }

    /// Empty if no API server would know what is meant.
    static Optional<ApiCall> of(URI uri) {
        Matcher matcher = LIST.matcher(uri.getRawPath());
        Map<String, String> query = query(uri.getRawQuery());
        if (!matcher.matches() || !PARAMETERS.containsAll(query.keySet())) {
            return Optional.empty();
        }
        String group = Optional.ofNullable(matcher.group("group")).orElse("");
        String resource = matcher.group("resource");
        Optional<String> name = Optional.ofNullable(matcher.group("name"));
        return Optional.of(new ApiCall(matcher.group(1) + "/" + resource, group, resource, name, query));
    }

    String verb() {
        return name.isPresent() ? "get" : watching() ? "watch" : "list";
    }

    boolean watching() {
        String watch = text("watch");
        return watch.equals("1") || watch.equals("true");
    }

    String text(String parameter) {
        return query.getOrDefault(parameter, "");
    }

    /// The number of a parameter; 0 if it is missing.
    long number(String parameter) {
        String text = text(parameter);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return query;
    }
}
