package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.parallel.Parallel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Lists what lies on each node of a Swarm, through Portainer's agents. One call brings the lists of
/// all nodes, merged; agents leave out a node that doesn't answer and say nothing of it. So whoever is
/// missing is asked for by name, and if it stays missing that is a gap. An agent runs in a container
/// itself: a node that has none has not answered.
final class NodeLists {

    private static final int AT_ONCE = 4;

    private final EngineApi api;
    private final String engine;
    private final List<NodeItem> nodes;
    private final List<String> gaps;
    private final Map<Call, Set<String>> heard = new EnumMap<>(Call.class);

    /// Reads an element of a list.
    @FunctionalInterface
    interface Item<T> {
        /// The element that `node` is.
        ///
        /// @param asked hostname of the node that was asked, where one was
        T of(JsonNode node, Optional<String> asked);
    }

    /// What came for whom.
    ///
    /// @param items by the hostname that they are said to be from; by an empty one what is from
    ///     whoever was asked
    private record Answered<T>(Map<String, List<T>> items) {
        List<T> unsigned() {
            return items.getOrDefault("", List.of());
        }

        boolean from(String hostname) {
            return items.containsKey(hostname);
        }
    }

    /// @param gaps takes a sentence for each node that was not heard
    NodeLists(EngineApi api, String engine, List<NodeItem> nodes, List<String> gaps) {
        this.api = api;
        this.engine = engine;
        this.nodes = List.copyOf(nodes);
        this.gaps = gaps;
    }

    /// Hostnames of the nodes whose lists of that call came.
    Set<String> heard(Call call) {
        return heard.getOrDefault(call, Set.of());
    }

    /// The elements from all nodes.
    ///
    /// @param call for containers, or for images
    <T> List<T> list(Call call, Item<T> item) throws InterruptedException {
        Set<T> all = new LinkedHashSet<>();
        Set<String> present = new LinkedHashSet<>();
        Optional<String> whole = Optional.empty();
        try {
            Answered<T> merged = ask(api, Optional.empty(), call, item, all);
            present.addAll(merged.items().keySet());
            alone().filter(_ -> !merged.unsigned().isEmpty()).ifPresent(node -> present.add(node.hostname()));
        } catch (ConnectorException e) {
            whole = Optional.of(Sentences.failed(call, engine, e.fault()));
        }
        present.remove("");
        List<NodeItem> missing = expected(call).stream()
                .filter(node -> !present.contains(node.hostname()))
                .toList();
        if (nodes.isEmpty() && whole.isPresent()) {
            gaps.add(whole.get());
        }
        present.addAll(byName(call, item, missing, all));
        heard.put(call, present);
        return new ArrayList<>(all);
    }

    private Optional<NodeItem> alone() {
        return nodes.size() == 1 ? Optional.of(nodes.getFirst()) : Optional.empty();
    }

    /// Those that could answer. Of the others is said, once, that they can't.
    private List<NodeItem> expected(Call call) {
        Map<String, Integer> names = new HashMap<>();
        nodes.forEach(node -> names.merge(node.hostname(), 1, Integer::sum));
        List<NodeItem> expected = new ArrayList<>();
        Set<String> twins = new LinkedHashSet<>();
        for (NodeItem node : nodes) {
            boolean twin = names.getOrDefault(node.hostname(), 0) > 1;
            if (twin) {
                twins.add(node.shown());
            } else if (!node.down()) {
                expected.add(node);
            } else if (call == Call.CONTAINERS) {
                gaps.add(NodeSentences.down(engine, node));
            }
        }
        if (call == Call.CONTAINERS) {
            twins.forEach(name -> gaps.add(NodeSentences.twins(engine, name)));
            return expected;
        }
        Set<String> known = heard(Call.CONTAINERS);
        return expected.stream().filter(node -> known.contains(node.hostname())).toList();
    }

    /// Asks for each by its name.
    ///
    /// @return hostnames of those who answered
    private <T> Set<String> byName(Call call, Item<T> item, List<NodeItem> missing, Set<T> all)
            throws InterruptedException {
        Map<String, String> why = new ConcurrentHashMap<>();
        Map<String, List<T>> brought = new ConcurrentHashMap<>();
        Parallel.waiting(missing, AT_ONCE, node -> {
            Set<T> items = new LinkedHashSet<>();
            unheard(call, item, node, items).ifPresent(words -> why.put(node.hostname(), words));
            brought.put(node.hostname(), List.copyOf(items));
        });
        Set<String> present = new LinkedHashSet<>();
        for (NodeItem node : missing) {
            all.addAll(brought.getOrDefault(node.hostname(), List.of()));
            String words = why.get(node.hostname());
            if (words == null) {
                present.add(node.hostname());
            } else {
                gaps.add(NodeSentences.unheard(call, engine, node, words));
            }
        }
        return present;
    }

    /// Why a node was not heard; empty if it was.
    private <T> Optional<String> unheard(Call call, Item<T> item, NodeItem node, Set<T> items)
            throws InterruptedException {
        Optional<Addressee.Node> addressee = node.addressee();
        if (addressee.isEmpty()) {
            return Optional.of("its name can't be sent to an agent");
        }
        try {
            Answered<T> answer = ask(api.to(addressee.get()), Optional.of(node.hostname()), call, item, items);
            if (answer.from(node.hostname())) {
                return Optional.empty();
            }
            List<T> unsigned = answer.unsigned();
            if (!unsigned.isEmpty()) {
                return unsigned.stream().anyMatch(one -> isFromAnother(one, node))
                        ? Optional.of("another node answered for it")
                        : Optional.empty();
            }
            return Optional.of("agents left it out without a word");
        } catch (ConnectorException e) {
            return Optional.of(Sentences.cause(e.fault()));
        }
    }

    private <T> boolean isFromAnother(T item, NodeItem node) {
        return item instanceof ContainerItem container
                && container.labels().node().filter(id -> !id.equals(node.id())).isPresent();
    }

    private static <T> Answered<T> ask(EngineApi api, Optional<String> asked, Call call, Item<T> item, Set<T> all)
            throws ConnectorException, InterruptedException {
        Map<String, List<T>> items = new LinkedHashMap<>();
        api.each(call, node -> {
            T one = item.of(node, asked);
            all.add(one);
            items.computeIfAbsent(Json.agentNode(node).orElse(""), _ -> new ArrayList<>())
                    .add(one);
        });
        return new Answered<>(items);
    }
}
