package dev.regent.connect.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;

/// Where a registry may send us, and where its credentials may go: its own host, hosts of its registrable domain, the
/// realm that its product is known to use, and what people allowed; never over a weaker transport.
public final class Trust {

    /// Token services that lie outside their registry's domain.
    private static final Map<String, String> KNOWN_REALMS = Map.of(
            "nvcr.io", "authn.nvidia.com",
            "gcr.io", "oauth2.googleapis.com");

    private static final int HIGHEST_PORT = 65_535;

    private final URI registry;
    private final Set<String> allowed;

    /// @param allowed hosts that people named, without port
    public Trust(URI registry, Set<String> allowed) {
        this.registry = registry;
        this.allowed =
                allowed.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /// Passes if `target` may be gone to.
    ///
    /// @throws ConnectorException if `target` is not to be trusted; the message says how to allow it, if it can be
    public void check(String action, URI target) throws ConnectorException {
        String host = target.getHost();
        if (host == null
                || target.getPort() > HIGHEST_PORT
                || !List.of("http", "https").contains(scheme(target))) {
            throw distrusted(action, "leads to an address that is no http or https URL");
        }
        if (weaker(target)) {
            throw distrusted(action, "leads from https to " + Redaction.shown(target) + ", which is not encrypted");
        }
        if (!allows(host.toLowerCase(Locale.ROOT))) {
            throw distrusted(
                    action,
                    "leads to another host, " + Redaction.shown(target) + "; allow it with --token-realm " + host
                            + " if it belongs to this registry");
        }
    }

    /// Whether going to `target` would leave encryption behind.
    public boolean weaker(URI target) {
        return scheme(registry).equals("https") && !scheme(target).equals("https");
    }

    /// Same scheme, host and port: only there a header that was meant for the registry may go.
    public boolean sameOrigin(URI target) {
        return scheme(registry).equals(scheme(target))
                && registry.getHost().equalsIgnoreCase(target.getHost())
                && port(registry) == port(target);
    }

    private boolean allows(String host) {
        String own = registry.getHost().toLowerCase(Locale.ROOT);
        return host.equals(own)
                || allowed.contains(host)
                || host.equals(KNOWN_REALMS.get(own))
                || sameDomain(own, host);
    }

    private static boolean sameDomain(String own, String host) {
        if (isAddress(own) || isAddress(host)) {
            return false;
        }
        String domain = PublicSuffixMatcherLoader.getDefault().getDomainRoot(own);
        return domain != null && (host.equals(domain) || host.endsWith("." + domain));
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static ConnectorException distrusted(String action, String words) {
        return new ConnectorException(action, new Fault.Distrusted(words));
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : scheme(uri).equals("https") ? 443 : 80;
    }
}
