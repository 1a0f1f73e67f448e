package dev.regent.connect.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.observe.EnvironmentFacts;
import dev.regent.observe.EnvironmentObservation;
import dev.regent.observe.Heard;
import dev.regent.observe.Hint;
import dev.regent.observe.NodeImage;
import dev.regent.observe.Progress;
import dev.regent.observe.Use;
import dev.regent.observe.Workload;
import dev.regent.oci.Digest;
import dev.regent.oci.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/// One look at one cluster, list by list. A list that fails leaves a gap and the others go on, unless the API server
/// fell silent: then nothing more is asked.
final class ClusterReading {

    static final String KIND = "kubernetes";

    private final Listing listing;
    private final String name;
    private final String cluster;
    private final List<ImagesAt> custom;
    private final Predicate<String> labels;
    private final Progress progress;
    private final long deadline;
    private final ClusterUses uses;
    private final List<String> gaps = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> counts = new ArrayList<>();
    private final Map<String, List<Hint>> spaces = new HashMap<>();
    private final List<String> nodes = new ArrayList<>();
    private final List<NodeImage> nodeImages = new ArrayList<>();
    private Optional<String> identity = Optional.empty();
    private boolean heardAny;
    private boolean silent;
    private int step;

    /// @param name of the environment
    /// @param cluster its address, for people
    /// @param longest how long the whole look may take
    ClusterReading(
            Listing listing,
            String name,
            String cluster,
            List<ImagesAt> custom,
            Predicate<String> labels,
            Progress progress,
            Duration longest) {
        this.listing = listing;
        this.name = name;
        this.cluster = cluster;
        this.custom = custom;
        this.labels = labels;
        this.progress = progress;
        this.deadline = System.nanoTime() + longest.toNanos();
        this.uses = new ClusterUses(name, cluster, new Owners(Integer.MAX_VALUE), labels);
    }

    /// @param requests how many were sent when all is read
    EnvironmentObservation read(LongSupplier requests) throws InterruptedException {
        String title;
        try {
            title = "Kubernetes "
                    + Text.plain(
                            listing.object(Allowed.VERSION).path("gitVersion").asText("server"));
        } catch (ConnectorException e) {
            if (!(e.fault() instanceof Fault.Refused refused) || (refused.status() != 403 && refused.status() != 404)) {
                return EnvironmentObservation.unheard(
                        name, KIND, Sentences.unreached(cluster, e.fault()), requests.getAsLong());
            }
            // Who may not read the version may read lists all the same.
            title = "Kubernetes";
        }
        namespaces();
        for (Resource resource : Resource.WORKLOADS) {
            workloads(resource, false, object -> uses.read(resource, object));
        }
        for (ImagesAt images : custom) {
            workloads(images.listed(), true, object -> uses.read(images, object));
        }
        releases();
        nodes();
        return observed(title, requests.getAsLong());
    }

    private void workloads(Resource resource, boolean isCustom, Consumer<JsonNode> item) throws InterruptedException {
        try {
            long count = list(resource, "", item);
            heardAny = true;
            if (count > 0) {
                counts.add(count + " " + resource.plural());
            }
        } catch (ConnectorException e) {
            gaps.add(Sentences.unlisted(resource, cluster, e.fault(), isCustom));
        }
    }

    private long list(Resource resource, String selectors, Consumer<JsonNode> item)
            throws ConnectorException, InterruptedException {
        if (silent || System.nanoTime() > deadline) {
            String why = silent ? "not asked, since the API server fell silent before" : "the time for a look is over";
            throw Wire.failure(resource.path(), new Fault.Unreachable(why));
        }
        try {
            long count = listing.each(resource, selectors, item);
            progress.at(name, "list " + resource, ++step, Resource.WORKLOADS.size() + custom.size() + 3);
            return count;
        } catch (ConnectorException e) {
            silent = e.fault() instanceof Fault.Silent;
            throw e;
        }
    }

    private void namespaces() throws InterruptedException {
        try {
            list(Resource.NAMESPACES, "", this::namespace);
        } catch (ConnectorException e) {
            notes.add("labels of namespaces " + reason(Resource.NAMESPACES, e.fault()));
            itself();
        }
    }

