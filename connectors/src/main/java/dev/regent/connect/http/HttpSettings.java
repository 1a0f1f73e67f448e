package dev.regent.connect.http;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How to reach far sides.
///
/// @param timeout how long nothing may come before the far side counts as silent
/// @param caFile PEM file with certificates that are trusted besides the platform's
/// @param insecure whether any certificate of the far side is taken
/// @param clientKey what we show a far side that asks for a certificate
/// @param inFlight how many requests may be under way at once
/// @param timing is told of each
public record HttpSettings(
        Duration timeout,
        Optional<Path> caFile,
        boolean insecure,
        Optional<ClientKey> clientKey,
        Proxies proxies,
        int inFlight,
        Timing timing) {

    /// Retries included, no request takes longer.
    static final Duration LONGEST = Duration.ofSeconds(45);

    /// PEM files, as Docker lays them out in `DOCKER_CERT_PATH`.
    public record ClientKey(Path certificate, Path key) {}

    public HttpSettings {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("a timeout is more than zero, got " + timeout);
        }
        if (inFlight < 1) {
            throw new IllegalArgumentException("at least one request must be possible, got " + inFlight);
        }
    }

    /// Settings of which nobody is told.
    public HttpSettings(
            Duration timeout,
            Optional<Path> caFile,
            boolean insecure,
            Optional<ClientKey> clientKey,
            Proxies proxies,
            int inFlight) {
        this(timeout, caFile, insecure, clientKey, proxies, inFlight, Timing.NONE);
    }

    public static HttpSettings defaults() {
        return new HttpSettings(
                Duration.ofSeconds(30), Optional.empty(), false, Optional.empty(), Proxies.fromEnvironment(), 16);
    }

    public HttpSettings withTimeout(Duration other) {
        return new HttpSettings(other, caFile, insecure, clientKey, proxies, inFlight, timing);
    }

    public HttpSettings withClientKey(ClientKey key) {
        return new HttpSettings(timeout, caFile, insecure, Optional.of(key), proxies, inFlight, timing);
    }

    public HttpSettings withCaFile(Path file) {
        return new HttpSettings(timeout, Optional.of(file), insecure, clientKey, proxies, inFlight, timing);
    }

    /// The same, telling of each request.
    public HttpSettings withTiming(Timing other) {
        return new HttpSettings(timeout, caFile, insecure, clientKey, proxies, inFlight, other);
    }

    /// The same with what a folder holds as Docker's client has it: `ca.pem`, or `cert.pem` and `key.pem`, or all
    /// three.
    ///
    /// @param purpose what it is for, for people
    /// @throws IllegalArgumentException if none of them is there, or half a pair
    public HttpSettings withCertificates(Path folder, String purpose) {
        Path ca = folder.resolve("ca.pem");
        Path certificate = folder.resolve("cert.pem");
        Path key = folder.resolve("key.pem");
        boolean half = Files.exists(certificate) != Files.exists(key);
        if (half || (!Files.exists(ca) && !Files.exists(key))) {
            throw new IllegalArgumentException("a folder with ca.pem, or cert.pem and key.pem, or all three is wanted"
                    + " for " + purpose + ", got " + folder);
        }
        HttpSettings trusting = Files.exists(ca) ? withCaFile(ca) : this;
        return Files.exists(key) ? trusting.withClientKey(new ClientKey(certificate, key)) : trusting;
    }

    /// How long one request may take, its retries included: half again the timeout, at most 45 s.
    Duration perRequest() {
        Duration half = timeout.plus(timeout.dividedBy(2));
        return half.compareTo(LONGEST) < 0 ? half : timeout.compareTo(LONGEST) < 0 ? LONGEST : timeout;
    }
}
