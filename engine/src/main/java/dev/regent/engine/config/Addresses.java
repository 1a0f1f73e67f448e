package dev.regent.engine.config;

import dev.regent.oci.Text;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Addresses as people write them. What is refused is shown only where it can't hold a password.
final class Addresses {

    private static final String REGISTRY = "the address of a registry is http://host[:port] or https://host[:port]";
    private static final String ENVIRONMENT = "the address of an environment is unix:///path, tcp://host:port,"
            + " http(s)://host[:port] or ssh://[user@]host[:port][/path] for an engine, portainer+http(s)://host[:port]"
            + " for Portainer, and kubernetes+https://host[:port], kubernetes+file:///kubeconfig or"
            + " kubernetes+in-cluster:/// for a cluster";
    private static final int HIGHEST_PORT = 65_535;
    private static final String LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    private static final Pattern HOST =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*|\\[[0-9a-f:.]+])(?::(?<port>[0-9]{1,5}))?");

    private Addresses() {}

    /// Scheme, host and perhaps port.
    ///
    /// @throws IllegalArgumentException saying what was wanted
    static URI registry(String text) {
        URI uri = uri(text, REGISTRY);
        noPassword(uri, "`credentials: {usernameFile: …, passwordFile: …}`");
        String scheme = scheme(uri);
        if (scheme.equals("storage")) {
            throw new IllegalArgumentException(
                    REGISTRY + "; the folder of its files stands beside it: `storage: /var/lib/registry`");
        }
        boolean bare =
                List.of("", "/").contains(path(uri)) && uri.getRawQuery() == null && uri.getRawFragment() == null;
        if (!List.of("http", "https").contains(scheme) || !hasHost(uri) || !bare) {
            throw refused(REGISTRY + ", without a path", text);
        }
        return URI.create(scheme + "://" + uri.getRawAuthority().toLowerCase(Locale.ROOT));
    }

    /// @throws IllegalArgumentException saying what was wanted
    static URI environment(String text) {
        URI uri = uri(text, ENVIRONMENT);
        String scheme = scheme(uri);
        noPassword(uri, "`certificates:`, a folder with cert.pem and key.pem, or `credentials: {tokenFile: …}`");
        if (scheme.startsWith("openshift")) {
            throw new IllegalArgumentException("`" + scheme + "` is not supported yet; its cluster can be read as"
                    + " kubernetes+https://host:6443");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(ENVIRONMENT + ", without query and fragment", text);
        }
        boolean good = switch (scheme) {
            case "unix", "kubernetes+file" ->
                uri.getRawAuthority() == null
                        && path(uri).length() > 1
                        && path(uri).startsWith("/");
            case "tcp", "http", "https" ->
                hasHost(uri) && uri.getRawUserInfo() == null && List.of("", "/").contains(path(uri));
            case "ssh" -> hasHost(uri);
            case "portainer+http", "portainer+https", "kubernetes+http", "kubernetes+https" ->
                hasHost(uri) && uri.getRawUserInfo() == null;
            case "kubernetes+in-cluster" ->
                uri.getRawAuthority() == null && List.of("", "/").contains(path(uri));
            default -> false;
        };
        if (!good) {
            throw refused(ENVIRONMENT, text);
        }
        return uri;
    }

    /// `host` or `host:port`, in lower case.
    ///
    /// @throws IllegalArgumentException saying what was wanted
    static String alias(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        var matcher = HOST.matcher(host);
        if (!matcher.matches()
                || (matcher.group("port") != null && Integer.parseInt(matcher.group("port")) > HIGHEST_PORT)) {
            throw refused("a name that references use is host or host:port, without scheme and path", text);
        }
        return host;
    }

    /// A host alone, in lower case.
    ///
    /// @throws IllegalArgumentException saying what was wanted
    static String realm(String text) {
        String host = text.toLowerCase(Locale.ROOT);
        var matcher = HOST.matcher(host);
        if (!matcher.matches() || matcher.group("port") != null) {
            throw refused("a realm is a host alone, without scheme, port and path; it holds for every port", text);
        }
        return host;
    }

    private static URI uri(String text, String wanted) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            // The cause would quote the text.
            throw refused(wanted, text);
        }
    }

    private static String scheme(URI uri) {
        return uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String path(URI uri) {
        return uri.getRawPath() == null ? "" : uri.getRawPath();
    }

    private static boolean hasHost(URI uri) {
        return uri.getHost() != null && uri.getPort() <= HIGHEST_PORT;
    }

    private static void noPassword(URI uri, String instead) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        boolean user = at >= 0 && !scheme(uri).equals("ssh");
        if (user || (at >= 0 && authority.substring(0, at).contains(":"))) {
            throw new IllegalArgumentException(
                    "an address holds no user and password: they would show in logs; write " + instead);
        }
    }

    private static IllegalArgumentException refused(String wanted, String text) {
        boolean shown = text.indexOf('@') < 0 && text.indexOf('?') < 0;
        return new IllegalArgumentException(wanted + (shown ? "; got " + Text.quoted(text) : ""));
    }
}
