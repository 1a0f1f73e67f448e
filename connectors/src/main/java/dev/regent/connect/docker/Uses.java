package dev.regent.connect.docker;

import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Turns what an engine listed into uses. What names no image that can be understood becomes a gap,
/// and whatever else is known of it a use all the same.
final class Uses {

    private final String environment;
    private final String engine;
    private final LocalImages images;
    private final List<String> gaps;
    private final Set<Use> uses = new LinkedHashSet<>();

    private Uses(String environment, String engine, LocalImages images, List<String> gaps) {
        this.environment = environment;
        this.engine = engine;
        this.images = images;
        this.gaps = gaps;
    }

    /// @param gaps takes a sentence for each workload whose image is not wholly known
    static List<Use> of(String environment, String engine, EngineReading.Result read, List<String> gaps) {
        Uses uses = new Uses(environment, engine, new LocalImages(read.images(), engine, gaps), gaps);
        read.containers().forEach(uses::container);
        read.services().forEach(uses::service);
        Map<String, ServiceItem> services = new HashMap<>();
        read.services().forEach(service -> services.put(service.id(), service));
        Set<String> unclear = new LinkedHashSet<>();
        for (TaskItem task : read.tasks()) {
            Optional<ServiceItem> service = Optional.ofNullable(services.get(task.serviceId()));
            uses.task(task, service);
            if (task.kind(service.map(ServiceItem::job).orElse(false)) == Use.Kind.RUNNING && byTag(task.spec())) {
                read.unheard(task.node())
                        .ifPresent(node -> unclear.add(NodeSentences.byTag(workload(task, service), engine, node)));
            }
        }
        gaps.addAll(unclear);
        return new ArrayList<>(uses.uses);
    }

    /// Whom a container belongs to, under a name that stays while it is started, stopped for a moment
    /// or made anew: a service, else itself.
    static String workload(ContainerItem container) {
        if (container.labels().service().isPresent()) {
            return service(container.labels().service().get());
        }
        String state = container.running() ? "" : " (" + Text.plain(container.state()) + ")";
        return "container " + Text.plain(container.name()) + state;
    }

    static String service(String name) {
        return "service " + Text.plain(name);
    }

    private void container(ContainerItem container) {
        String workload = workload(container);
        Use.Kind kind = container.running() ? Use.Kind.RUNNING : Use.Kind.STOPPED;
        Optional<Digest> id = container.imageId().flatMap(ImageName::id);
        if (id.isEmpty()) {
            gap(workload, "has the image id " + quotedOrNone(container.imageId()) + ", which is no digest");
        }
        Set<Digest> digests = new HashSet<>();
        id.ifPresent(digest -> digests.addAll(images.sameAs(digest)));
        container
                .manifest()
                .ifPresent(text -> ImageName.id(text)
                        .ifPresentOrElse(
                                digests::add,
                                () -> gap(workload, "has the manifest " + Text.quoted(text) + ", which is no digest")));
        Optional<ImageReference> reference = Optional.empty();
        switch (ImageName.of(container.image().orElse(""), id)) {
            case ImageName.Named(var named) -> {
                reference = Optional.of(named);
                named.digest().ifPresent(digest -> digests.addAll(images.sameAs(digest)));
            }
            case ImageName.Id(var digest) -> digests.addAll(images.sameAs(digest));
            case ImageName.Abbreviated _ -> {}
            case ImageName.Unintelligible _ ->
                gap(
                        workload,
                        "names the image " + quotedOrNone(container.image()) + ", which is no reference and no id");
        }
        add(workload, kind, reference, digests);
        container.mounted().forEach(image -> mounted(workload, kind, image));
    }

    private void service(ServiceItem service) {
        String workload = service(service.name());
        spec(workload, Use.Kind.DESIRED, service.current());
        service.previous().ifPresent(previous -> spec(workload, Use.Kind.ROLLBACK, previous));
    }

    /// Tasks come and go; what they are to people is their service.
    private void task(TaskItem task, Optional<ServiceItem> service) {
        String workload = workload(task, service);
        boolean job = service.map(ServiceItem::job).orElse(false);
        spec(workload, task.kind(job), task.spec());
    }

    private static String workload(TaskItem task, Optional<ServiceItem> service) {
        return service(service.map(ServiceItem::name).orElse(task.serviceId()));
    }

    /// Whether what runs can be another image than the same words mean elsewhere.
    private static boolean byTag(SpecItem spec) {
        return spec.runsContainers()
                && ImageName.of(spec.image().orElse(""), Optional.empty()) instanceof ImageName.Named(var reference)
                && reference.digest().isEmpty();
    }

    private void spec(String workload, Use.Kind kind, SpecItem spec) {
        if (spec.runsContainers()) {
            named(workload, kind, spec.image().orElse(""));
        }
        spec.mounted().forEach(image -> mounted(workload, kind, image));
    }

    /// The list names the mounted image as it was asked for, not what that meant then (moby 28).
    private void mounted(String workload, Use.Kind kind, String image) {
        named(workload + ", image mounted", kind, image);
    }

    private void named(String workload, Use.Kind kind, String image) {
        switch (ImageName.of(image, Optional.empty())) {
            case ImageName.Named(var reference) -> {
                Set<Digest> digests = new HashSet<>(images.named(reference));
                add(workload, kind, Optional.of(reference), digests);
            }
            case ImageName.Id(var digest) -> add(workload, kind, Optional.empty(), images.sameAs(digest));
            case ImageName.Abbreviated(var text) -> gap(workload, "names the image " + Text.quoted(text));
            case ImageName.Unintelligible(var text) ->
                gap(workload, "names the image " + Text.quoted(text) + ", which is no reference and no id");
        }
    }

    private void add(String workload, Use.Kind kind, Optional<ImageReference> reference, Set<Digest> digests) {
        if (reference.isPresent() || !digests.isEmpty()) {
            uses.add(new Use(environment, workload, kind, reference, digests));
        }
    }

    private void gap(String workload, String what) {
        gaps.add(workload + " of " + engine + " " + what + "; what it uses is not wholly known until it is made anew");
    }

    private static String quotedOrNone(Optional<String> text) {
        return text.map(Text::quoted).orElse("(none)");
    }
}
