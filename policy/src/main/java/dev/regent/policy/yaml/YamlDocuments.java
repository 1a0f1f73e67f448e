package dev.regent.policy.yaml;

import dev.regent.oci.Text;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.MappingStartEvent;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;

/// The documents of a YAML stream as [Node]s. Anchors, aliases and tags are refused: a file reads
/// the same for everyone without them, and neither a bomb nor a type can hide in it.
final class YamlDocuments {

    /// Levels of lists and mappings; what we read has six at most.
    private static final int DEEPEST = 20;

    private final FileKind kind;
    private final Problems problems;
    private final List<Node> documents = new ArrayList<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private boolean tooDeep;

    private YamlDocuments(FileKind kind, Problems problems) {
        this.kind = kind;
        this.problems = problems;
    }

    /// The documents that could be read; what could not is added to `problems`.
    static List<Node> of(Source source, FileKind kind, Problems problems) {
        YamlDocuments reading = new YamlDocuments(kind, problems);
        reading.read(source);
        return List.copyOf(reading.documents);
    }

    private void read(Source source) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(FileKind.LARGEST);
        options.setNestingDepthLimit(DEEPEST);
        try {
            for (Event event : new Yaml(options).parse(new StringReader(source.text()))) {
                take(event);
                if (tooDeep) {
                    return;
                }
            }
        } catch (MarkedYAMLException e) {
            problems.add(place(e), SyntaxAdvice.of(e));
        } catch (YAMLException e) {
            problems.add(0, "this isn't YAML: " + Text.plain(String.valueOf(e.getMessage())));
        }
    }

    private static int place(MarkedYAMLException e) {
        @Nullable Mark problem = e.getProblemMark();
        @Nullable Mark context = e.getContextMark();
        return problem != null ? problem.getIndex() : context != null ? context.getIndex() : 0;
    }

    private void take(Event event) {
        if (event instanceof NodeEvent node) {
            refuseAnchor(node);
        }
        switch (event) {
            case AliasEvent alias -> put(new Node.Refused(at(alias)));
            case ScalarEvent scalar -> put(scalar(scalar));
            case CollectionStartEvent start -> open(start);
            case CollectionEndEvent _ -> put(open.pop().node(problems));
            default -> {} // begin and end of the stream and of documents
        }
    }

    private void refuseAnchor(NodeEvent node) {
        @Nullable String anchor = node.getAnchor();
        if (anchor == null) {
            return;
        }
        String name = Text.plain(anchor);
        problems.add(
                at(node),
                node instanceof AliasEvent
                        ? "`*" + name
                                + "` without quotes is a YAML alias, and those aren't taken; put a glob in quotes:"
                                + " \"*" + name + "\""
                        : "`&" + name + "` is a YAML anchor, and those aren't taken; write the value out");
    }

    private Node scalar(ScalarEvent scalar) {
        if (scalar.getTag() != null) {
            refuseTag(at(scalar), scalar.getTag());
            return new Node.Refused(at(scalar));
        }
        return new Node.Scalar(at(scalar), scalar.getValue(), scalar.isPlain());
    }

    private void open(CollectionStartEvent start) {
        if (start.getTag() != null) {
            refuseTag(at(start), start.getTag());
        }
        open.push(new Open(at(start), start instanceof MappingStartEvent, new ArrayList<>()));
        if (open.size() > DEEPEST) {
            tooDeep = true;
            problems.add(
                    at(start),
                    "nested more than " + DEEPEST + " deep; a " + kind.name() + " needs " + kind.levels() + " levels");
        }
    }

    private void refuseTag(int at, String tag) {
        String written =
                tag.startsWith("tag:yaml.org,2002:") ? "!!" + tag.substring("tag:yaml.org,2002:".length()) : tag;
        problems.add(
                at,
                "`" + Text.plain(written) + "` is a YAML tag, and those aren't taken; leave it out, or quote the whole"
                        + " value if it is text");
    }

    private void put(Node node) {
        if (open.isEmpty()) {
            documents.add(node);
        } else {
            open.element().nodes().add(node);
        }
    }

    private static int at(Event event) {
        return event.getStartMark().getIndex();
    }

    /// A list or mapping that isn't closed yet.
    ///
    /// @param nodes of a mapping: key, value, key, value …
    private record Open(int at, boolean mapping, List<Node> nodes) {

        Node node(Problems problems) {
            return mapping ? fields(problems) : new Node.Items(at, nodes);
        }

        private Node fields(Problems problems) {
            List<Node.Field> fields = new ArrayList<>();
            Map<String, Integer> seen = new HashMap<>();
            for (int i = 0; i + 1 < nodes.size(); i += 2) {
                switch (nodes.get(i)) {
                    case Node.Scalar key
                    when key.nothing() -> problems.add(key.at(), "a key is missing before the colon");
                    case Node.Scalar key -> {
                        Optional<Integer> first = Optional.ofNullable(seen.putIfAbsent(key.text(), key.at()));
                        if (first.isEmpty()) {
                            fields.add(new Node.Field(key, nodes.get(i + 1)));
                        } else {
                            problems.add(key.at(), twice(key, problems.place(first.get())));
                        }
                    }
                    case Node.Items key -> problems.add(key.at(), "a key is a word; got a list");
                    case Node.Fields key -> problems.add(key.at(), "a key is a word; got a mapping");
                    case Node.Refused _ -> {}
                }
            }
            return new Node.Fields(at, fields);
        }

        private static String twice(Node.Scalar key, Source.Place first) {
            return "`" + Text.plain(key.text()) + "` stands twice, first in line " + first.line() + "; keep one";
        }
    }
}
