package dev.regent.testkit.kubernetes;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.regent.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Does to a [ClusterWorld] what a cluster's controllers and nodes would.
public final class Workloads {

    private static final String APPS = "apps/v1";
    private static final String BATCH = "batch/v1";
    private static final String CORE = "v1";

    private final ClusterWorld world;

    public Workloads(ClusterWorld world) {
        this.world = world;
    }

    /// A Deployment whose pods all run.
    public void deployment(String space, String name, int replicas, Image image, Map<String, String> labels) {
        ObjectNode deployment = Objects.labelled(Objects.object(space, name), labels);
        set(deployment, replicas, Objects.podSpec(image.reference()));
        world.put(APPS, "deployments", deployment);
        replicaSet(space, name, replicas, image);
    }

    public void deployment(String space, String name, int replicas, Image image) {
        deployment(space, name, replicas, image, Map.of());
    }

    /// Rolls a Deployment out to another image: its old ReplicaSet stays, without pods.
    public void rollOut(String space, String name, int replicas, Image before, Image after) {
        ObjectNode deployment = taken("deployments", space, name);
        set(deployment, replicas, Objects.podSpec(after.reference()));
        world.put(APPS, "deployments", deployment);
        replicaSet(space, name, replicas, after);
        ObjectNode old = taken("replicasets", space, name + "-" + hash(before));
        ((ObjectNode) old.path("spec")).put("replicas", 0);
        world.put(APPS, "replicasets", old);
        for (int i = 0; i < replicas; i++) {
            world.delete(CORE, "pods", space, name + "-" + hash(before) + "-" + i);
        }
    }

    private void replicaSet(String space, String deployment, int replicas, Image image) {
        String name = deployment + "-" + hash(image);
        ObjectNode set = Objects.owned(Objects.object(space, name), APPS, "Deployment", deployment);
        Objects.labelled(set, Map.of("pod-template-hash", hash(image)));
        set(set, replicas, Objects.podSpec(image.reference()));
        world.put(APPS, "replicasets", set);
        for (int i = 0; i < replicas; i++) {
            ObjectNode pod = pod(space, name + "-" + i, image);
            Objects.labelled(pod, Map.of("pod-template-hash", hash(image)));
            world.put(CORE, "pods", Objects.owned(pod, APPS, "ReplicaSet", name));
        }
    }

    /// A StatefulSet of one pod, with the revision of its template.
    ///
    /// @param revision begins with 1
    public void statefulSet(String space, String name, Image image, int revision) {
        replicated("statefulsets", "StatefulSet", space, name, image, revision, name + "-0");
    }

    /// A DaemonSet with a pod on one node, and the revision of its template.
    public void daemonSet(String space, String name, Image image, int revision) {
        replicated("daemonsets", "DaemonSet", space, name, image, revision, name + "-x7k2p");
    }

    private void replicated(
            String resource, String kind, String space, String name, Image image, int revision, String pod) {
        ObjectNode set = Objects.object(space, name);
        set(set, 1, Objects.podSpec(image.reference()));
        world.put(APPS, resource, set);
        ObjectNode kept = Objects.owned(Objects.object(space, name + "-" + hash(image)), APPS, kind, name);
        ObjectNode template =
                Objects.template(Objects.podSpec(image.reference())).put("$patch", "replace");
        kept.putObject("data").putObject("spec").set("template", template);
        world.put(APPS, "controllerrevisions", kept.put("revision", revision));
        world.put(CORE, "pods", Objects.owned(pod(space, pod, image), APPS, kind, name));
    }

    /// A CronJob that has never run.
    public void cronJob(String space, String name, Image image) {
        ObjectNode cron = Objects.object(space, name);
        ObjectNode spec = cron.putObject("spec").put("schedule", "0 3 * * *");
        spec.putObject("jobTemplate")
                .putObject("spec")
                .set("template", Objects.template(Objects.podSpec(image.reference())));
        world.put(BATCH, "cronjobs", cron);
    }

    /// A run of a CronJob.
    ///
    /// @param ended whether it is over
    public void cronRun(String space, String cronJob, String run, Image image, boolean ended) {
        ObjectNode job = Objects.owned(Objects.object(space, cronJob + "-" + run), BATCH, "CronJob", cronJob);
        job(space, cronJob + "-" + run, image, ended, job);
    }

    /// A Job by itself.
    public void job(String space, String name, Image image, boolean ended) {
        job(space, name, image, ended, Objects.object(space, name));
    }

    private void job(String space, String name, Image image, boolean ended, ObjectNode job) {
        job.putObject("spec").set("template", Objects.template(Objects.podSpec(image.reference())));
        ArrayNode conditions = job.putObject("status").putArray("conditions");
        if (ended) {
            conditions.addObject().put("type", "Complete").put("status", "True");
        }
        world.put(BATCH, "jobs", job);
        ObjectNode pod = Objects.owned(pod(space, name + "-k2x9d", image), BATCH, "Job", name);
        if (ended) {
            ((ObjectNode) pod.path("status")).put("phase", "Succeeded");
        }
        world.put(CORE, "pods", pod);
    }

