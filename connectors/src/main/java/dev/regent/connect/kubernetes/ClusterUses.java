package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.regent.observe.Notice;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Turns objects of a cluster, one by one, into uses and what is said of them. An image that can't be understood
/// becomes a gap.
final class ClusterUses {

    /// What a pod's container waits for if its image can't be had.
    private static final Set<String> FAILED_PULLS =
            Set.of("ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull");

    private static final List<String> STATUSES =
            List.of("containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses");

    private static final Map<Resource, BiConsumer<ClusterUses, JsonNode>> READERS = Map.of(
            Resource.DEPLOYMENTS, (uses, node) -> uses.wanted("deployment", node),
            Resource.STATEFUL_SETS, (uses, node) -> uses.wanted("statefulset", node),
            Resource.DAEMON_SETS, (uses, node) -> uses.wanted("daemonset", node),
            Resource.CRON_JOBS, (uses, node) -> uses.wanted("cronjob", node),
            Resource.JOBS, ClusterUses::job,
            Resource.REPLICA_SETS, (uses, node) -> uses.replicas("replicaset", node),
            Resource.REPLICATION_CONTROLLERS, (uses, node) -> uses.replicas("replicationcontroller", node),
            Resource.CONTROLLER_REVISIONS, ClusterUses::revision,
            Resource.PODS, ClusterUses::pod);

    /// What a workload says of itself.
    record Said(String space, Map<String, String> labels) {}

    private final String environment;
    private final String cluster;
    private final Owners owners;
    private final Predicate<String> labels;
    private final Set<Use> uses = new LinkedHashSet<>();
    private final Set<String> gaps = new LinkedHashSet<>();
    private final Map<String, Said> workloads = new LinkedHashMap<>();
    private final Set<Notice> notices = new LinkedHashSet<>();
    private boolean certain = true;

    /// @param cluster its address, for people
    /// @param labels which keys anybody wants
    ClusterUses(String environment, String cluster, Owners owners, Predicate<String> labels) {
        this.environment = environment;
        this.cluster = cluster;
        this.owners = owners;
        this.labels = labels;
    }

    void read(Resource resource, JsonNode object) {
        BiConsumer<ClusterUses, JsonNode> reader = READERS.get(resource);
        if (reader == null) {
            throw new IllegalArgumentException("nothing is known of the images of " + resource);
        }
        reader.accept(this, object);
    }

    /// Reads an object whose images lie where `at` says.
    void read(ImagesAt at, JsonNode object) {
        String kind = object.path("kind").asText(at.resource()).toLowerCase(Locale.ROOT);
        Meta meta = Meta.of(object);
        String workload = meta.workload(kind);
        says(workload, meta, object, true);
        for (String path : at.paths()) {
            for (JsonNode image : ImagesAt.at(path, object)) {
                if (image.isTextual()) {
                    add(workload, path.replace("[*]", ""), Use.Kind.DESIRED, image.asText(), Set.of());
                } else {
                    gap(workload, "has something else than a text at " + path);
                }
            }
        }
    }

    /// Reads one object of a Helm release.
    void released(String release, Use.Kind kind, JsonNode manifest) {
        PodImages.template(manifest)
                .ifPresent(spec -> PodImages.of(spec)
                        .forEach(named -> add(release, named.container(), kind, named.image(), Set.of())));
    }

    /// What can't be known of a workload.
    void gap(String workload, String what) {
        gaps.add(workload + " of " + cluster + " " + what + "; what it uses is not wholly known until that is mended");
    }

    /// A roll-back to what is wanted anyway is none.
    List<Use> uses() {
        List<Use> all = new ArrayList<>(uses);
        all.removeIf(use -> use.kind() == Use.Kind.ROLLBACK
                && uses.contains(new Use(
                        use.environment(),
                        use.workload(),
                        use.container(),
                        Use.Kind.DESIRED,
                        use.reference(),
                        use.digests())));
        return all;
    }

    List<String> gaps() {
        return List.copyOf(gaps);
    }

    List<Notice> notices() {
        return List.copyOf(notices);
    }

    /// By their names.
    Map<String, Said> workloads() {
        return workloads;
    }

    /// False if something was read whose owner may be owned itself, which isn't known.
    boolean certain() {
        return certain;
    }

    private void wanted(String kind, JsonNode object) {
        Meta meta = Meta.of(object);
        says(meta.workload(kind), meta, object, true);
        template(meta.workload(kind), Use.Kind.DESIRED, object);
    }

    private void job(JsonNode job) {
        owners.learn("job", job);
        boolean ended = false;
        for (JsonNode condition : job.path("status").path("conditions")) {
            String type = condition.path("type").asText();
            ended |= (type.equals("Complete") || type.equals("Failed"))
                    && condition.path("status").asText().equals("True");
        }
        String workload = top("job", job);
        template(workload, ended ? Use.Kind.STOPPED : Use.Kind.DESIRED, job);
    }

    /// Old ReplicaSets of a Deployment stay without a pod, for a roll-back to start them again. So do old
    /// ReplicationControllers of OpenShift's DeploymentConfigs.
    private void replicas(String kind, JsonNode object) {
        owners.learn(kind, object);
        boolean none = object.path("spec").path("replicas").asInt(1) == 0;
        boolean owned = Meta.of(object).controller().isPresent();
        template(top(kind, object), none && owned ? Use.Kind.ROLLBACK : Use.Kind.DESIRED, object);
    }

