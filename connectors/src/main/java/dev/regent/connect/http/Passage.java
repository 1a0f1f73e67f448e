package dev.regent.connect.http;

import java.net.URI;
import java.util.Map;

/// A way to a far side through somebody who passes calls on, as Portainer does.
///
/// @param base scheme, host, port and perhaps a path that every call's path follows; no slash at its end
/// @param headers that every call carries, for whoever passes it on
/// @param shown for people, for example `portainer/production`
public record Passage(URI base, Map<String, Secret> headers, String shown) {
    public Passage {
        headers = Map.copyOf(headers);
    }
}
