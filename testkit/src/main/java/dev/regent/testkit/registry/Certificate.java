package dev.regent.testkit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// A key and a self-signed certificate, made when they are needed and deleted afterwards.
final class Certificate implements AutoCloseable {

    private static final String ALIAS = "double";

    private final Path directory;
    private final SSLContext context;

    private Certificate(Path directory, SSLContext context) {
        this.directory = directory;
        this.context = context;
    }

    /// @param address the IP address that clients call; `localhost` is named too
    static Certificate of(String address) {
        String password = UUID.randomUUID().toString();
        try {
            Path directory = Files.createTempDirectory("registry-double");
            make(store(directory), address, password);
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store(directory))) {
                keys.load(in, password.toCharArray());
            }
            String pem = "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'})
                            .encodeToString(keys.getCertificate(ALIAS).getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
            Files.writeString(pem(directory), pem);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new Certificate(directory, context);
        } catch (IOException e) {
            throw new UncheckedIOException("make a certificate for " + address, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("make a certificate for " + address, e);
        }
    }

    SSLContext context() {
        return context;
    }

    /// The certificate in PEM, as clients take it for a trusted authority.
    Path pem() {
        return pem(directory);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(pem(directory));
            Files.deleteIfExists(store(directory));
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("delete " + directory, e);
        }
    }

    private static Path store(Path directory) {
        return directory.resolve("double.p12");
    }

    private static Path pem(Path directory) {
        return directory.resolve("ca.pem");
    }

    private static void make(Path store, String address, String password) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=registry double",
                        "-ext",
                        "san=dns:localhost,ip:" + address,
                        "-ext",
                        "bc:c=ca:true",
                        "-startdate",
                        "-1d",
                        "-validity",
                        "7",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }
}
