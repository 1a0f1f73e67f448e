package dev.regent.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what people write as a database's URL. No message quotes any of it, since a password that is
/// not escaped can stand anywhere in it.
final class DatabaseUrl {

    static final String FORM = "write postgresql://user:password@host:5432/name?sslmode=verify-full,"
            + " with %40 for @, %2F for /, %3A for :, %3F for ? and %25 for % in user and password";

    /// Parameters of libpq that the driver calls by another name.
    private static final Map<String, String> RENAMED = Map.of(
            "connect_timeout", "connectTimeout",
            "application_name", "ApplicationName",
            "target_session_attrs", "targetServerType",
            "channel_binding", "channelBinding",
            "keepalives", "tcpKeepAlive");

    private static final Map<String, String> SESSIONS = Map.of("read-write", "primary", "read-only", "secondary");
    private static final Pattern HOSTS = Pattern.compile("(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+])(?::\\d{1,5})?");

    private String user = "";
    private String password = "";
    private final List<String> parameters = new ArrayList<>();

    private DatabaseUrl() {}

    static DatabaseAddress parse(String text) {
        return new DatabaseUrl().read(text);
    }

    private DatabaseAddress read(String text) {
        String rest = withoutScheme(text);
        int question = rest.indexOf('?');
        String path = question < 0 ? rest : rest.substring(0, question);
        int slash = path.indexOf('/');
        String authority = slash < 0 ? path : path.substring(0, slash);
        String name = slash < 0 ? "" : path.substring(slash + 1);
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            credentials(authority.substring(0, at));
        }
        String hosts = hosts(authority.substring(at + 1));
        if (question >= 0) {
            for (String parameter : rest.substring(question + 1).split("&", -1)) {
                parameter(parameter);
            }
        }
        if (name.isEmpty() || name.contains("/") || name.contains("@") || rest.contains("#")) {
            throw wrong("names no database, or has a character that must be escaped");
        }
        if (user.isBlank()) {
            throw wrong("names no user");
        }
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseAddress("jdbc:postgresql://" + hosts + "/" + name + query, user, password);
    }

    private static String withoutScheme(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring(5) : text;
        for (String scheme : List.of("postgresql://", "postgres://")) {
            if (plain.startsWith(scheme)) {
                return plain.substring(scheme.length());
            }
        }
        throw wrong("is no URL of PostgreSQL");
    }

    private void credentials(String text) {
        int colon = text.indexOf(':');
        user = decoded(colon < 0 ? text : text.substring(0, colon));
        password = colon < 0 ? "" : decoded(text.substring(colon + 1));
    }

    private static String hosts(String text) {
        List<String> hosts = new ArrayList<>();
        for (String host : text.split(",", -1)) {
            if (!HOSTS.matcher(host).matches()) {
                throw wrong("has no valid host and port");
            }
            hosts.add(host.matches(".*[^:\\[]:\\d+") && !host.endsWith("]") ? host : host + ":5432");
        }
        return String.join(",", hosts);
    }

    private void parameter(String text) {
        if (text.isEmpty()) {
            return;
        }
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw wrong("has a parameter without a value");
        }
        String name = text.substring(0, equals);
        String value = decoded(text.substring(equals + 1));
        switch (name) {
            case "user" -> user = value;
            case "password" -> password = value;
            case "target_session_attrs" -> add(name, SESSIONS.getOrDefault(value, value));
            case "keepalives" -> add(name, String.valueOf(!value.equals("0")));
            default -> add(name, value);
        }
    }

    private void add(String name, String value) {
        parameters.add(RENAMED.getOrDefault(name, name) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    /// A plus is a plus in a URL's user, password and parameters.
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw wrong("has a % that is no escape");
        }
    }

    private static IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException("the database's URL " + what + ": " + FORM);
    }
}
