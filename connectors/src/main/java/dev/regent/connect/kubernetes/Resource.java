package dev.regent.connect.kubernetes;

import dev.regent.oci.Text;
import java.util.List;

/// A kind of object, as the API lists it.
///
/// @param group empty for the core's
/// @param plural for example `pods`
record Resource(String group, String version, String plural) {

    static final Resource NAMESPACES = new Resource("", "v1", "namespaces");
    static final Resource NODES = new Resource("", "v1", "nodes");
    static final Resource PODS = new Resource("", "v1", "pods");
    static final Resource SECRETS = new Resource("", "v1", "secrets");
    static final Resource REPLICATION_CONTROLLERS = new Resource("", "v1", "replicationcontrollers");
    static final Resource DEPLOYMENTS = new Resource("apps", "v1", "deployments");
    static final Resource REPLICA_SETS = new Resource("apps", "v1", "replicasets");
    static final Resource STATEFUL_SETS = new Resource("apps", "v1", "statefulsets");
    static final Resource DAEMON_SETS = new Resource("apps", "v1", "daemonsets");
    static final Resource CONTROLLER_REVISIONS = new Resource("apps", "v1", "controllerrevisions");
    static final Resource JOBS = new Resource("batch", "v1", "jobs");
    static final Resource CRON_JOBS = new Resource("batch", "v1", "cronjobs");

    /// Those that use images, owners before what they own: a pod's owner is known when the pod is read.
    static final List<Resource> WORKLOADS = List.of(
            DEPLOYMENTS,
            STATEFUL_SETS,
            DAEMON_SETS,
            CRON_JOBS,
            JOBS,
            REPLICA_SETS,
            REPLICATION_CONTROLLERS,
            CONTROLLER_REVISIONS,
            PODS);

    /// Those whose changes tell of images that are used from now on.
    static final List<Resource> WATCHED =
            List.of(PODS, DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS, JOBS, CRON_JOBS);

    /// @param apiVersion for example `apps/v1` or `v1`
    static Resource of(String apiVersion, String plural) {
        int slash = apiVersion.indexOf('/');
        return new Resource(slash < 0 ? "" : apiVersion.substring(0, slash), apiVersion.substring(slash + 1), plural);
    }

    String path() {
        return (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version + "/" + plural;
    }

    /// As roles name it.
    @Override
    public String toString() {
        return Text.plain(group.isEmpty() ? plural : plural + "." + group);
    }
}
