package dev.regent.connect.kubernetes;

import dev.regent.connect.http.HttpSettings;
import dev.regent.connect.http.Passage;
import dev.regent.connect.http.Secret;
import dev.regent.oci.Text;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/// What is needed to speak with an API server. Files are read when this is made, so that what was replaced counts.
///
/// @param base scheme, host, port and perhaps a path, without a slash at its end
/// @param tls empty for the platform's own
/// @param fixed headers that every call carries
/// @param token read for each call
record Reached(URI base, Optional<SSLContext> tls, Map<String, Secret> fixed, Optional<BearerToken> token) {

    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");

    Reached {
        fixed = Map.copyOf(fixed);
    }

    /// @throws IOException if something can't be read; the message holds no secret
    static Reached by(ClusterAddress address, HttpSettings settings) throws IOException {
        return switch (address) {
            case ClusterAddress.Server(URI base, Optional<BearerToken> token) ->
                new Reached(base, tls(Config.empty(), settings), Map.of(), token);
            case ClusterAddress.Kubeconfig(Path file, Optional<String> context) -> configured(file, context, settings);
            case ClusterAddress.Within _ -> within(System.getenv(), ACCOUNT, settings);
            case ClusterAddress.Through(Passage passage) ->
                new Reached(passage.base(), tls(Config.empty(), settings), passage.headers(), Optional.empty());
        };
    }

    /// @param account the folder with a service account's `token` and `ca.crt`
    static Reached within(Map<String, String> variables, Path account, HttpSettings settings) throws IOException {
        String host = variables.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = variables.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        Path token = account.resolve("token");
        if (host.isEmpty() || !Files.isReadable(token)) {
            throw new IOException("this process runs in no pod with a service account (KUBERNETES_SERVICE_HOST and "
                    + token + " are wanted)");
        }
        Config config = Config.empty();
        config.setCaCertFile(account.resolve("ca.crt").toString());
        URI base = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        return new Reached(
                base,
                tls(config, settings),
                Map.of(),
                Optional.of(() -> new Secret(Files.readString(token).strip())));
    }

    /// fabric8's own loading would let variables of this process replace what the file says, and take the current
    /// context for one that is missing (7.7.0).
    private static Reached configured(Path file, Optional<String> context, HttpSettings settings) throws IOException {
        io.fabric8.kubernetes.api.model.Config kubeconfig;
        Config config = Config.empty();
        try {
            kubeconfig = KubeConfigUtils.parseConfig(file.toFile());
            String wanted = context.orElse(kubeconfig.getCurrentContext());
            if (wanted == null
                    || kubeconfig.getContexts().stream().noneMatch(named -> wanted.equals(named.getName()))) {
                throw new IOException(file + " has no context " + Text.quoted(String.valueOf(wanted)));
            }
            KubeConfigUtils.merge(config, wanted, kubeconfig);
        } catch (RuntimeException e) {
            // Its message can quote the file.
            throw new IOException(file + " can't be read as a kubeconfig", e);
        }
        if (config.getMasterUrl() == null || config.getMasterUrl().isBlank()) {
            throw new IOException(file + " names no server for its context");
        }
        String master = config.getMasterUrl();
        return new Reached(
                URI.create(master.endsWith("/") ? master.substring(0, master.length() - 1) : master),
                tls(config, settings),
                credentials(config),
                Optional.empty());
    }

    private static Map<String, Secret> credentials(Config config) {
        Map<String, Secret> headers = new HashMap<>();
        String token = config.getOauthToken() == null ? config.getAutoOAuthToken() : config.getOauthToken();
        if (token != null && !token.isBlank()) {
            headers.put("Authorization", new Secret("Bearer " + token.strip()));
        } else if (config.getUsername() != null && config.getPassword() != null) {
            String pair = config.getUsername() + ":" + config.getPassword();
            headers.put(
                    "Authorization",
                    new Secret("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
        }
        return headers;
    }

    private static Optional<SSLContext> tls(Config config, HttpSettings settings) throws IOException {
        if (settings.insecure()) {
            config.setTrustCerts(true);
        }
        settings.caFile().ifPresent(file -> config.setCaCertFile(file.toString()));
        settings.clientKey().ifPresent(key -> {
            config.setClientCertFile(key.certificate().toString());
            config.setClientKeyFile(key.key().toString());
        });
        boolean usual = !config.isTrustCerts()
                && config.getCaCertFile() == null
                && config.getCaCertData() == null
                && config.getClientKeyFile() == null
                && config.getClientKeyData() == null;
        if (usual) {
            return Optional.empty();
        }
        try {
            return Optional.of(context(config));
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "certificates or key can't be used: " + Text.plain(String.valueOf(e.getMessage())), e);
        }
    }

    /// A key in PKCS#8 doesn't say in its heading of which kind it is, and fabric8 takes it for RSA (7.7.0).
    private static SSLContext context(Config config) throws GeneralSecurityException, IOException {
        String algorithm = Config.getKeyAlgorithm(config.getClientKeyFile(), config.getClientKeyData());
        if (algorithm != null) {
            config.setClientKeyAlgo(algorithm);
            return SSLUtils.sslContext(config);
        }
        try {
            return SSLUtils.sslContext(config);
        } catch (GeneralSecurityException | IOException e) {
            // If it isn't the key that is wrong, the second try says so too.
            config.setClientKeyAlgo("EC");
            return SSLUtils.sslContext(config);
        }
    }
}
