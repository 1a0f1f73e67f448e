package dev.regent.connect.http;

import java.net.URI;
import java.util.Locale;

/// Where connections lead.
///
/// @param host lower case; an IPv6 address stands in brackets
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-uri-origin">RFC 9110</a>
record Origin(String scheme, String host, int port) {

    static Origin of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        return new Origin(scheme, uri.getHost().toLowerCase(Locale.ROOT), port);
    }

    /// As [#equals], which a record links at its first use and no compiler of the first tier makes short.
    boolean isSame(Origin other) {
        return port == other.port && host.equals(other.host) && scheme.equals(other.scheme);
    }

    boolean isEncrypted() {
        return scheme.equals("https");
    }

    /// The host as its address is asked for.
    String name() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
