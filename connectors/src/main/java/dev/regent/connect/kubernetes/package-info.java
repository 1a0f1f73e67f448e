/// What a Kubernetes cluster runs, wants and could roll back to.
///
/// **What counts as a use.** Containers of pods (init and ephemeral ones too) and image volumes; the
/// templates of Deployments, StatefulSets, DaemonSets, Jobs, CronJobs, ReplicaSets and
/// ReplicationControllers; what a roll-back would start, by old ReplicaSets, ControllerRevisions and
/// Helm's releases; whatever else `ImagesAt` points at. A pod counts for what owns it, so that replicas
/// are one use.
///
/// **What lowers what was heard.** A kind that can't be listed whole, a name of an image that can't be
/// understood. Namespaces, nodes and Helm's releases are looked at only where that is granted: without
/// them nothing is lowered, and the detail says so.
///
/// **Lists** come in pages, and of each object only what matters is kept before the next is read.
///
/// **Power.** Only `GET`, and only what `Allowed` lets through, whatever the token would let us do.
@NullMarked
package dev.regent.connect.kubernetes;

import org.jspecify.annotations.NullMarked;
