package dev.regent.connect.kubernetes;

import dev.regent.connect.http.Passage;
import dev.regent.oci.Text;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// Where a cluster's API server is.
sealed interface ClusterAddress {

    String WANTED = "a cluster's address is kubernetes+https://host:port, kubernetes+http://host:port,"
            + " kubernetes+file:///path/of/a/kubeconfig or kubernetes+in-cluster:///";

    /// An API server.
    ///
    /// @param token empty where the client's certificate is enough, or nothing is wanted
    record Server(URI base, Optional<BearerToken> token) implements ClusterAddress {
        @Override
        public String toString() {
            return "kubernetes+" + base;
        }
    }

    /// A file that says where the API server is and who we are to it.
    ///
    /// @param context empty for the file's current one
    record Kubeconfig(Path file, Optional<String> context) implements ClusterAddress {
        @Override
        public String toString() {
            return "kubernetes+file://" + Text.plain(file.toString())
                    + context.map(name -> " (context " + Text.plain(name) + ")").orElse("");
        }
    }

    /// The cluster that this process runs in, by its service account.
    record Within() implements ClusterAddress {
        @Override
        public String toString() {
            return "kubernetes+in-cluster:///";
        }
    }

    /// Through somebody who passes calls on.
    record Through(Passage passage) implements ClusterAddress {
        @Override
        public String toString() {
            return Text.plain(passage.shown());
        }
    }

    /// The cluster that `uri` names.
    ///
    /// @throws IllegalArgumentException if `uri` is no address of a cluster
    static ClusterAddress of(URI uri, Optional<BearerToken> token, Optional<String> context) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "kubernetes+http", "kubernetes+https" -> server(uri, token);
            case "kubernetes+file" -> {
                if (uri.getPath() == null || uri.getPath().length() < 2 || uri.getAuthority() != null) {
                    throw refused("the path of the kubeconfig is missing");
                }
                yield new Kubeconfig(Path.of(uri.getPath()), context);
            }
            case "kubernetes+in-cluster" -> new Within();
            default -> throw refused("got " + Text.quoted(scheme));
        };
    }

    private static Server server(URI uri, Optional<BearerToken> token) {
        if (uri.getHost() == null
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw refused("host is missing, or there is more than host, port and path");
        }
        String base = uri.toString().substring("kubernetes+".length());
        return new Server(URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base), token);
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException(WANTED + "; " + why);
    }
}
