package dev.regent.testkit.kubernetes;

import dev.regent.oci.Digest;

/// An image as a cluster has it.
///
/// @param reference as a template names it
/// @param id as the status of a container that runs it does, `imageID`
public record Image(String reference, String id) {

    /// As containerd and CRI-O tell: the repository and the digest that the reference led to there.
    public static Image at(String reference, Digest digest) {
        int at = reference.indexOf('@');
        String named = at < 0 ? reference : reference.substring(0, at);
        int colon = named.lastIndexOf(':');
        String repository = colon > named.lastIndexOf('/') ? named.substring(0, colon) : named;
        return new Image(reference, repository + "@" + digest);
    }

    /// As Docker told (Kubernetes 1.23 and before).
    public static Image onDocker(String reference, Digest digest) {
        return new Image(reference, "docker-pullable://" + at(reference, digest).id());
    }
}
