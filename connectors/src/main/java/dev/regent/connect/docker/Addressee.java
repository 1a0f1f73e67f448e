package dev.regent.connect.docker;

import java.util.Map;

/// Which engine of a Swarm a call is for, where Portainer's agents pass it on. Engines themselves
/// ignore the headers.
///
/// @see <a
/// href="https://github.com/portainer/agent/blob/0506bde399fdb910d9df8671d97e3823014d9882/http/handler/docker/docker_operation.go">Portainer's agent</a>
sealed interface Addressee {

    /// Whoever takes the call; of lists of containers and images, all nodes.
    record Anyone() implements Addressee {}

    /// Any manager of the Swarm.
    record Manager() implements Addressee {}

    /// The engine on one node. An agent that is on another one asks all nodes for lists of containers
    /// and images, and says of each element where it is from.
    ///
    /// @param hostname of the node, fit for a header
    record Node(String hostname) implements Addressee {}

    default Map<String, String> headers() {
        return switch (this) {
            case Anyone _ -> Map.of();
            case Manager _ -> Map.of("X-PortainerAgent-ManagerOperation", "1");
            case Node(var hostname) -> Map.of("X-PortainerAgent-Target", hostname);
        };
    }
}
