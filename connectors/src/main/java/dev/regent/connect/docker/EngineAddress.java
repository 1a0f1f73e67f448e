package dev.regent.connect.docker;

import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Redaction;
import dev.regent.oci.Text;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where an engine listens.
sealed interface EngineAddress {

    String WANTED = "an engine's address is unix:///path, tcp://host:port, https://host:port or"
            + " ssh://[user@]host[:port][/path]";

    /// A socket on this machine.
    record Socket(Path path) implements EngineAddress {
        @Override
        public String toString() {
            return "unix://" + Text.plain(path.toString());
        }
    }

    /// A host and port.
    ///
    /// @param base `http` or `https`, host and port
    /// @param shown as people wrote it
    record Tcp(URI base, String shown) implements EngineAddress {
        @Override
        public String toString() {
            return shown;
        }
    }

    /// Somebody who passes calls on.
    ///
    /// @param agents whether Portainer's agents are behind it, which lead to every node of a Swarm
    record Through(Passage passage, boolean agents) implements EngineAddress {
        @Override
        public String toString() {
            return Text.plain(passage.shown());
        }
    }

    /// A socket on another machine, reached through the system's `ssh`.
    ///
    /// @param host a name or address, without brackets; never begins with `-`
    /// @param socket absolute path there
    record Ssh(Optional<String> user, String host, OptionalInt port, String socket) implements EngineAddress {

        private static final String DEFAULT_SOCKET = "/var/run/docker.sock";
        private static final Pattern AUTHORITY = Pattern.compile("(?:(?<user>[A-Za-z0-9_][A-Za-z0-9._-]*)@)?"
                + "(?:(?<name>[A-Za-z0-9_][A-Za-z0-9._-]*)|\\[(?<v6>[0-9a-fA-F:.]+)])(?::(?<port>[0-9]{1,5}))?");

        /// No colon, which `ssh -L` would split at, and no `%` or `$`, which it would replace.
        private static final Pattern SOCKET = Pattern.compile("/[A-Za-z0-9._/+@=,-]+");

        private static Ssh of(URI uri) {
            String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            Matcher matcher = AUTHORITY.matcher(authority);
            String path = uri.getRawPath() == null || uri.getRawPath().length() < 2 ? DEFAULT_SOCKET : uri.getRawPath();
            if (!matcher.matches() || !SOCKET.matcher(path).matches()) {
                throw refused(uri, "user, host, port or path is not of that form");
            }
            String port = matcher.group("port");
            String host = matcher.group("name") == null ? matcher.group("v6") : matcher.group("name");
            return new Ssh(
                    Optional.ofNullable(matcher.group("user")),
                    host,
                    port == null ? OptionalInt.empty() : OptionalInt.of(checkedPort(uri, Integer.parseInt(port))),
                    path);
        }

        @Override
        public String toString() {
            String shownHost = host.contains(":") ? "[" + host + "]" : host;
            return "ssh://" + user.map(name -> name + "@").orElse("") + shownHost
                    + (port.isPresent() ? ":" + port.getAsInt() : "") + socket;
        }
    }

    /// The engine that `uri` names.
    ///
    /// @param tls whether `tcp` means TLS
    /// @throws IllegalArgumentException if `uri` is no address of an engine, saying what was wanted
    static EngineAddress of(URI uri, boolean tls) {
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        if (authority.indexOf('@') >= 0
                && authority.substring(0, authority.indexOf('@')).indexOf(':') >= 0) {
            throw refused(uri, "it holds a password, which does not belong into an address");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused(uri, "it has a query or a fragment");
        }
        return switch (uri.getScheme() == null ? "" : uri.getScheme()) {
            case "unix" -> socket(uri, authority);
            case "tcp" -> tcp(uri, tls ? "https" : "http", tls ? 2376 : 2375);
            case "https" -> tcp(uri, "https", 443);
            case "ssh" -> Ssh.of(uri);
            case "" -> throw refused(uri, "it has no scheme");
            default -> throw refused(uri, "its scheme is another one");
        };
    }

    private static Socket socket(URI uri, String authority) {
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (!authority.isEmpty() || !path.startsWith("/") || path.length() < 2) {
            throw refused(uri, "the path of the socket is missing, or does not begin with a slash");
        }
        return new Socket(Path.of(path));
    }

    private static Tcp tcp(URI uri, String scheme, int defaultPort) {
        if (uri.getHost() == null || uri.getHost().isEmpty()) {
            throw refused(uri, "the host is missing or no host name");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused(uri, "it names a user, which only ssh:// can have");
        }
        if (uri.getRawPath() != null && uri.getRawPath().length() > 1) {
            throw refused(uri, "it has a path, which only unix:// and ssh:// can have");
        }
        int port = uri.getPort() < 0 ? defaultPort : checkedPort(uri, uri.getPort());
        String host = uri.getHost();
        return new Tcp(
                URI.create(scheme + "://" + host + ":" + port),
                Text.plain(uri.getScheme() + "://" + host + ":" + port));
    }

    private static int checkedPort(URI uri, int port) {
        if (port < 1 || port > 65_535) {
            throw refused(uri, "the port is not from 1 to 65535");
        }
        return port;
    }

    private static IllegalArgumentException refused(URI uri, String why) {
        String came = uri.getRawSchemeSpecificPart().contains("@") ? withoutUser(uri) : Text.plain(uri.toString());
        return new IllegalArgumentException(WANTED + "; got " + came + ": " + why);
    }

    private static String withoutUser(URI uri) {
        return uri.getHost() == null ? Text.plain(uri.getScheme() + "://…") : Redaction.shown(uri);
    }
}
