/// What a Docker engine runs, wants and could roll back to.
///
/// **What counts as a use.** Containers in every state, the images that they mount, services, what
/// services could roll back to (`PreviousSpec`), and every task that the engine still lists. Local
/// images are no uses: they only say which digests stand for an image id. An engine with the
/// classic store names images by the digest of their config, one with containerd's store by that of
/// their index or manifest: each digest that is told counts.
///
/// **What lowers what was heard.** A call that fails, a list that is cut, an answer of another
/// shape, an image name that is neither reference nor id. What was read besides still counts.
///
/// **Swarm.** Managers know services and tasks of the whole Swarm, workers know none: a worker is
/// heard partly. No engine lists containers of other nodes. Those that belong to services are known
/// by their tasks; those started by hand there belong to other engines, each an environment of its
/// own to name, unless Portainer's agents lead to every node. The detail says so, and the manager is
/// heard for what it manages. Tasks and containers of a service go by the service's name: they come
/// and go, and what they use stays.
///
/// **Changes.** Events are asked for in spans of the engine's own time, which end by themselves. They
/// never add or end a use: they ask for a look.
///
/// **Power.** Only `GET`, and only the paths of `Call`, whatever the address would let us do.
@NullMarked
package dev.regent.connect.docker;

import org.jspecify.annotations.NullMarked;
