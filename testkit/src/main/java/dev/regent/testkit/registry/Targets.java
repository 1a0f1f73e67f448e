package dev.regent.testkit.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a request asks for out of its target.
final class Targets {

    static final String TOKEN_PATH = "/token";

    private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");
    private static final Pattern NAMED = Pattern.compile("/v2/(.+)/(manifests|blobs|referrers)/([^/]+)");

    private Targets() {}

    static Call call(Received request) {
        int mark = request.target().indexOf('?');
        String path = decoded(mark < 0 ? request.target() : request.target().substring(0, mark), false);
        String query = mark < 0 ? "" : request.target().substring(mark + 1);
        Matcher tags = TAGS.matcher(path);
        Matcher named = NAMED.matcher(path);
        Optional<String> repository = Optional.empty();
        Optional<String> reference = Optional.empty();
        if (tags.matches()) {
            repository = Optional.of(tags.group(1));
        } else if (named.matches()) {
            repository = Optional.of(named.group(1));
            reference = Optional.of(named.group(3));
        }
        return new Call(
                kind(path, tags, named),
                request.method(),
                request.target(),
                path,
                parameters(query),
                request.headers(),
                request.body(),
                repository,
                reference,
                scopes(request.method().equals("POST") ? request.body() : query));
    }

    /// Names and values of a query or a form; of a name that comes twice, the first value.
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        pairs(text).forEach(pair -> parameters.putIfAbsent(pair.getKey(), pair.getValue()));
        return parameters;
    }

    private static CallKind kind(String path, Matcher tags, Matcher named) {
        if (tags.matches()) {
            return CallKind.TAGS;
        }
        if (named.matches()) {
            return switch (named.group(2)) {
                case "manifests" -> CallKind.MANIFEST;
                case "blobs" -> CallKind.BLOB;
                default -> CallKind.REFERRERS;
            };
        }
        return switch (path) {
            case "/v2/" -> CallKind.PING;
            case "/v2/_catalog" -> CallKind.CATALOG;
            case TOKEN_PATH -> CallKind.TOKEN;
            default -> CallKind.UNKNOWN;
        };
    }

    private static List<String> scopes(String text) {
        return pairs(text).stream()
                .filter(pair -> pair.getKey().equals("scope"))
                .flatMap(pair -> List.of(pair.getValue().split(" ", -1)).stream())
                .filter(scope -> !scope.isEmpty())
                .toList();
    }

    private static List<Map.Entry<String, String>> pairs(String text) {
        List<Map.Entry<String, String>> pairs = new ArrayList<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (!pair.isEmpty()) {
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                pairs.add(Map.entry(decoded(name, true), decoded(value, true)));
            }
        }
        return pairs;
    }

    /// What cannot be decoded stays as it is: such a path is then unknown.
    private static String decoded(String text, boolean plusIsBlank) {
        try {
            return URLDecoder.decode(plusIsBlank ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
