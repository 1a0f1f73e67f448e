package dev.regent.connect.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which proxy a request goes through, by the variables that other tools read: `HTTPS_PROXY`, `HTTP_PROXY` and
/// `NO_PROXY`, lower case first. Loopback is never proxied.
///
/// @param http for `http://`
/// @param https for `https://`
/// @param except hosts that are reached directly: names, with everything below them, IPv4
///     networks, or `*`
public record Proxies(Optional<URI> http, Optional<URI> https, List<String> except) {

    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern NETWORK = Pattern.compile("([0-9.]+)/(\\d{1,2})");

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
                first(environment, "http_proxy", "HTTP_PROXY").map(value -> parse("HTTP_PROXY", value)),
                first(environment, "https_proxy", "HTTPS_PROXY").map(value -> parse("HTTPS_PROXY", value)),
                Arrays.stream(except.split(","))
                        .map(host -> host.strip().toLowerCase(Locale.ROOT))
                        .filter(host -> !host.isEmpty())
                        .toList());
    }

    /// The proxy that a request goes through; empty if it goes directly.
    ///
    /// @param port negative for the usual one of the scheme
    public Optional<URI> proxyFor(String scheme, String host, int port) {
        String name = host.toLowerCase(Locale.ROOT);
        int real = port >= 0 ? port : scheme.equals("https") ? 443 : 80;
        if (isLoopback(name) || except.stream().anyMatch(rule -> excepts(rule, name, real))) {
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
        return name.equals("*") || host.equals(domain) || host.endsWith("." + domain) || inNetwork(rule, host);
    }

    /// Whether `host` is an IPv4 address of the network that `rule` is, for example `10.0.0.0/8`.
    private static boolean inNetwork(String rule, String host) {
        Matcher network = NETWORK.matcher(rule);
        OptionalLong address = address(host);
        if (!network.matches() || address.isEmpty() || Integer.parseInt(network.group(2)) > 32) {
            return false;
        }
        OptionalLong first = address(network.group(1));
        int rest = 32 - Integer.parseInt(network.group(2));
        return first.isPresent() && first.getAsLong() >> rest == address.getAsLong() >> rest;
    }

    private static OptionalLong address(String text) {
        if (!IPV4.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        long address = 0;
        for (String part : text.split("\\.", -1)) {
            address = address << 8 | Integer.parseInt(part);
        }
        return OptionalLong.of(address);
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

    private static URI parse(String variable, String value) {
        Optional<URI> proxy = Optional.empty();
        try {
            proxy = Optional.of(new URI(value.contains("://") ? value : "http://" + value));
        } catch (URISyntaxException e) {
            // Its message quotes the value: it must not go on as a cause.
            proxy = Optional.empty();
        }
        return proxy.filter(uri -> uri.getHost() != null
                        && uri.getPort() <= 65_535
                        && List.of("http", "https").contains(uri.getScheme()))
                .orElseThrow(() -> new IllegalArgumentException(
                        variable + " is no http(s)://host[:port]; it is not shown since it may hold a password"));
    }
}
