package dev.regent.testkit.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a double listens.
///
/// @param address a loopback address, so that nothing outside this machine can call
/// @param port 0: any that is free
/// @param tls whether HTTPS is spoken, with a certificate that is made at the start
public record Place(InetAddress address, int port, boolean tls) {

    public Place {
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException("a double listens on loopback only, got " + address.getHostAddress());
        }
    }

    /// 127.0.0.1, any free port, no encryption.
    public static Place loopback() {
        return at("127.0.0.1");
    }

    /// Another host, as far as clients can tell.
    ///
    /// @param address for example `127.0.0.2`
    public static Place at(String address) {
        try {
            return new Place(InetAddress.getByName(address), 0, false);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address is like 127.0.0.2, got " + address, e);
        }
    }

    public Place port(int other) {
        return new Place(address, other, tls);
    }

    public Place overTls() {
        return new Place(address, port, true);
    }
}