    private void namespace(JsonNode namespace) {
        Meta meta = Meta.of(namespace);
        if (meta.name().equals("kube-system")) {
            identity = uid(namespace);
        }
        List<Hint> hints = new ArrayList<>();
        Meta.labels(namespace, labels).forEach((key, value) -> hints.add(new Hint(Hint.From.SPACE_LABEL, key, value)));
        spaces.put(Text.plain(meta.name()), hints);
    }

    /// The one namespace that says which cluster this is may be readable by itself.
    private void itself() throws InterruptedException {
        try {
            if (!silent) {
                identity = uid(listing.object(Allowed.CLUSTER_NAMESPACE));
            }
        } catch (ConnectorException e) {
            notes.add("which cluster this is can't be told (`get` on namespaces isn't granted)");
        }
    }

    private static Optional<String> uid(JsonNode namespace) {
        return Optional.of(namespace.path("metadata").path("uid").asText()).filter(uid -> !uid.isBlank());
    }

    /// Helm keeps releases in secrets, and to list secrets is a heavy right. What could be rolled back to is known by
    /// ReplicaSets and ControllerRevisions too: where the right is missing, nothing is lowered.
    private void releases() throws InterruptedException {
        try {
            long count = list(Resource.SECRETS, Allowed.RELEASES + "&", secret -> {
                if (secret.path("type").asText().equals("helm.sh/release.v1")) {
                    Helm.read(secret, uses);
                }
            });
            counts.add(count + " revisions of Helm's releases");
        } catch (ConnectorException e) {
            if (e.fault() instanceof Fault.Refused(var status, var _) && (status == 403 || status == 404)) {
                notes.add(Sentences.ungranted("Helm's releases", Resource.SECRETS));
            } else {
                gaps.add(Sentences.unlisted(Resource.SECRETS, cluster, e.fault(), false));
            }
        }
    }

    private void nodes() throws InterruptedException {
        try {
            list(Resource.NODES, "", this::node);
        } catch (ConnectorException e) {
            notes.add("nodes and their images " + reason(Resource.NODES, e.fault()));
        }
    }

    private void node(JsonNode node) {
        String called = Text.plain(Meta.of(node).name());
        nodes.add(called);
        for (JsonNode image : node.path("status").path("images")) {
            List<String> names = new ArrayList<>();
            Set<Digest> digests = new HashSet<>();
            image.path("names").forEach(text -> {
                names.add(Text.plain(text.asText()));
                digests.addAll(ImageText.inStatus(text.asText(), ""));
            });
            nodeImages.add(new NodeImage(
                    called, names, digests, image.path("sizeBytes").asLong()));
        }
    }

    private static String reason(Resource resource, Fault fault) {
        return fault instanceof Fault.Refused(var status, var _) && status == 403
                ? "not looked at (`list` on " + resource + " isn't granted)"
                : "not heard (" + Text.plain(fault.words()) + ")";
    }

    private EnvironmentObservation observed(String title, long requests) {
        List<Use> used = uses.uses();
        gaps.addAll(uses.gaps());
        Heard heard = gaps.isEmpty() ? Heard.YES : heardAny ? Heard.PARTLY : Heard.NO;
        String summary = gaps.isEmpty()
                ? title + ": " + (counts.isEmpty() ? "nothing runs" : String.join(", ", counts))
                : Sentences.joined(gaps);
        String detail = notes.isEmpty() ? summary : summary + "; " + String.join("; ", notes);
        return new EnvironmentObservation(name, KIND, heard, detail, used, requests, identity, facts(used));
    }

    private EnvironmentFacts facts(List<Use> used) {
        Set<String> names = new HashSet<>();
        used.forEach(use -> names.add(use.workload()));
        List<Workload> workloads = new ArrayList<>();
        uses.workloads().forEach((workload, said) -> {
            if (names.contains(workload)) {
                List<Hint> hints = new ArrayList<>();
                said.labels().forEach((key, value) -> hints.add(new Hint(Hint.From.LABEL, key, value)));
                hints.addAll(spaces.getOrDefault(said.space(), List.of()));
                workloads.add(
                        new Workload(workload, Optional.of(said.space()).filter(space -> !space.isEmpty()), hints));
            }
        });
        return new EnvironmentFacts(workloads, List.of(), nodes, nodeImages, uses.notices(), List.of());
    }
}
