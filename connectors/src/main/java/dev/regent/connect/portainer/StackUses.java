package dev.regent.connect.portainer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Secret;
import dev.regent.connect.parallel.Parallel;
import dev.regent.observe.Use;
import dev.regent.oci.Digest;
import dev.regent.oci.ImageReference;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Reads the files of an environment's stacks and says which images they declare. A variable's value goes into the
/// image's name and nowhere else: sentences name variables, never what they hold.
final class StackUses {

    private static final int AT_ONCE = 4;
    private static final int FILES_SHOWN = 5;
    private static final Shape FILE = Shape.values("StackFileContent");

    /// @param gaps a sentence each
    record Declared(List<Use> uses, List<String> gaps) {}

    private final PortainerApi api;
    private final String environment;

    StackUses(PortainerApi api, String environment) {
        this.api = api;
        this.environment = environment;
    }

    Declared read(List<StackItem> stacks) throws InterruptedException {
        Map<StackItem, Declared> byStack = new ConcurrentHashMap<>();
        Parallel.waiting(stacks, AT_ONCE, stack -> byStack.put(stack, declared(stack)));
        List<Use> uses = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        for (StackItem stack : stacks) {
            Declared declared = Objects.requireNonNull(byStack.get(stack));
            uses.addAll(declared.uses());
            gaps.addAll(declared.gaps());
        }
        return new Declared(uses, gaps);
    }

    private Declared declared(StackItem stack) throws InterruptedException {
        List<Use> uses = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        Call call = stack.edge() ? Call.EDGE_STACK_FILE : Call.STACK_FILE;
        try {
            JsonNode file = api.read(call, FILE, stack.id());
            declare(stack, StackFile.read(file.path("StackFileContent").asText("")), uses, gaps);
        } catch (ConnectorException e) {
            gaps.add(called(stack) + ": " + Sentences.failed(call, api.shown(), e.fault()));
        }
        return new Declared(uses, gaps);
    }

    private void declare(StackItem stack, StackFile file, List<Use> uses, List<String> gaps) {
        if (stack.chart()) {
            gaps.add(called(stack) + " is a Helm chart, which names its images when it is installed; what it would"
                    + " start anew is not known");
            return;
        }
        for (String gap : file.gaps()) {
            gaps.add("the file of " + called(stack) + " " + gap + "; what it would start is not wholly known");
        }
        if (!stack.moreFiles().isEmpty()) {
            int more = stack.moreFiles().size() - FILES_SHOWN;
            gaps.add(called(stack) + " has files besides its first, which Portainer doesn't show ("
                    + Text.plain(String.join(
                            ", ",
                            stack.moreFiles()
                                    .subList(
                                            0,
                                            Math.min(
                                                    FILES_SHOWN,
                                                    stack.moreFiles().size()))))
                    + (more > 0 ? " and " + more + " more" : "")
                    + "); put it into one file, or pin the images that these name");
        }
        for (StackFile.Named named : file.images()) {
            declare(stack, file, named, uses, gaps);
        }
    }

    private void declare(StackItem stack, StackFile file, StackFile.Named named, List<Use> uses, List<String> gaps) {
        String where = called(stack) + ", " + Text.plain(named.container());
        String image = named.image();
        if (file.compose()) {
            Interpolation.Filled filled = Interpolation.fill(
                    image,
                    name -> Optional.ofNullable(stack.variables().get(name)).map(Secret::reveal));
            if (!filled.missing().isEmpty() || !filled.wellFormed()) {
                gaps.add(where + " names its image by variables that have no value in Portainer"
                        + listed(filled.missing()) + "; give them one there");
                return;
            }
            if (stack.git().isPresent() && !filled.assumed().isEmpty()) {
                gaps.add(where + " names its image by variables" + listed(filled.assumed())
                        + " that a file .env in its Git repository could set, which Portainer doesn't show; set them"
                        + " in Portainer");
            }
            image = filled.text();
        }
        Optional<ImageReference> reference = ImageReference.parse(image);
        Set<Digest> digests =
                reference.flatMap(ImageReference::digest).map(Set::of).orElse(Set.of());
        if (reference.isEmpty() && Digest.isDigest(image)) {
            digests = Set.of(new Digest(image));
        }
        if (reference.isEmpty() && digests.isEmpty()) {
            gaps.add(where + " names an image that is no reference; correct the stack's file or its variables");
            return;
        }
        uses.add(new Use(
                environment, stack.workload(), Text.plain(named.container()), Use.Kind.DECLARED, reference, digests));
    }

    private String called(StackItem stack) {
        return stack.workload() + (stack.active() ? "" : " (stopped)") + " of " + environment;
    }

    private static String listed(Set<String> names) {
        return names.isEmpty() ? "" : " (" + Text.plain(String.join(", ", names)) + ")";
    }
}
