package dev.regent.connect.oci;

import dev.regent.connect.http.Credentials;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A probe and a writer of one registry, whose pauses between changes are left out.
record Writing(OciProbe probe, OciWriter writer) implements AutoCloseable {

    static Writing at(URI base) {
        return at(base, new Credentials.None(), Duration.ofSeconds(20));
    }

    static Writing at(URI base, Credentials credentials, Duration timeout) {
        HttpSettings settings = settings(timeout);
        Pace pace = new Pace(System::nanoTime, _ -> {});
        return new Writing(
                new OciProbe(base, credentials, Set.of(), settings),
                new OciWriter(base, credentials, Set.of(), settings, pace));
    }

    static HttpSettings settings(Duration timeout) {
        return new HttpSettings(timeout, Optional.empty(), false, Optional.empty(), Proxies.NONE, 4);
    }

    @Override
    public void close() {
        probe.close();
        writer.close();
    }
}
