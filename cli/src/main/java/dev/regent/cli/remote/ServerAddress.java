package dev.regent.cli.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a server is.
///
/// @param url `http(s)://host[:port][/path]`, without a slash at its end
record ServerAddress(URI url) {

    /// Understands what people type.
    ///
    /// @param from where it stood, for the message
    /// @throws IllegalArgumentException for anything else, and for what holds a password
    static ServerAddress of(String from, String text) {
        URI url;
        try {
            url = new URI(text.strip().replaceAll("/+$", ""));
        } catch (URISyntaxException _) {
            // The cause would quote the address, which may hold a password.
            throw unusable(from);
        }
        if (url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    from + ": a URL with user:password is refused; the server wants a token, in a file of its own");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (url.getHost() == null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw unusable(from);
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw unusable(from);
        }
        return new ServerAddress(url);
    }

    private static IllegalArgumentException unusable(String from) {
        return new IllegalArgumentException(
                from + ": this is no server's address; http(s)://host[:port] is wanted, for example"
                        + " http://127.0.0.1:8480");
    }

    /// Whether others on the way could read what is sent: plain HTTP that leaves this machine. A name is never looked
    /// up for this, since the answer could change.
    boolean isClear() {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        boolean loopback = host.equals("localhost")
                || host.equals("[::1]")
                || host.matches("127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}");
        return "http".equalsIgnoreCase(url.getScheme()) && !loopback;
    }

    URI at(Route route) {
        return URI.create(url + "/api/v1" + route);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
