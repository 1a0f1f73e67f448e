package dev.regent.connect.portainer;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The images that a stack's file names: of Compose, or manifests of Kubernetes. Nothing in it is built into objects
/// and no alias is unfolded, so a file that means harm takes no more time than its length.
final class StackFile {

    /// An image as it is written.
    ///
    /// @param container a service of Compose, or a container of a manifest
    record Named(String container, String image) {}

    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 60;
    private static final int ALIASES = 200;
    private static final List<String> CONTAINERS = List.of("containers", "initContainers", "ephemeralContainers");

    private final List<Named> images = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private boolean understood;
    private boolean compose;

    private StackFile() {}

    static StackFile read(String text) {
        StackFile file = new StackFile();
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(ALIASES);
        try {
            for (Node document : new Yaml(options).composeAll(new StringReader(text))) {
                file.document(document);
            }
        } catch (YAMLException e) {
            // Its own message quotes the file, which can hold secrets.
            file.gaps.add("is no YAML that can be read");
        }
        if (!file.understood && file.gaps.isEmpty()) {
            file.gaps.add("has neither services nor manifests");
        }
        return file;
    }

    List<Named> images() {
        return List.copyOf(images);
    }

    /// What of it can't be told, each to follow a stack's name.
    List<String> gaps() {
        return List.copyOf(gaps);
    }

    /// Whether variables are filled in; manifests are taken as they are.
    boolean compose() {
        return compose;
    }

    private void document(Node document) {
        if (!(document instanceof MappingNode mapping)) {
            return;
        }
        Optional<Node> services = member(mapping, "services");
        if (member(mapping, "kind").isEmpty() && services.isPresent()) {
            understood = true;
            compose = true;
            if (member(mapping, "include").isPresent()) {
                gaps.add("includes other files, which Portainer doesn't show");
            }
            if (services.get() instanceof MappingNode all) {
                all.getValue().forEach(tuple -> service(text(tuple.getKeyNode()), tuple.getValueNode()));
            }
            return;
        }
        understood = understood || member(mapping, "kind").isPresent();
        manifest(mapping, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private void service(Optional<String> name, Node node) {
        String service = name.orElse("");
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        Optional<Node> image = member(mapping, "image");
        image.flatMap(StackFile::text).ifPresent(text -> images.add(new Named(service, text)));
        Optional<Node> base = member(mapping, "extends").flatMap(extended -> member(extended, "file"));
        if (image.isEmpty() && base.isPresent()) {
            gaps.add("takes a service from another file, which Portainer doesn't show");
        }
        if (member(mapping, "volumes").orElse(node) instanceof SequenceNode volumes) {
            for (Node volume : volumes.getValue()) {
                boolean mounted =
                        member(volume, "type").flatMap(StackFile::text).equals(Optional.of("image"));
                member(volume, "source")
                        .filter(_ -> mounted)
                        .flatMap(StackFile::text)
                        .ifPresent(text -> images.add(new Named(service, text)));
            }
        }
    }

    /// Pods stand at many depths: in templates, in lists, in resources that nobody here knows.
    private void manifest(Node node, Set<Node> seen) {
        if (!seen.add(node)) {
            return;
        }
        switch (node) {
            case MappingNode mapping -> {
                CONTAINERS.forEach(name -> member(mapping, name).ifPresent(this::containers));
                for (NodeTuple tuple : mapping.getValue()) {
                    if (text(tuple.getKeyNode()).equals(Optional.of("volumes"))) {
                        volumes(tuple.getValueNode());
                    }
                    manifest(tuple.getValueNode(), seen);
                }
            }
            case SequenceNode sequence -> sequence.getValue().forEach(item -> manifest(item, seen));
            default -> {} // a scalar names nothing by itself
        }
    }

    private void containers(Node list) {
        if (list instanceof SequenceNode containers) {
            for (Node container : containers.getValue()) {
                String name = member(container, "name").flatMap(StackFile::text).orElse("");
                member(container, "image")
                        .flatMap(StackFile::text)
                        .ifPresent(text -> images.add(new Named(name, text)));
            }
        }
    }

    private void volumes(Node list) {
        if (list instanceof SequenceNode volumes) {
            for (Node volume : volumes.getValue()) {
                member(volume, "image")
                        .flatMap(image -> member(image, "reference"))
                        .flatMap(StackFile::text)
                        .ifPresent(text -> images.add(new Named("image mounted", text)));
            }
        }
    }

    private static Optional<String> text(Node node) {
        return node instanceof ScalarNode scalar && !scalar.getValue().isBlank()
                ? Optional.of(scalar.getValue().strip())
                : Optional.empty();
    }

    private static Optional<Node> member(Node node, String name) {
        return member(node, name, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /// A member of its own, else one that it is merged with (`<<`).
    private static Optional<Node> member(Node node, String name, Set<Node> seen) {
        if (!(node instanceof MappingNode mapping) || !seen.add(node)) {
            return Optional.empty();
        }
        Optional<Node> own = own(mapping, name);
        if (own.isPresent()) {
            return own;
        }
        List<Node> bases = own(mapping, "<<")
                .map(base -> base instanceof SequenceNode several ? several.getValue() : List.of(base))
                .orElse(List.of());
        return bases.stream().flatMap(base -> member(base, name, seen).stream()).findFirst();
    }

    private static Optional<Node> own(MappingNode mapping, String name) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(name))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }
}
