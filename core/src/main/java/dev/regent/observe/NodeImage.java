package dev.regent.observe;

import dev.regent.oci.Digest;
import java.util.List;
import java.util.Set;

/// An image that lies on a node, used or not.
///
/// @param node its name; the environment's where it has but one
/// @param names references by which the node knows it
/// @param digests every digest that stands for it there
/// @param size on the node, in bytes
public record NodeImage(String node, List<String> names, Set<Digest> digests, long size) {
    public NodeImage {
        names = List.copyOf(names);
        digests = Set.copyOf(digests);
    }
}
