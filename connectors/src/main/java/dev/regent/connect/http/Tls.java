package dev.regent.connect.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.jspecify.annotations.Nullable;

/// Whom we trust and as whom we come, from PEM files.
final class Tls {

    private static final char[] NO_PASSWORD = new char[0];

    private final HttpSettings settings;

    /// Guarded by this.
    private @Nullable SSLContext read;

    /// What is given is read at once, so that what is wrong with it is said before anything is asked. Where nothing is
    /// given, the platform's certificates are read for the first connection that needs them.
    ///
    /// @throws IllegalArgumentException if a file can't be read or holds no certificate or key
    Tls(HttpSettings settings) {
        this.settings = settings;
        if (settings.insecure()
                || settings.caFile().isPresent()
                || settings.clientKey().isPresent()) {
            read = read(settings);
        }
    }

    private synchronized SSLContext context() {
        SSLContext known = read == null ? read(settings) : read;
        read = known;
        return known;
    }

    /// Encrypts what goes over a connection. Closing it closes `raw`.
    ///
    /// @throws IOException if the far side isn't who it should be, or can't be agreed with
    Socket upgrade(Socket raw, String host, int port) throws IOException {
        SSLSocket encrypted = (SSLSocket) context().getSocketFactory().createSocket(raw, host, port, true);
        if (!settings.insecure()) {
            SSLParameters wanted = encrypted.getSSLParameters();
            wanted.setEndpointIdentificationAlgorithm("HTTPS");
            encrypted.setSSLParameters(wanted);
        }
        encrypted.startHandshake();
        return encrypted;
    }

    /// The same for the HTTP library.
    TlsSocketStrategy strategy() {
        return (socket, target, port, attachment, context) -> {
            TlsSocketStrategy strategy = settings.insecure()
                    ? new DefaultClientTlsStrategy(context(), NoopHostnameVerifier.INSTANCE)
                    : new DefaultClientTlsStrategy(context());
            return strategy.upgrade(socket, target, port, attachment, context);
        };
    }

    private static SSLContext read(HttpSettings settings) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity(settings), trust(settings), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("TLS settings: " + e.getMessage(), e);
        }
    }

    /// Null for what the platform trusts.
    private static TrustManager @Nullable [] trust(HttpSettings settings) throws GeneralSecurityException, IOException {
        if (settings.insecure()) {
            return new TrustManager[] {new Anybody()};
        }
        return settings.caFile().isPresent()
                ? managers(trusted(settings.caFile().get()))
                : null;
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager @Nullable [] identity(HttpSettings settings)
            throws GeneralSecurityException, IOException {
        if (settings.clientKey().isEmpty()) {
            return null;
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity(settings.clientKey().get()), NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /// Of whom people said that they don't mind who it is.
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("nobody comes to us");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // As people asked for.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static KeyStore trusted(Path caFile) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        int number = 0;
        for (Certificate certificate : certificates(caFile)) {
            store.setCertificateEntry("ca-" + number++, certificate);
        }
        for (Certificate certificate : platformCertificates()) {
            store.setCertificateEntry("platform-" + number++, certificate);
        }
        return store;
    }

    private static KeyStore identity(HttpSettings.ClientKey key) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        store.setKeyEntry(
                "client",
                privateKey(key.key()),
                NO_PASSWORD,
                certificates(key.certificate()).toArray(Certificate[]::new));
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws GeneralSecurityException, IOException {
        Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException(file + " holds no certificate; a PEM file is wanted");
        }
        return certificates;
    }

    private static List<Certificate> platformCertificates() throws GeneralSecurityException {
        for (var manager : managers(null)) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        String pem = Files.readString(file);
        byte[] der = decoded(pem, "PRIVATE KEY")
                .orElseThrow(() -> new IllegalArgumentException(
                        file + " holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY); convert it with"
                                + " `openssl pkcs8 -topk8 -nocrypt`"));
        InvalidKeySpecException last = new InvalidKeySpecException("no algorithm was tried");
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                last = e;
            }
        }
        throw new IllegalArgumentException(file + " holds a key that is neither RSA nor EC nor Ed25519", last);
    }

    private static Optional<byte[]> decoded(String pem, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int from = pem.indexOf(begin);
        int to = pem.indexOf("-----END " + kind + "-----");
        return from < 0 || to < from
                ? Optional.empty()
                : Optional.of(Base64.getMimeDecoder().decode(pem.substring(from + begin.length(), to)));
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
