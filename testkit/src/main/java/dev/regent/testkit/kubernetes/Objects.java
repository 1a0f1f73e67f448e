package dev.regent.testkit.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;

/// Objects as an API server gives them (Kubernetes 1.33), as far as readers look, and with what they
/// have to leave alone.
final class Objects {

    static final ObjectMapper JSON = new JsonMapper();
    private static final String TIME = "2026-11-20T16:45:12Z";

    private static final Map<String, String> KINDS = Map.ofEntries(
            Map.entry("namespaces", "Namespace"),
            Map.entry("nodes", "Node"),
            Map.entry("pods", "Pod"),
            Map.entry("replicationcontrollers", "ReplicationController"),
            Map.entry("secrets", "Secret"),
            Map.entry("controllerrevisions", "ControllerRevision"),
            Map.entry("daemonsets", "DaemonSet"),
            Map.entry("deployments", "Deployment"),
            Map.entry("replicasets", "ReplicaSet"),
            Map.entry("statefulsets", "StatefulSet"),
            Map.entry("cronjobs", "CronJob"),
            Map.entry("jobs", "Job"));

    private Objects() {}

    static String kind(String resource) {
        return KINDS.getOrDefault(resource, "Custom");
    }

    static ObjectNode bare(String kind, String apiVersion) {
        return JSON.createObjectNode().put("kind", kind).put("apiVersion", apiVersion);
    }

    /// Something with a name, and a canary wherever one can stand that isn't looked at.
    static ObjectNode object(String space, String name) {
        ObjectNode object = JSON.createObjectNode();
        ObjectNode meta = object.putObject("metadata").put("name", name);
        if (!space.isEmpty()) {
            meta.put("namespace", space);
        }
        meta.put("creationTimestamp", TIME);
        meta.putObject("labels").put("secret-label", ClusterWorld.CANARY);
        meta.putObject("annotations").put("kubectl.kubernetes.io/last-applied-configuration", ClusterWorld.CANARY);
        ObjectNode field = meta.putArray("managedFields").addObject().put("manager", ClusterWorld.CANARY);
        field.put("operation", "Update").putObject("fieldsV1").putObject("f:" + ClusterWorld.CANARY);
        return object;
    }

    static ObjectNode owned(ObjectNode object, String apiVersion, String kind, String owner) {
        ((ObjectNode) object.path("metadata"))
                .putArray("ownerReferences")
                .addObject()
                .put("apiVersion", apiVersion)
                .put("kind", kind)
                .put("name", owner)
                .put(
                        "uid",
                        UUID.nameUUIDFromBytes((kind + owner).getBytes(StandardCharsets.UTF_8))
                                .toString())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
        return object;
    }

    static ObjectNode labelled(ObjectNode object, Map<String, String> labels) {
        ObjectNode all = (ObjectNode) object.path("metadata").path("labels");
        labels.forEach(all::put);
        return object;
    }

    static ObjectNode container(String name, String image) {
        ObjectNode container = JSON.createObjectNode().put("name", name).put("image", image);
        container.putArray("command").add("/bin/" + ClusterWorld.CANARY);
        container.putArray("args").add("--password=" + ClusterWorld.CANARY);
        container.putArray("env").addObject().put("name", "PASSWORD").put("value", ClusterWorld.CANARY);
        container.putObject("resources");
        return container.put("imagePullPolicy", "IfNotPresent");
    }

    /// The specification of a pod with one container, `web`.
    static ObjectNode podSpec(String image) {
        ObjectNode spec = JSON.createObjectNode();
        spec.putArray("containers").add(container("web", image));
        spec.put("restartPolicy", "Always").put("dnsPolicy", "ClusterFirst");
        return spec;
    }

    static ObjectNode template(ObjectNode podSpec) {
        ObjectNode template = JSON.createObjectNode();
        ObjectNode meta = template.putObject("metadata");
        meta.putObject("annotations").put("note", ClusterWorld.CANARY);
        meta.putObject("labels").put("secret-label", ClusterWorld.CANARY);
        template.set("spec", podSpec);
        return template;
    }

    static ObjectNode running(String name, String image, String id) {
        ObjectNode status = JSON.createObjectNode().put("name", name);
        status.putObject("state").putObject("running").put("startedAt", TIME);
        status.putObject("lastState");
        return status.put("ready", true)
                .put("restartCount", 0)
                .put("image", image)
                .put("imageID", id)
                .put("containerID", "containerd://" + "0".repeat(64))
                .put("started", true);
    }

    static ObjectNode waiting(String name, String image, String reason) {
        ObjectNode status = JSON.createObjectNode().put("name", name);
        status.putObject("state")
                .putObject("waiting")
                .put("reason", reason)
                .put("message", "pulling failed: " + ClusterWorld.CANARY);
        status.putObject("lastState");
        return status.put("ready", false)
                .put("restartCount", 0)
                .put("image", image)
                .put("imageID", "")
                .put("started", false);
    }
}
