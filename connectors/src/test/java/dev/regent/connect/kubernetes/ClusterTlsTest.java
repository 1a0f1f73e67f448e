package dev.regent.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Proxies;
import dev.regent.connect.kubernetes.KubernetesEnvironment.Access;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Progress;
import dev.regent.testkit.peer.Certificates;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterTlsTest {

    private static final byte[] EMPTY_LIST =
            "{\"gitVersion\":\"v1\",\"metadata\":{},\"items\":[]}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void showsItsCertificateAndChecksTheServers() throws Exception {
        Certificates certificates = Certificates.in(folder);
        Path authority = Files.createDirectory(folder.resolve("authority"));
        Files.copy(certificates.authority(), authority.resolve("ca.pem"));
        HttpsServer server = serving(certificates);
        try {
            URI address = URI.create(
                    "kubernetes+https://127.0.0.1:" + server.getAddress().getPort());

            EnvironmentObservation known = look(address, false, Optional.of(certificates.folder()));
            assertThat(known.heard()).as(known.detail()).isEqualTo(Heard.YES);
            EnvironmentObservation nobody = look(address, false, Optional.of(authority));
            assertThat(nobody.heard()).isEqualTo(Heard.NO);
            EnvironmentObservation distrusted = look(address, false, Optional.empty());
            assertThat(distrusted.heard()).isEqualTo(Heard.NO);
            assertThat(distrusted.detail()).contains("PKIX").contains("`caFile`");
            // Any certificate, also one for another name.
            URI localhost = URI.create(address.toString().replace("127.0.0.1", "127.0.0.2"));
            HttpSettings insecure = settings(true)
                    .withClientKey(new HttpSettings.ClientKey(
                            certificates.folder().resolve("cert.pem"),
                            certificates.folder().resolve("key.pem")));
            EnvironmentObservation any = KubernetesEnvironment.at(
                            "cluster", localhost, insecure, Access.NONE, List.of())
                    .observe(Progress.SILENT);
            assertThat(any.heard()).as(any.detail()).isEqualTo(Heard.YES);
        } finally {
            server.stop(0);
        }
    }

    private static EnvironmentObservation look(URI address, boolean insecure, Optional<Path> certificates)
            throws InterruptedException {
        Access access = new Access(Optional.empty(), Optional.empty(), certificates);
        return KubernetesEnvironment.at("cluster", address, settings(insecure), access, List.of())
                .observe(Progress.SILENT);
    }

    private static HttpSettings settings(boolean insecure) {
        return new HttpSettings(Duration.ofSeconds(10), Optional.empty(), insecure, Optional.empty(), Proxies.NONE, 4);
    }

    /// Asks for certificates, and answers whoever has one with empty lists.
    private static HttpsServer serving(Certificates certificates) throws Exception {
        Config config = Config.empty();
        config.setCaCertFile(certificates.authority().toString());
        config.setClientCertFile(certificates.serverCertificate().toString());
        config.setClientKeyFile(certificates.serverKey().toString());
        config.setClientKeyAlgo("EC");
        SSLContext context = SSLUtils.sslContext(config);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("0.0.0.0"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, EMPTY_LIST.length);
                exchange.getResponseBody().write(EMPTY_LIST);
            }
        });
        server.start();
        return server;
    }
}
