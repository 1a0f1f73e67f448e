package dev.regent.connect.http;

import dev.regent.oci.Text;
import java.net.URI;

/// What of an address may be shown. Query strings carry signatures and tokens, and user information carries passwords:
/// neither ever is.
public final class Redaction {

    private Redaction() {}

    public static String shown(URI uri) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        String host = uri.getHost() == null ? "" : uri.getHost();
        return Text.plain(uri.getScheme() + "://" + host + port + path);
    }
}
