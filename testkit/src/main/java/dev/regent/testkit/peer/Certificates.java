package dev.regent.testkit.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// An authority, a server for 127.0.0.1 and localhost and a client, made for one test, as PEM files
/// laid out as Docker's `DOCKER_CERT_PATH`: `ca.pem`, `cert.pem`, `key.pem`.
public final class Certificates {

    private static final String PASSWORD = "made-for-a-test";
    private static final Duration MADE_WITHIN = Duration.ofMinutes(1);

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    /// Makes them with the JDK's `keytool`.
    public static Certificates in(Path folder) throws InterruptedException {
        Certificates made = new Certificates(folder);
        made.keytool("-alias", "ca", "-dname", "CN=Authority of a test", "-ext", "bc:c", "-ext", "ku:c=keyCertSign");
        made.keytool(
                "-alias",
                "server",
                "-dname",
                "CN=Server of a test",
                "-signer",
                "ca",
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-ext",
                "eku=serverAuth");
        made.keytool("-alias", "client", "-dname", "CN=Client of a test", "-signer", "ca", "-ext", "eku=clientAuth");
        try {
            KeyStore store = made.store();
            made.write("ca.pem", "CERTIFICATE", store.getCertificate("ca").getEncoded());
            made.write("cert.pem", "CERTIFICATE", store.getCertificate("client").getEncoded());
            made.write("key.pem", "PRIVATE KEY", key(store, "client"));
            made.write(
                    "server-cert.pem",
                    "CERTIFICATE",
                    store.getCertificate("server").getEncoded());
            made.write("server-key.pem", "PRIVATE KEY", key(store, "server"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates can't be written to " + folder, e);
        }
        return made;
    }

    /// Where `ca.pem`, `cert.pem` and `key.pem` are.
    public Path folder() {
        return folder;
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path serverCertificate() {
        return folder.resolve("server-cert.pem");
    }

    public Path serverKey() {
        return folder.resolve("server-key.pem");
    }

    private void keytool(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve("all.p12").toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(arguments));
        Program.run(command, Map.of(), MADE_WITHIN);
    }

    private KeyStore store() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("all.p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static byte[] key(KeyStore store, String alias) throws GeneralSecurityException {
        Key key = store.getKey(alias, PASSWORD.toCharArray());
        if (key == null) {
            throw new IllegalStateException("keytool made no key for " + alias);
        }
        return key.getEncoded();
    }

    private void write(String name, String kind, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