    /// A pod of nobody's.
    public void pod(ObjectNode pod) {
        world.put(CORE, "pods", pod);
    }

    /// A pod that runs `image` in its container `web`, to be changed before it is [put][#pod(ObjectNode)].
    public static ObjectNode pod(String space, String name, Image image) {
        ObjectNode pod = Objects.object(space, name);
        pod.set("spec", Objects.podSpec(image.reference()));
        ObjectNode status = pod.putObject("status").put("phase", "Running").put("podIP", "10.0.0.1");
        status.putArray("containerStatuses").add(Objects.running("web", image.reference(), image.id()));
        return pod;
    }

    /// Adds a container to a pod that is not yet put.
    ///
    /// @param list `initContainers` or `ephemeralContainers`
    public static void add(ObjectNode pod, String list, String name, Image image) {
        ((ObjectNode) pod.path("spec")).withArray(list).add(Objects.container(name, image.reference()));
        String statuses = list.substring(0, list.length() - 1) + "Statuses";
        ((ObjectNode) pod.path("status")).withArray(statuses).add(Objects.running(name, image.reference(), image.id()));
    }

    /// Mounts an image into a pod that is not yet put.
    public static void mount(ObjectNode pod, String volume, String reference) {
        ((ObjectNode) pod.path("spec"))
                .withArray("volumes")
                .addObject()
                .put("name", volume)
                .putObject("image")
                .put("reference", reference)
                .put("pullPolicy", "IfNotPresent");
    }

    /// A pod that waits for its image.
    ///
    /// @param reason for example `ImagePullBackOff`
    public void waitingPod(String space, String name, String reference, String reason) {
        ObjectNode pod = Objects.object(space, name);
        pod.set("spec", Objects.podSpec(reference));
        ObjectNode status = pod.putObject("status").put("phase", "Pending");
        status.putArray("containerStatuses").add(Objects.waiting("web", reference, reason));
        world.put(CORE, "pods", pod);
    }

    /// A node and an image that lies on it.
    public void node(String name, String reference, Digest digest, long size) {
        ObjectNode node = Objects.object("", name);
        ObjectNode image = node.putObject("status").putArray("images").addObject();
        image.putArray("names").add(Image.at(reference, digest).id()).add(reference);
        image.put("sizeBytes", size);
        world.put(CORE, "nodes", node);
    }

    /// A revision of a Helm release.
    ///
    /// @param status for example `deployed` or `superseded`
    /// @param manifest YAML of what it would install
    public void release(String space, String name, int revision, String status, String manifest) {
        ObjectNode secret = Objects.object(space, "sh.helm.release.v1." + name + ".v" + revision);
        Objects.labelled(
                secret, Map.of("owner", "helm", "name", name, "status", status, "version", Integer.toString(revision)));
        ObjectNode release = Objects.JSON.createObjectNode().put("name", name);
        release.putObject("config").put("password", ClusterWorld.CANARY);
        release.put("manifest", manifest).put("version", revision).put("namespace", space);
        String once = Base64.getEncoder().encodeToString(zipped(release.toString()));
        secret.putObject("data")
                .put("release", Base64.getEncoder().encodeToString(once.getBytes(StandardCharsets.UTF_8)));
        world.put(CORE, "secrets", secret.put("type", "helm.sh/release.v1"));
    }

    /// A secret that is nobody's business.
    public void secret(String space, String name) {
        ObjectNode secret = Objects.object(space, name);
        secret.putObject("data")
                .put(
                        "password",
                        Base64.getEncoder().encodeToString(ClusterWorld.CANARY.getBytes(StandardCharsets.UTF_8)));
        world.put(CORE, "secrets", secret.put("type", "Opaque"));
    }

    /// An object of a kind that comes with an extension.
    public void custom(
            String apiVersion, String resource, String kind, String space, String name, List<String> images) {
        world.knows(apiVersion, resource);
        ObjectNode object = Objects.object(space, name);
        object.put("kind", kind).put("apiVersion", apiVersion);
        ArrayNode containers =
                object.putObject("spec").putObject("template").putObject("spec").putArray("containers");
        images.forEach(image -> containers.add(Objects.container("web", image)));
        world.put(apiVersion, resource, object);
    }

    private ObjectNode taken(String resource, String space, String name) {
        return world.get(APPS, resource, space, name)
                .orElseThrow(() -> new IllegalArgumentException("no " + resource + " " + space + "/" + name));
    }

    private static void set(ObjectNode object, int replicas, ObjectNode podSpec) {
        ObjectNode spec = object.putObject("spec").put("replicas", replicas);
        spec.set("template", Objects.template(podSpec));
        object.putObject("status").put("replicas", replicas);
    }

    private static String hash(Image image) {
        return Digest.sha256((image.reference() + image.id()).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 9);
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("memory takes bytes", e);
        }
        return zipped.toByteArray();
    }
}
