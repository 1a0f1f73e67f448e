package dev.regent.connect.docker;

import dev.regent.oci.Text;
import java.util.List;
import java.util.stream.Collectors;

/// What is to be said of nodes, for people.
final class NodeSentences {

    private static final int SHOWN = 3;

    private NodeSentences() {}

    static String down(String engine, NodeItem node) {
        return "node " + node.shown() + " of " + engine + " is down" + since(node)
                + ": what was started by hand there is not known; bring it back, or take it out of the Swarm with"
                + " `docker node rm` if it is gone for good";
    }

    static String twins(String engine, String name) {
        return "several nodes of " + engine + " are named " + name + ": agents can't tell them apart, so whether all"
                + " of them answered is not known; give each host a name of its own";
    }

    /// @param why what came instead of an answer
    static String unheard(Call call, String engine, NodeItem node, String why) {
        return call.action() + " node " + node.shown() + " of " + engine + ": " + why
                + "; see that Portainer's agent runs there (as a global service) and that agents reach each other";
    }

    /// A tag can mean another image on each node.
    static String byTag(String workload, String engine, String node) {
        return workload + " of " + engine + " runs on " + node
                + " by a tag that no manager resolved, and what that node"
                + " has is not seen from here; deploy it by digest, or look at the Swarm through Portainer's agents";
    }

    /// Which nodes a manager alone doesn't speak for; empty if it has no others.
    ///
    /// @param number as the manager counts them
    static String others(int number, List<NodeItem> nodes) {
        int all = Math.max(number, nodes.size());
        List<NodeItem> down = nodes.stream().filter(NodeItem::down).toList();
        String which = down.isEmpty()
                ? ""
                : " (down: "
                        + down.stream()
                                .limit(SHOWN)
                                .map(node -> node.shown() + since(node))
                                .collect(Collectors.joining(", "))
                        + (down.size() > SHOWN ? " and " + (down.size() - SHOWN) + " more" : "") + ")";
        return all <= 1
                ? ""
                : "; containers started by hand on the other " + (all - 1) + " nodes" + which
                        + " are not seen from here: name their engines as environments too";
    }

    /// The record changes with the state, and with little else.
    private static String since(NodeItem node) {
        return node.changedAt().isEmpty() ? "" : " since " + Text.plain(node.changedAt());
    }
}
