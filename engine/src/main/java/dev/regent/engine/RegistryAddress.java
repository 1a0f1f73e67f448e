package dev.regent.engine;

import dev.regent.observe.RegistryIdentity;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Where a registry is, as people write it.
sealed interface RegistryAddress {

    RegistryIdentity identity();

    /// A registry that answers over `/v2/`.
    ///
    /// @param base scheme, host and, if it was written, port
    record Web(URI base) implements RegistryAddress {

        private static final Set<String> DOCKER_HUB = Set.of("docker.io", "index.docker.io", "registry-1.docker.io");

        @Override
        public RegistryIdentity identity() {
            String host = base.getHost().toLowerCase(Locale.ROOT);
            int port = base.getPort();
            int usual = base.getScheme().equals("https") ? 443 : 80;
            Set<String> hosts = new HashSet<>();
            hosts.add(port < 0 ? host : host + ":" + port);
            if (port < 0 || port == usual) {
                hosts.add(host);
                hosts.add(host + ":" + usual);
            }
            if (DOCKER_HUB.contains(host)) {
                hosts.addAll(DOCKER_HUB);
            }
            return new RegistryIdentity(port < 0 ? host : host + ":" + port, false, hosts);
        }
    }

    /// A volume of Distribution's filesystem storage.
    record Storage(Path directory) implements RegistryAddress {
        @Override
        public RegistryIdentity identity() {
            return new RegistryIdentity("storage:" + directory, false, Set.of());
        }
    }

    /// Understands an address.
    ///
    /// @throws IllegalArgumentException if `text` is no such address; says what is wanted
    static RegistryAddress parse(String text) {
        if (text.startsWith("storage:")) {
            String directory = text.substring("storage:".length());
            if (directory.isEmpty()) {
                throw new IllegalArgumentException(
                        "storage: wants a folder behind it, the rootdirectory of the registry");
            }
            return new Storage(Path.of(directory));
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw unusable();
        }
        if (uri.getRawUserInfo() != null
                || (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@"))) {
            throw new IllegalArgumentException("a registry's address holds no user and password: they would show in the"
                    + " process list; log in with `docker login` or give --auth-file");
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        boolean bare = uri.getRawPath() == null
                || uri.getRawPath().isEmpty()
                || uri.getRawPath().equals("/");
        if (!web || uri.getHost() == null || !bare || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw unusable();
        }
        return new Web(URI.create(uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getRawAuthority()));
    }

    private static IllegalArgumentException unusable() {
        return new IllegalArgumentException("a registry is http(s)://host[:port], without a path, or storage:DIR");
    }
}
