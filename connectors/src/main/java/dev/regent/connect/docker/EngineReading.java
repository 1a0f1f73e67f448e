package dev.regent.connect.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.regent.connect.http.ConnectorException;
import dev.regent.connect.http.Fault;
import dev.regent.observe.Progress;
import dev.regent.oci.Text;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads one engine, or through agents all of a Swarm, call by call. A call that fails leaves a gap
/// and the others go on, unless the engine fell silent: then nothing more is asked.
final class EngineReading {

    /// What was read.
    ///
    /// @param containers empty if the list brought nothing that can be used
    /// @param nodes of the Swarm, from a manager
    /// @param heardNodes names of those whose containers are listed
    /// @param gaps what was not heard, a sentence each; empty if everything was
    /// @param heard calls whose answers were heard whole
    record Result(
            String engine,
            Optional<EngineInfo> info,
            List<ContainerItem> containers,
            List<ServiceItem> services,
            List<TaskItem> tasks,
            List<ImageItem> images,
            List<NodeItem> nodes,
            List<String> heardNodes,
            List<String> gaps,
            List<Call> heard) {

        /// For people, a node of the Swarm whose images were not heard.
        ///
        /// @return empty if they were
        Optional<String> unheard(String id) {
            Optional<NodeItem> known =
                    nodes.stream().filter(node -> node.id().equals(id)).findFirst();
            if (known.isPresent()) {
                return known.map(NodeItem::shown).filter(name -> !heardNodes.contains(name));
            }
            boolean others = info.map(EngineInfo::swarm)
                    .filter(swarm -> swarm instanceof EngineInfo.Swarm.Manager(int all) && all > 1)
                    .isPresent();
            return others && !id.isEmpty() ? Optional.of("node " + Text.plain(id)) : Optional.empty();
        }
    }

    /// Whom is looked at, and for what.
    ///
    /// @param name of the environment
    /// @param engine its address, for people
    /// @param agents whether there are agents on the nodes of a Swarm
    /// @param keys of labels that become hints
    record Subject(String name, String engine, boolean agents, Set<String> keys) {
        Subject {
            keys = Set.copyOf(keys);
        }
    }

    private static final int STEPS = 6;

    private final EngineApi api;
    private final EngineApi manager;
    private final Subject subject;
    private final String engine;
    private final Progress progress;
    private final List<String> gaps = new ArrayList<>();
    private final List<Call> heard = new ArrayList<>();
    private final Set<String> heardNodes = new LinkedHashSet<>();
    private boolean silent;
    private int step;

    /// Agrees on a version with the engine first.
    ///
    /// @throws ConnectorException if the engine can't be reached or speaks no common version
    static Result read(EngineApi api, Subject subject, Progress progress)
            throws ConnectorException, InterruptedException {
        ApiVersion version = api.negotiate();
        return new EngineReading(api, subject, progress).read(version);
    }

    private EngineReading(EngineApi api, Subject subject, Progress progress) {
        this.api = api;
        this.manager = subject.agents() ? api.to(new Addressee.Manager()) : api;
        this.subject = subject;
        this.engine = subject.engine();
        this.progress = progress;
    }

    private Result read(ApiVersion version) throws ConnectorException, InterruptedException {
        Optional<EngineInfo> info = info();
        boolean manages = info.isPresent() && isManager(info.get().swarm());
        List<NodeItem> nodes = manages ? nodes() : List.of();
        boolean byNode = subject.agents() && manages;
        NodeLists lists = new NodeLists(api, engine, nodes, gaps);
        List<ContainerItem> containers =
                held(byNode, lists, Call.CONTAINERS, (node, asked) -> ContainerItem.of(node, asked, subject.keys()));
        List<ServiceItem> services = List.of();
        List<TaskItem> tasks = List.of();
        if (manages) {
            services = list(manager, Call.SERVICES, node -> ServiceItem.of(node, subject.keys()));
            tasks = list(manager, Call.TASKS, TaskItem::of);
        }
        // Last, so that an image which came while we read is known.
        List<ImageItem> images = held(byNode, lists, Call.IMAGES, ImageItem::of);
        if (byNode) {
            heardNodes.addAll(lists.heard(Call.CONTAINERS));
        } else if (heard.contains(Call.CONTAINERS)) {
            info.flatMap(EngineInfo::name).map(Text::plain).ifPresent(heardNodes::add);
        }
        String title = "Docker " + info.map(i -> Text.plain(i.version())).orElse("engine") + ", API " + version;
        return new Result(
                title, info, containers, services, tasks, images, nodes, List.copyOf(heardNodes), gaps, heard);
    }

    private Optional<EngineInfo> info() throws ConnectorException, InterruptedException {
        try {
            EngineInfo info = EngineInfo.of(manager.object(Call.INFO));
            advance(Call.INFO);
            return Optional.of(info);
        } catch (ConnectorException e) {
            if (e.fault() instanceof Fault.Refused(var status, var words) && Sentences.tooOld(status, words)) {
                throw e;
            }
            failed(Call.INFO, e);
            gaps.add(
                    "whether " + engine + " is part of a Swarm is not known, so services and tasks were not asked for");
            return Optional.empty();
        }
    }

    /// Through agents, who is missing can't be told without them. A manager alone speaks for no other
    /// node's containers anyway: then their list only serves to say so.
    private List<NodeItem> nodes() throws InterruptedException {
        if (subject.agents()) {
            return list(manager, Call.NODES, NodeItem::of);
        }
        List<NodeItem> nodes = new ArrayList<>();
        try {
            manager.each(Call.NODES, node -> nodes.add(NodeItem.of(node)));
            advance(Call.NODES);
        } catch (ConnectorException e) {
            silent = silent || e.fault() instanceof Fault.Silent;
        }
        return nodes;
    }

    /// What lies on engines.
    ///
    /// @param byNode whether each node of a Swarm is asked
    private <T> List<T> held(boolean byNode, NodeLists lists, Call call, NodeLists.Item<T> item)
            throws InterruptedException {
        if (silent || !byNode) {
            return list(api, call, node -> item.of(node, Optional.empty()));
        }
        List<T> items = lists.list(call, item);
        if (!lists.heard(call).isEmpty()) {
            advance(call);
        }
        return items;
    }

    private <T> List<T> list(EngineApi from, Call call, Function<JsonNode, T> item) throws InterruptedException {
        List<T> items = new ArrayList<>();
        if (silent) {
            gaps.add(call.action() + " " + engine + ": not asked, since the engine fell silent before");
            return items;
        }
        try {
            from.each(call, node -> items.add(item.apply(node)));
            advance(call);
        } catch (ConnectorException e) {
            failed(call, e);
        }
        return items;
    }

    private void advance(Call call) {
        heard.add(call);
        progress.at(subject.name(), call.action(), ++step, STEPS);
    }

    private void failed(Call call, ConnectorException e) {
        silent = silent || e.fault() instanceof Fault.Silent;
        gaps.add(Sentences.failed(call, engine, e.fault()));
    }

    private boolean isManager(EngineInfo.Swarm swarm) {
        return switch (swarm) {
            case EngineInfo.Swarm.Outside _ -> false;
            case EngineInfo.Swarm.Manager _ -> true;
            case EngineInfo.Swarm.Mute(var state, var error) -> {
                gaps.add(Sentences.mute(engine, state, error));
                yield false;
            }
            case EngineInfo.Swarm.Untold(var state) -> {
                gaps.add("read the state of " + engine + ": LocalNodeState is " + Text.quoted(state)
                        + ", so whether services exist is not known; check that a Docker engine listens there");
                yield false;
            }
        };
    }
}