    /// `data` holds what a StatefulSet's or DaemonSet's template was; other owners keep other things there.
    private void revision(JsonNode revision) {
        Meta meta = Meta.of(revision);
        String workload = top("controllerrevision", revision);
        Optional<JsonNode> spec = PodImages.template(revision.path("data"));
        spec.ifPresent(found -> images(workload, Use.Kind.ROLLBACK, found));
        boolean templated = meta.controller()
                .filter(owner ->
                        owner.kind().equals("statefulset") || owner.kind().equals("daemonset"))
                .isPresent();
        if (spec.isEmpty() && templated) {
            gap(workload, "has the revision " + Text.plain(meta.name()) + " without a template of pods");
        }
    }

    private void pod(JsonNode pod) {
        String workload = top("pod", pod);
        String phase = pod.path("status").path("phase").asText();
        Map<String, JsonNode> statuses = new LinkedHashMap<>();
        for (String list : STATUSES) {
            pod.path("status")
                    .path(list)
                    .forEach(status -> statuses.put(status.path("name").asText(), status));
        }
        for (PodImages.Named named : PodImages.of(pod.path("spec"))) {
            JsonNode status = statuses.getOrDefault(named.container(), MissingNode.getInstance());
            if (named.volume()) {
                volume(workload, phase, named, statuses.values());
            } else {
                container(workload, phase, named, status);
            }
        }
    }

    /// Which digest was mounted, containers tell since Kubernetes 1.35, where `ImageVolumeWithDigest` is turned on.
    private void volume(String workload, String phase, PodImages.Named named, Collection<JsonNode> statuses) {
        Set<Digest> digests = new HashSet<>();
        for (JsonNode status : statuses) {
            for (JsonNode mount : status.path("volumeMounts")) {
                if (named.container().equals(PodImages.volume(mount))) {
                    String ref = mount.path("volumeStatus")
                            .path("image")
                            .path("imageRef")
                            .asText();
                    digests.addAll(ImageText.inStatus(ref, ""));
                }
            }
        }
        boolean begun = !digests.isEmpty() || !phase.equals("Pending");
        add(workload, named.container(), kind(phase, begun), named.image(), digests);
    }

    private static Use.Kind kind(String phase, boolean begun) {
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        return ended ? Use.Kind.STOPPED : begun ? Use.Kind.RUNNING : Use.Kind.DESIRED;
    }

    private void container(String workload, String phase, PodImages.Named named, JsonNode status) {
        String id = status.path("imageID").asText();
        Set<Digest> digests = id.isEmpty()
                ? Set.of()
                : ImageText.inStatus(id, status.path("image").asText());
        add(workload, named.container(), kind(phase, !id.isEmpty()), named.image(), digests);
        JsonNode state = status.path("state");
        if (digests.isEmpty() && (!id.isEmpty() || state.has("running"))) {
            gap(
                    workload,
                    "runs " + Text.quoted(named.container()) + " from an image without a digest (" + Text.quoted(id)
                            + ")");
        }
        String reason = state.path("waiting").path("reason").asText();
        if (FAILED_PULLS.contains(reason)) {
            notices.add(new Notice(
                    "failed-pull",
                    workload,
                    "container " + Text.plain(named.container()) + " can't have " + Text.quoted(named.image()) + " ("
                            + Text.plain(reason) + ")",
                    "check that the image exists and that its nodes may pull it: `kubectl describe` the pod for more"));
        }
    }

    private String top(String kind, JsonNode object) {
        Owners.Top top = owners.of(kind, object);
        certain &= top.certain();
        says(top.workload(), Meta.of(object), object, false);
        return top.workload();
    }

    /// @param itself whether the object is the workload, and not one of what it owns
    private void says(String workload, Meta meta, JsonNode object, boolean itself) {
        if (itself || !workloads.containsKey(workload)) {
            workloads.put(workload, new Said(meta.space(), Meta.labels(object, labels)));
        }
    }

    private void template(String workload, Use.Kind kind, JsonNode object) {
        PodImages.template(object)
                .ifPresentOrElse(spec -> images(workload, kind, spec), () -> gap(workload, "has no template of pods"));
    }

    private void images(String workload, Use.Kind kind, JsonNode spec) {
        PodImages.of(spec).forEach(named -> add(workload, named.container(), kind, named.image(), Set.of()));
    }

    private void add(String workload, String container, Use.Kind kind, String image, Set<Digest> besides) {
        Optional<ImageText> named = ImageText.of(image.strip());
        Set<Digest> digests = new HashSet<>(besides);
        named.ifPresent(text -> digests.addAll(text.digests()));
        Optional<ImageReference> reference = named.flatMap(ImageText::reference);
        if (reference.isPresent() || !digests.isEmpty()) {
            uses.add(new Use(environment, workload, Text.plain(container), kind, reference, digests));
        }
        if (named.isEmpty() && digests.isEmpty()) {
            gap(workload, "names the image " + Text.quoted(image) + ", which is no reference and no id");
        }
    }
}
