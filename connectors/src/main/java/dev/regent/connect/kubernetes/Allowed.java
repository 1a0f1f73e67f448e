package dev.regent.connect.kubernetes;

import java.net.URI;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which calls may be sent at all: `GET` of a few exact paths. Whoever holds a token that can do more can't be made to
/// do more by us.
///
/// @param base what every call begins with
/// @param paths that may follow it
record Allowed(URI base, Set<String> paths) {

    static final String VERSION = "/version";
    static final String CLUSTER_NAMESPACE = Resource.NAMESPACES.path() + "/kube-system";

    /// Only Helm's releases are ever asked for among the secrets.
    static final String RELEASES = "fieldSelector=type%3Dhelm.sh%2Frelease.v1&labelSelector=owner%3Dhelm";

    private static final Set<String> PARAMETERS =
            Set.of("limit", "continue", "watch", "allowWatchBookmarks", "resourceVersion", "timeoutSeconds");

    Allowed {
        paths = Set.copyOf(paths);
    }

    /// What is known, and `others` besides.
    static Allowed of(URI base, List<Resource> others) {
        Set<String> paths = new HashSet<>(Set.of(
                VERSION,
                CLUSTER_NAMESPACE,
                Resource.NAMESPACES.path(),
                Resource.NODES.path(),
                Resource.SECRETS.path()));
        Resource.WORKLOADS.forEach(resource -> paths.add(resource.path()));
        others.forEach(resource -> paths.add(resource.path()));
        return new Allowed(base, paths);
    }

    boolean allows(String method, URI uri) {
        String beginning = base.toString();
        String whole = uri.toString();
        if (!method.equals("GET") || !whole.startsWith(beginning) || uri.getRawFragment() != null) {
            return false;
        }
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        String path = whole.substring(beginning.length(), whole.length() - (query.isEmpty() ? 0 : query.length() + 1));
        boolean releases = query.startsWith(RELEASES + "&");
        String rest = releases ? query.substring(RELEASES.length() + 1) : query;
        return paths.contains(path)
                && releases == path.equals(Resource.SECRETS.path())
                && (rest.isEmpty()
                        || Arrays.stream(rest.split("&", -1))
                                .allMatch(parameter ->
                                        PARAMETERS.contains(parameter.split("=", 2)[0])));
    }
}
