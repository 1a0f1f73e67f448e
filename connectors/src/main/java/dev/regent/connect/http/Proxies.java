package dev.regent.connect.http;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Which proxy a request goes through, by the variables that other tools read: `HTTPS_PROXY`, `HTTP_PROXY` and
/// `NO_PROXY`, lower case first. Loopback is never proxied.
///
/// @param http for `http://`
/// @param https for `https://`
/// @param except hosts that are reached directly: names, with everything below them, or `*`
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> except) {

    public static final Proxies NONE = new Proxies(Optional.empty(), Optional.empty(), List.of());

    public Proxies {
        except = List.copyOf(except);
    }

    public static Proxies fromEnvironment() {
        return from(System.getenv());
    }

    /// What `environment`, by variable, says.
    public static Proxies from(Map<String, String> environment) {
        String except = first(environment, "no_proxy", "NO_PROXY").orElse("");
        return new Proxies(
                first(environment, "http_proxy", "HTTP_PROXY").map(Proxies::parse),
                first(environment, "https_proxy", "HTTPS_PROXY").map(Proxies::parse),
                Arrays.stream(except.split(","))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    Optional<URI> proxyFor(String scheme, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        if (isLoopback(name) || except.stream().anyMatch(rule -> excepts(rule, name, port))) {
            return Optional.empty();
        }
        return scheme.equals("https") ? https : http;
    }

    private static boolean excepts(String rule, String host, int port) {
        String name = rule.startsWith("*.") ? rule.substring(1) : rule;
        if (name.endsWith(":" + port)) {
            name = name.substring(0, name.lastIndexOf(':'));
        }
        String domain = name.startsWith(".") ? name.substring(1) : name;
        return name.equals("*") || host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("::1");
    }

    private static Optional<String> first(Map<String, String> environment, String... names) {
        return Arrays.stream(names)
                .map(name -> Optional.ofNullable(environment.get(name)))
                .flatMap(Optional::stream)
                .filter(value -> !value.isBlank())
                .findFirst();
    }

    private static URI parse(String value) {
        return URI.create(value.contains("://") ? value : "http://" + value);
    }
}
